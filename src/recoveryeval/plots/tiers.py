"""Panels above one another that share the time axis of the axes that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoveryeval.plots.style import INK, SMALL, dress, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.3  # inches between panels: room for a heading
LEFT = 34  # points between the panels and the label of their common axis


def tiers(ax: Axes, headings: list[str], *, inches: float) -> list[Axes]:
    """Return one panel per heading, from the top down, in axes that are about so many inches tall.

    The axes keep their title, labels and time axis; with one heading they are the panel.
    """
    if len(headings) == 1:
        return [ax]
    ax.set_yticks([])
    for side in ("left", "top", "right"):
        ax.spines[side].set_visible(False)
    ax.grid(visible=False)
    ax.yaxis.labelpad = LEFT
    tall, gap = 1 / len(headings), GAP / inches
    parts = []
    for i, heading in enumerate(headings):
        part = ax.inset_axes((0, 1 - (i + 1) * tall, 1, tall - gap))
        dress(part, title="", x="", y="")
        part.set_title(wrapped(heading, 80), loc="left", fontsize=SMALL, color=INK, pad=3)
        part.tick_params(axis="x", labelbottom=False, bottom=False)
        parts.append(part)
    return parts
