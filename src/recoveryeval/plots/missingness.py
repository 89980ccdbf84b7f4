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
    reasons = list(dict.fromkeys(rows["estimand"]))
    axes = axes_for(ax, width=max(7.0, 0.9 * len(groups) * len(waves) + 2.5))
    places = np.arange(len(groups) * len(waves), dtype=float) + np.repeat(
        0.6 * np.arange(len(groups)), len(waves)
    )
    bottom = np.zeros(len(places))
    for number, reason in enumerate(reasons):
        own = rows[rows["estimand"] == reason].set_index(["group", "level"])["estimate"]
        height = own.reindex(pd.MultiIndex.from_product([groups, waves])).fillna(0).to_numpy()
        bars: Any = axes.bar(places, height, 0.8, bottom=bottom, label=reason,
                             edgecolor="white", **_look(number, reason))  # fmt: skip
        _write(axes, bars, height, bottom)
        bottom += height
    axes.set_xticks(places, waves * len(groups))
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    if len(groups) > 1:
        _name_groups(axes, groups, places, len(waves))
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=SMALL)
    dress(axes, title=labels.get("title", ""), x=labels.get("x", ""), y=labels.get("y", ""),
          points_above=16 if len(groups) > 1 else 0)  # fmt: skip
    return set_alt(axes, _told(rows, labels))


def _look(number: int, reason: str) -> dict[str, Any]:
    """Return color and hatch of a reason; what was not missed is gray."""
    if reason in NOT_MISSED:
        return {"color": NOT_MISSED[reason], "hatch": ""}
    return {"color": COLORS[number % len(COLORS)], "hatch": HATCHES[number % len(HATCHES)]}


def _write(axes: Axes, bars: Any, height: np.ndarray, bottom: np.ndarray) -> None:
    """Write the percentage into every part that has room."""
    for bar, share, start in zip(bars, height, bottom, strict=True):
        if share >= NARROW:
            axes.text(
                bar.get_x() + bar.get_width() / 2, start + share / 2, f"{100 * share:.0f}%",
                ha="center", va="center", fontsize=SMALL - 1,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.85},
            )  # fmt: skip


def _name_groups(axes: Axes, groups: list[str], places: np.ndarray, waves: int) -> None:
    """Write each group's name above its bars."""
    for k, group in enumerate(groups):
        middle = places[k * waves : (k + 1) * waves].mean()
        axes.text(middle, 1.015, str(group), ha="center", va="bottom", fontsize=SMALL)


def _told(rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the alternative text."""
    seen = rows[rows["estimand"] == "seen"]
    parts = [
        f"{row.group}, wave {row.level}: {100 * row.estimate:.0f}% of {row.n:.0f} seen"
        for row in seen.itertuples()
    ]
    return f"{labels.get('title', 'Absent scores')}. " + "; ".join(parts) + "."
