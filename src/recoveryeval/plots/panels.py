"""Several panels inside one pair of axes, so that a picture of many parts still returns one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoveryeval.plots.style import axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS = 3
TALL = 3.0  # inches per row of panels
TITLE, TICKS = 0.68, 0.3  # inches of a row for a title of three lines, and for numbers of time


def panels(ax: Axes | None, count: int) -> tuple[Axes, list[Axes]]:
    """Return the axes and its panels: the axes itself where there is one panel."""
    if count <= 1:
        ax = axes_for(ax)
        return ax, [ax]
    across = min(ACROSS, count) if count != 4 else 2
    down = -(-count // across)
    ax = axes_for(ax, width=3.1 * across + 0.6, height=TALL * down + 1.6)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    wide, gap = 1 / across, 0.16 / across
    tall = 1 / down
    parts = []
    for i in range(count):
        row, column = divmod(i, across)
        under, over = tall * TICKS / TALL, tall * TITLE / TALL
        box = (
            column * wide + gap / 2,
            1 - (row + 1) * tall + under,
            wide - gap,
            tall - under - over,
        )
        parts.append(ax.inset_axes(box))
    return ax, parts
