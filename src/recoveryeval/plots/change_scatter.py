"""Scores before and after, one point per person, with the band of no reliable change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import GRID, MUTED, SMALL, axes_for, color, dress, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS = ("o", "s", "^", "D", "v", "P", "X")  # one more than colors: no two groups look alike
LONG_NAME = 24


def change_scatter_plot(
    pairs: Mapping[str, np.ndarray],
    threshold: float,
    *,
    cut_off: float | None,
    labels: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Draw everyone's two scores against each other, with what is no more than error shaded.

    Parameters
    ----------
    pairs : mapping of str to array
        Scores before and after (people, 2) of each group.
    threshold : float
        Change beyond which it is reliable, in points.
    cut_off : float or None
        Score that divides the two sides.
    labels : mapping of str to str
        ``title``, ``x`` and ``y``.
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    axes = axes_for(ax, width=6.2, height=6.0 + 0.2 * max(len(pairs) - 2, 0))
    every = np.concatenate(list(pairs.values()))
    low, high = float(every.min()) - 1, float(every.max()) + 1
    line = np.array([low, high])
    axes.fill_between(line, line - threshold, line + threshold, color=GRID, zorder=0,
                      label=f"no reliable change (within {threshold:.1f} points)")  # fmt: skip
    axes.plot(line, line, color=MUTED, linewidth=1, zorder=1, label="no change")
    if cut_off is not None:
        for draw in (axes.axvline, axes.axhline):
            draw(cut_off, color=MUTED, linewidth=1, linestyle=(0, (1, 2)))
    for k, (group, own) in enumerate(pairs.items()):
        name = wrapped(f"{group} (n = {len(own)})", 2 * LONG_NAME)
        axes.scatter(own[:, 0], own[:, 1], s=22, color=color(k), marker=MARKS[k % len(MARKS)],
                     alpha=0.6, linewidth=0, label=name)  # fmt: skip
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    _legend(axes)
    dress(axes, title=labels.get("title", ""), x=labels.get("x", ""), y=labels.get("y", ""))
    gained = {g: int((p[:, 1] - p[:, 0] > threshold).sum()) for g, p in pairs.items()}
    told = "; ".join(f"{g}: {n} of {len(pairs[g])} rose beyond it" for g, n in gained.items())
    return set_alt(
        axes, f"{labels.get('title', 'Change')}. Reliable beyond {threshold:.1f} points. {told}."
    )


def _legend(axes: Axes) -> None:
    """Write the groups under the picture, one under the other where names are long."""
    names = axes.get_legend_handles_labels()[1]
    groups = names[2:]  # after the band and the line
    long = max((len(name) for name in groups), default=0) > LONG_NAME
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.14), ncols=1 if long else 2, frameon=False,
                fontsize=SMALL)  # fmt: skip
    axes.set_box_aspect(1)
