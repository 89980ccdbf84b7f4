"""The follow-up rate by federal fiscal quarter or by group, with how many were due in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, MUTED, SMALL, axes_for, dress, note_below, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSIDE = "share interviewed inside the window"
SERIES = {"of everyone due": ("o", -0.09), "of those alive": ("s", 0.09)}


def followup_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the share interviewed in time, of everyone due and of those alive.

    Where there are groups they stand side by side, otherwise the quarters do.

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
    rows = tidy[tidy["estimand"] == INSIDE]
    all_in_all = (rows["level"] == "") & (rows["group"] == tidy["group"].iloc[0])
    whole = rows[all_in_all & (rows["term"] == "of everyone due")]
    rows, key = _side_by_side(rows[~all_in_all], tidy["group"].iloc[0])
    places = list(dict.fromkeys(rows[key] if key == "group" else sorted(rows[key])))
    ax = axes_for(ax, width=max(6.0, 1.6 + 1.0 * len(places)))
    for index, (term, (marker, shift)) in enumerate(SERIES.items()):
        own = rows[rows["term"] == term].set_index(key).reindex(places)
        _series(ax, own, shift, (marker, COLORS[index], term))
    due = rows[rows["term"] == "of everyone due"].set_index(key)["denominator"]
    width = max(12, 48 // max(len(places), 1))
    names = [_words(p, width) if key == "group" else p.replace(" Q", "\nQ") for p in places]
    ticks = [f"{name}\n{due.get(p, 0):.0f} due" for name, p in zip(names, places, strict=True)]
    ax.set_xticks(range(len(places)), labels=ticks)
    ax.set_xlim(-0.5, max(len(places), 1) - 0.5)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%")
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=18)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=SMALL)
    total = _total(ax, whole)
    note_below(ax, words["note"])
    told = "; ".join(
        f"{p}: {100 * e:.0f}% of {d:.0f}"
        for p, e, d in zip(places, _of_due(rows, places, key), due.reindex(places), strict=True)
    )
    each = "quarter" if key == "level" else "group"
    rest = f" By {each}: {told}." if told else ""
    return set_alt(ax, f"Dots by {each}. {words['title']}. {total}{rest}")


def _side_by_side(rows: pd.DataFrame, everyone: str) -> tuple[pd.DataFrame, str]:
    """Return the rows to draw and the column that tells them apart: groups, else quarters."""
    rows = rows[rows["status"] != "not_estimable"]
    groups = rows[(rows["level"] == "") & (rows["group"] != everyone)]
    if len(groups):
        return groups, "group"
    return rows[(rows["level"] != "") & (rows["group"] == everyone)], "level"


def _words(name: str, width: int) -> str:
    """Return a group's name in lines; underscores are no letters."""
    return wrapped(str(name).replace("_", " "), width)


def _series(ax: Axes, own: pd.DataFrame, shift: float, look: tuple[str, str, str]) -> None:
    """Draw one denominator's rates with their limits."""
    marker, color, term = look
    place = np.arange(len(own)) + shift
    value = own["estimate"].to_numpy(dtype="float64")
    own = own.reindex(columns=["estimate", "conf_low", "conf_high"]).astype("float64")
    low, high = own["conf_low"].to_numpy(), own["conf_high"].to_numpy()
    ax.vlines(place, low, high, color=color, linewidth=1.6)
    ax.plot(place, value, marker, color=color, markersize=6, label=term)


def _total(ax: Axes, whole: pd.DataFrame) -> str:
    """Draw the rate over all quarters as a line, and say it."""
    if whole.empty or pd.isna(whole["estimate"].iloc[0]):
        nobody = "Nobody was due."
        ax.text(0.5, 0.5, nobody, transform=ax.transAxes, ha="center", fontsize=SMALL, color=MUTED)
        return nobody
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


def _of_due(rows: pd.DataFrame, places: list[str], key: str) -> np.ndarray:
    """Return the rate of everyone due, by quarter or group."""
    own = rows[rows["term"] == "of everyone due"].set_index(key)["estimate"]
    return np.asarray(own.reindex(places).to_numpy(dtype="float64"))
