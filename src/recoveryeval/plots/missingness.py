"""Planned scores by wave: seen, and absent for each reason, as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, SMALL, axes_for, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++", "oo", "--", "**")
NOT_MISSED = {"died before": "#777777", "not due yet": "#E3E3E3"}
NARROW = 0.07
GAP = 1.0
MOST_UPRIGHT = 14  # bars; more lie down, so that their names can be read
QUARTERS, PERCENT = [0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"]


def missingness_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """Draw one bar per wave (and group): the share seen, and each reason for absence.

    Parameters
    ----------
    tidy : DataFrame
        Rows of ``missingness()``.
    labels : mapping of str to str
        ``title``, ``x`` and ``y``.
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    rows = tidy[tidy["term"] == "wave"]
    groups, waves = (list(dict.fromkeys(rows[c])) for c in ("group", "level"))
    places = np.arange(len(groups) * len(waves), dtype=float) + np.repeat(
        GAP * np.arange(len(groups)), len(waves)
    )
    upright = len(places) <= MOST_UPRIGHT
    if upright:
        axes = axes_for(ax, width=max(7.0, 0.9 * len(places) + 2.5))
    else:
        axes = axes_for(ax, width=8.5, height=1.5 + 0.24 * (len(places) + len(groups)))
    start = np.zeros(len(places))
    for number, reason in enumerate(dict.fromkeys(rows["estimand"])):
        own = rows[rows["estimand"] == reason].set_index(["group", "level"])["estimate"]
        share = own.reindex(pd.MultiIndex.from_product([groups, waves])).fillna(0).to_numpy()
        look = {"label": reason, "edgecolor": "white", **_look(number, reason)}
        if upright:
            axes.bar(places, share, 0.8, bottom=start, **look)
        else:
            axes.barh(places, share, 0.8, left=start, **look)
        _write(axes, places, share, start, upright=upright)
        start += share
    (_upright if upright else _lying)(axes, groups, waves, places)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=SMALL)
    words = (labels.get("x", ""), labels.get("y", ""))
    x, y = words if upright else words[::-1]
    above = 16 if upright and len(groups) > 1 else 0
    dress(axes, title=labels.get("title", ""), x=x, y=y, points_above=above)
    return set_alt(axes, _told(rows, labels))


def _upright(axes: Axes, groups: list[str], waves: list[str], places: np.ndarray) -> None:
    """Name waves under their bars and groups above them."""
    axes.set_xticks(places, waves * len(groups))
    axes.set_ylim(0, 1)
    axes.set_yticks(QUARTERS, PERCENT)
    for k, group in enumerate(groups if len(groups) > 1 else []):
        middle = places[k * len(waves) : (k + 1) * len(waves)].mean()
        axes.text(middle, 1.015, str(group), ha="center", va="bottom", fontsize=SMALL)


def _lying(axes: Axes, groups: list[str], waves: list[str], places: np.ndarray) -> None:
    """Name waves beside their bars and each group over its first."""
    axes.set_yticks(places, waves * len(groups))
    axes.set_ylim(places[-1] + 0.6, -1.2)
    axes.set_xlim(0, 1)
    axes.set_xticks(QUARTERS, PERCENT)
    for k, group in enumerate(groups if len(groups) > 1 else []):
        axes.text(0, places[k * len(waves)] - 0.55, str(group), va="bottom", fontsize=SMALL,
                  fontweight="bold")  # fmt: skip


def _look(number: int, reason: str) -> dict[str, Any]:
    """Return color and hatch of a reason; what was not missed is gray."""
    if reason in NOT_MISSED:
        return {"color": NOT_MISSED[reason], "hatch": ""}
    return {"color": COLORS[number % len(COLORS)], "hatch": HATCHES[number % len(HATCHES)]}


def _write(
    axes: Axes, places: np.ndarray, share: np.ndarray, start: np.ndarray, *, upright: bool
) -> None:
    """Write the percentage into every part that has room."""
    for place, own, before in zip(places, share, start, strict=True):
        if own >= NARROW:
            middle = before + own / 2
            x, y = (place, middle) if upright else (middle, place)
            axes.text(
                x, y, f"{100 * own:.0f}%", ha="center", va="center", fontsize=SMALL - 1,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2 if upright else 0.6,
                      "alpha": 0.85},
            )  # fmt: skip


def _told(rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the alternative text."""
    seen = rows[rows["estimand"] == "seen"]
    parts = [
        f"{row.group}, wave {row.level}: {100 * row.estimate:.0f}% of {row.n:.0f} seen"
        for row in seen.itertuples()
    ]
    return f"{labels.get('title', 'Absent scores')}. " + "; ".join(parts) + "."
