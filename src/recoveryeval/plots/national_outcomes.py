"""National outcomes: from before to after, of people with both answers and of all intakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import (
    COLORS,
    GRID,
    INK,
    MUTED,
    SMALL,
    axes_for,
    dress,
    note_below,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MATCHED, THEN, ALL = (
    "of people with both answers",
    "of people with an answer then",
    "of all intakes",
)
LANES = {MATCHED: -0.17, ALL: 0.17}
MARKERS = {MATCHED: "o", ALL: "s"}
TIMES = ("before", "after")
NAME = 26
NOTE = (
    "Of all intakes, people whose answer is not known count as no; the pale bar reaches to the "
    "share had they all said yes."
)


def national_outcomes_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw each domain as a pair of dots with their limits, once for each denominator.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of ``national_outcomes()``: ``outcome``, ``level`` (before, after),
        ``term`` (the denominator), ``estimate``, its limits and ``bound_high``.
    labels : mapping of str to str or None
        ``title``, ``x``, ``before`` and ``after`` in words, and ``note``.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {
        "title": "",
        "x": "Share of people",
        "before": "before",
        "after": "after",
        **(labels or {}),
    }
    rows = tidy[(tidy["estimand"] == "share") & (tidy["group"] == tidy["group"].iloc[0])]
    known = rows["status"] != "not_estimable"
    names = list(dict.fromkeys([*rows.loc[known, "outcome"], *rows["outcome"]]))
    ax = axes_for(ax, width=8.4, height=1.9 + 0.62 * len(names))
    told = []
    for place, name in enumerate(names):
        own = rows[rows["outcome"] == name]
        told.append(f"{name}: {_domain(ax, own, place, words)}")
    _frame(ax, names, words)
    return set_alt(ax, f"Dots by domain. {words['title']}. {'; '.join(told)}.")


def _domain(ax: Axes, own: pd.DataFrame, place: int, words: Mapping[str, str]) -> str:
    """Draw one domain and return it in words."""
    known = own[own["status"] != "not_estimable"]
    if known.empty:
        reason = str(own["reason"].iloc[0])
        ax.text(0.01, place, wrapped(reason, 70), va="center", fontsize=SMALL, color=MUTED)
        return reason
    parts = []
    for term, shift in LANES.items():
        lane = known[known["term"] == term].set_index("level")
        if lane.empty:
            continue
        _lane(ax, lane, term, place + shift)
        pair = " to ".join(
            f"{100 * lane.loc[t, 'estimate']:.0f}%" for t in TIMES if t in lane.index
        )
        n = f"{lane['denominator'].iloc[-1]:.0f}"
        parts.append(f"{pair} {term} ({n})")
        ax.annotate(
            f"{pair.replace(' to ', ' → ')}  of {n}", xy=(1.02, place + shift), va="center",
            xycoords=("axes fraction", "data"), fontsize=SMALL, annotation_clip=False,
            color=INK if term == MATCHED else MUTED,
        )  # fmt: skip
    lacking = own[(own["status"] == "not_estimable") & own["level"].isin(TIMES)]
    for row in lacking.itertuples():
        text = f"{words[row.level]}: {row.reason}"
        ax.text(0.01, place + LANES[MATCHED], text, va="center", fontsize=SMALL, color=MUTED)
    return ", ".join([*parts, *(f"{words[r.level]}: {r.reason}" for r in lacking.itertuples())])


def _lane(ax: Axes, lane: pd.DataFrame, term: str, y: float) -> None:
    """Draw the two dots of one denominator, their limits, and how high the share could be."""
    value = [float(lane.loc[t, "estimate"]) for t in TIMES if t in lane.index]
    ax.plot(value, [y] * len(value), color=MUTED, linewidth=1.0, zorder=1)
    for index, time in enumerate(TIMES):
        if time not in lane.index:
            continue
        row, tone = lane.loc[time], COLORS[index]
        if term == ALL and row["bound_high"] > row["estimate"]:
            ends = [row["estimate"], row["bound_high"]]
            ax.plot(ends, [y + 0.05 * (2 * index - 1)] * 2, color=tone, linewidth=7, alpha=0.2,
                    solid_capstyle="butt", zorder=0)  # fmt: skip
        ax.hlines(y, row["conf_low"], row["conf_high"], color=tone, linewidth=1.6, zorder=2)
        ax.plot(
            row["estimate"], y, MARKERS[term], color=tone, markersize=7, zorder=3,
            markerfacecolor="white" if time == "before" else tone, markeredgewidth=1.6,
        )  # fmt: skip


def _frame(ax: Axes, names: list[str], words: Mapping[str, str]) -> None:
    """Set names, ticks and words."""
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.yaxis.set_ticks(list(range(len(names))), labels=[wrapped(n, NAME) for n in names])
    ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%")
    dress(ax, title=words["title"], x=words["x"], y="", points_above=34, title_width=70)
    _legend(ax, words)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    note_below(ax, words.get("note") or NOTE, width=72)


def _legend(ax: Axes, words: Mapping[str, str]) -> None:
    """Say which dot is which time, and which shape which denominator."""
    from matplotlib.lines import Line2D

    look: dict[str, Any] = {"linestyle": "", "markersize": 7, "markeredgewidth": 1.6}
    handles = [
        Line2D(
            [],
            [],
            color=COLORS[0],
            marker="o",
            markerfacecolor="white",
            label=words["before"],
            **look,
        ),
        Line2D([], [], color=COLORS[1], marker="o", label=words["after"], **look),
        Line2D([], [], color=INK, marker="o", label="people with both answers", **look),
        Line2D([], [], color=INK, marker="s", label="all intakes", **look),
    ]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False,
        fontsize=SMALL, labelcolor=INK, borderaxespad=0.2,
    )  # fmt: skip
