"""Harms: the rate of each with its exact limits, group by group, and the counts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import (
    GRID,
    INK,
    MUTED,
    SMALL,
    axes_for,
    color,
    dress,
    note_below,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = "osD^vP"
SPREAD = 0.22


def harms_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the rate of each harm with its exact limits, one line for each group.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of ``harms()``: ``outcome``, ``group``, ``estimate`` and its limits,
        ``n_event``, ``denominator``.
    labels : mapping of str to str or None
        ``title``, ``x`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "", "note": "", **(labels or {})}
    rows = tidy[(tidy["estimand"] == "rate") & (tidy["term"] == "exact")]
    names, found = list(dict.fromkeys(rows["outcome"])), list(dict.fromkeys(rows["group"]))
    shown = found[1:] or found  # everyone is the sum of the groups
    ax = axes_for(ax, width=8.0, height=1.9 + len(names) * (0.3 + SPREAD * 1.3 * len(shown)))
    told = []
    for place, name in enumerate(names):
        own = rows[rows["outcome"] == name]
        if (own["status"] == "not_estimable").all():
            reason = str(own["reason"].iloc[0])
            ax.text(0.01, place, reason, va="center", fontsize=SMALL, color=MUTED,
                    transform=ax.get_yaxis_transform())  # fmt: skip
            told.append(f"{name}: {reason}")
            continue
        for index, group in enumerate(shown):
            y = place + SPREAD * (index - (len(shown) - 1) / 2)
            row = own[own["group"] == group].iloc[0]
            told.append(f"{name}, {group}: {_draw(ax, row, y, index)}")
    _frame(ax, names, shown, words)
    return set_alt(ax, f"Rates with limits. {words['title']}. {words['x']}: {'; '.join(told)}.")


def _draw(ax: Axes, row: pd.Series, y: float, index: int) -> str:
    """Draw one rate and return it in words."""
    none = row["n_event"] == 0
    ax.hlines(y, row["conf_low"], row["conf_high"], color=color(index), linewidth=1.8)
    if none:
        ax.plot(row["conf_high"], y, "|", color=color(index), markersize=11, markeredgewidth=1.8)
    else:
        ax.plot(row["estimate"], y, MARKERS[index % len(MARKERS)], color=color(index), markersize=6)
    limit = f"at most {_number(row['conf_high'])}" if none else _number(row["estimate"])
    text = f"{limit}  ({row['n_event']:.0f} in {row['denominator']:,.0f} years)"
    ax.annotate(
        text, xy=(1.02, y), xycoords=("axes fraction", "data"), va="center", fontsize=SMALL,
        color=INK, annotation_clip=False,
    )  # fmt: skip
    return text.replace("  ", " ")


def _number(rate: float) -> str:
    """Return a rate with as many digits as a reader needs."""
    return f"{rate:.1f}" if rate >= 10 else f"{rate:.2f}"


def _frame(ax: Axes, names: list[str], shown: list[str], words: Mapping[str, str]) -> None:
    """Set names, the legend of groups, and words."""
    from matplotlib.lines import Line2D

    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.yaxis.set_ticks(list(range(len(names))), labels=[wrapped(n, 26) for n in names])
    many = len(shown) > 1
    dress(ax, title=words["title"], x=words["x"], y="", points_above=16 * many)
    if many:
        handles = [
            Line2D([], [], color=color(i), marker=MARKERS[i % len(MARKERS)], label=group)
            for i, group in enumerate(shown)
        ]
        ax.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False,
            fontsize=SMALL, labelcolor=INK, borderaxespad=0.2,
        )  # fmt: skip
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    note_below(ax, words["note"])
