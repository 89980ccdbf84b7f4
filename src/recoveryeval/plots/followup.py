"""The follow-up rate over federal fiscal quarters, with how many were due in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, MUTED, SMALL, axes_for, dress, note_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSIDE = "share interviewed inside the window"
SERIES = {"of everyone due": ("o", -0.09), "of those alive": ("s", 0.09)}


def followup_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the share interviewed in time by quarter, of everyone due and of those alive.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a follow-up rate: ``estimand``, ``term`` (the denominator in
        words), ``level`` (the quarter), ``group``, ``estimate`` and its limits,
        ``n`` and ``denominator``.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y`` and ``note``.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "", "y": "", "note": "", **(labels or {})}
    first = tidy["group"].iloc[0]
    rows = tidy[(tidy["estimand"] == INSIDE) & (tidy["group"] == first)]
    whole = rows[(rows["level"] == "") & (rows["term"] == "of everyone due")]
    rows = rows[(rows["level"] != "") & (rows["status"] != "not_estimable")]
    quarters = sorted(rows["level"].unique())
    ax = axes_for(ax, width=max(6.0, 1.6 + 1.0 * len(quarters)))
    for index, (term, (marker, shift)) in enumerate(SERIES.items()):
        own = rows[rows["term"] == term].set_index("level").reindex(quarters)
        _series(ax, own, shift, (marker, COLORS[index], term))
    due = rows[rows["term"] == "of everyone due"].set_index("level")["denominator"]
    ticks = [f"{q.replace(' Q', chr(10) + 'Q')}\n{due.get(q, 0):.0f} due" for q in quarters]
    ax.set_xticks(range(len(quarters)), labels=ticks)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%")
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=18)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=SMALL)
    total = _total(ax, whole)
    note_below(ax, words["note"])
    told = "; ".join(
        f"{q}: {100 * e:.0f}% of {d:.0f}"
        for q, e, d in zip(quarters, _of_due(rows, quarters), due.reindex(quarters), strict=True)
    )
    return set_alt(ax, f"Dots by quarter. {words['title']}. {total} By quarter: {told}.")


def _series(ax: Axes, own: pd.DataFrame, shift: float, look: tuple[str, str, str]) -> None:
    """Draw one denominator's rates with their limits."""
    marker, color, term = look
    place = np.arange(len(own)) + shift
    value = own["estimate"].to_numpy(dtype="float64")
    low, high = (own[c].to_numpy(dtype="float64") for c in ("conf_low", "conf_high"))
    ax.vlines(place, low, high, color=color, linewidth=1.6)
    ax.plot(place, value, marker, color=color, markersize=6, label=term)


def _total(ax: Axes, whole: pd.DataFrame) -> str:
    """Draw the rate over all quarters as a line, and say it."""
    if whole.empty or pd.isna(whole["estimate"].iloc[0]):
        return "Nobody was due."
    rate, n = float(whole["estimate"].iloc[0]), float(whole["denominator"].iloc[0])
    ax.axhline(rate, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    ax.annotate(
        f"all\n{100 * rate:.0f}%",
        xy=(1.01, rate),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=SMALL,
        color=MUTED,
        annotation_clip=False,
    )
    return f"In all, {100 * rate:.0f}% of {n:.0f} people due."


def _of_due(rows: pd.DataFrame, quarters: list[str]) -> np.ndarray:
    """Return the rate of everyone due, by quarter."""
    own = rows[rows["term"] == "of everyone due"].set_index("level")["estimate"]
    return np.asarray(own.reindex(quarters).to_numpy(dtype="float64"))
