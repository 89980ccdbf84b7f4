"""The numbers at risk under a time axis: each count stands under its tick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from recoveryeval.plots.style import INK, MUTED, SMALL, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

LINE = SMALL + 5  # points from one line to the next
BELOW = 44  # points from the axis to the table's heading: tick labels and axis label
NOTE = 88  # letters in a line of the note
HALF = 2.9  # points that a digit takes on either side of its tick


def draw_at_risk(
    ax: Axes,
    counts: pd.DataFrame,
    names: Mapping[str, str],
    *,
    note: str,
    heading: str = "People at risk",
) -> None:
    """Write a heading, one row of counts per group and a note below the axes.

    ``names`` gives each group the short name that stands left of its counts. Texts hang at data
    positions along time and at points below the axis, so that they stay under their ticks whatever
    the size of the figure.
    """
    drop = BELOW + LINE * ax.get_xlabel().count("\n")
    widest = max((len(f"{count:,.0f}") for count in counts["n_risk"].dropna()), default=1)
    _write(ax, 0.0, ax.transAxes, drop, heading, color=MUTED, fontweight="bold")
    for group, name in names.items():
        rows = counts[counts["group"].astype(str) == group]
        drop += LINE
        if len(names) > 1:
            _write(
                ax,
                0.0,
                ax.transAxes,
                drop,
                name,
                color=INK,
                ha="right",
                shift=-max(16.0, HALF * widest + 6),
            )
        for time, count in zip(rows["time"], rows["n_risk"], strict=True):
            _write(
                ax,
                float(time),
                ax.get_xaxis_transform(),
                drop,
                f"{count:,.0f}",
                color=INK,
                ha="center",
            )
    if note:
        _write(ax, 0.0, ax.transAxes, drop + LINE + 4, wrapped(note, NOTE), color=MUTED)


def table_height(n_groups: int, x_lines: int, note: str) -> float:
    """Return the inches that ``draw_at_risk`` takes below the axes."""
    note_lines = wrapped(note, NOTE).count("\n") + 2 if note else 0
    return (BELOW + LINE * (x_lines + n_groups + note_lines)) / 72


def _write(ax: Axes, x: float, across: Transform, drop: float, text: str, **look: Any) -> None:
    """Write one text at ``x`` and ``drop`` points below the axes."""
    shift = look.pop("shift", 0)
    ax.annotate(
        text,
        xy=(x, 0),
        xycoords=across,
        xytext=(shift, -drop),
        textcoords="offset points",
        fontsize=SMALL,
        va="top",
        annotation_clip=False,
        **{"ha": "left", **look},
    )
