"""The cascade picture: a bar for each step with both percentages, and what ended the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import (
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

START = "at the start"
OF_PREVIOUS, OF_ALL = "share of the previous step", "share of all at the start"
WAY_OUT = "no further step"
ROOM = 1.75  # width of the axis against the longest bar, so that the words beside it fit
BAND = 0.72  # inches for one bar, more for what stands above it
MOST_CAUSES = 2


def cascade_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how many people took each step, of the step before and of everyone.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a cascade: ``term``, ``group``, ``estimand``, ``cause``, ``estimate``,
        ``n``, ``denominator``.
    labels : mapping of str to str or None
        ``title``, ``x`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "Steps of care", "x": "People", "note": "", **(labels or {})}
    shown = tidy[tidy["estimand"] == OF_ALL]
    steps, groups = [*shown["term"].unique()], [*shown["group"].unique()]
    one = len(groups) == 1
    band = BAND * (1 if one else 0.55 * len(groups))
    told = [_ways_out(tidy[tidy["term"] == step]) if one else "" for step in steps]
    width = 7.6 + max(0.0, 0.07 * (max(map(len, told)) - 88))
    ax = axes_for(ax, width=width, height=1.5 + band * len(steps))
    thick = (0.46 if one else 0.8) / len(groups)
    for k, group in enumerate(groups):
        _bars(ax, tidy[tidy["group"] == group], steps, shift=k * thick, thick=thick, index=k)
    middle = thick * (len(groups) - 1) / 2
    if one:
        for i, text in enumerate(told):
            ax.text(0, i - 0.36, text, fontsize=SMALL - 1, color=MUTED, va="center")
    _frame(ax, steps, middle, float(shown["n"].max()))
    dress(ax, title=words["title"], x=words["x"], y="")
    ax.grid(visible=False, axis="y")
    if not one:
        _legend(ax, groups)
    note_below(ax, words["note"])
    return set_alt(ax, _alt(tidy, steps, groups, words["title"]))


def _bars(
    ax: Axes, rows: pd.DataFrame, steps: list[str], *, shift: float, thick: float, index: int
) -> None:
    """Draw one group's bars, with the count and both percentages beside each."""
    longest = max(float(rows["n"].max()), 1.0)
    for i, step in enumerate(steps):
        n = _cell(rows, step, OF_ALL, "n")
        ax.barh(i + shift, n, height=thick * 0.9, color=color(index), alpha=0.85)
        ax.text(
            n + longest * 0.015,
            i + shift,
            _beside(rows, step),
            va="center",
            fontsize=SMALL,
            color=INK,
        )


def _beside(rows: pd.DataFrame, step: str) -> str:
    """Return count and percentages of one bar."""
    n = f"{_cell(rows, step, OF_ALL, 'n'):,.0f}"
    if step == START:
        return n
    previous, everyone = (_cell(rows, step, e, "estimate") for e in (OF_PREVIOUS, OF_ALL))
    told = "no one before" if pd.isna(previous) else f"{previous:.0%} of step before"
    return f"{n}: {told}, {everyone:.0%} of all"


def _cell(rows: pd.DataFrame, step: str, estimand: str, column: str) -> float:
    """Return one number of the tidy rows, missing where there is none."""
    found = rows.loc[(rows["term"] == step) & (rows["estimand"] == estimand), column]
    return float(found.iloc[0]) if len(found) else float("nan")


def _ways_out(rows: pd.DataFrame) -> str:
    """Return what ended the way of those who did not take a step, the most frequent first."""
    out = rows[rows["estimand"] == WAY_OUT]
    if out.empty:
        return ""
    first, rest = out.iloc[:MOST_CAUSES], int(out["n"].iloc[MOST_CAUSES:].sum())
    parts = [f"{int(n):,} {cause}" for n, cause in zip(first["n"], first["cause"], strict=True)]
    parts += [f"{rest:,} otherwise"] if rest else []
    return f"{int(out['n'].sum()):,} did not: {'; '.join(parts)}"


def _frame(ax: Axes, steps: list[str], middle: float, longest: float) -> None:
    """Name the steps, from top to bottom, and leave room for the words beside the bars."""
    ax.set_yticks([i + middle for i in range(len(steps))], [wrapped(s, 22) for s in steps])
    ax.set_ylim(len(steps) - 1 + 2 * middle + 0.5, -0.6)
    ax.set_xlim(0, max(longest, 1.0) * ROOM)
    ticks = [t for t in ax.get_xticks() if t <= longest * 1.001]
    ax.set_xticks(ticks)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _legend(ax: Axes, groups: list[str]) -> None:
    """Name the groups below the picture's right corner, where no bar is long."""
    from matplotlib.patches import Patch

    handles = [Patch(color=color(k), alpha=0.85) for k in range(len(groups))]
    names = [wrapped(group, 34) for group in groups]
    ax.legend(handles, names, loc="lower right", frameon=False, fontsize=SMALL, labelcolor=INK)


def _alt(tidy: pd.DataFrame, steps: list[str], groups: list[str], title: str) -> str:
    """Return the picture in words."""
    told = []
    for group in groups:
        rows = tidy[tidy["group"] == group]
        parts = [f"{step} {_beside(rows, step)}" for step in steps]
        told.append(f"{group}: {'; '.join(parts)}." if len(groups) > 1 else f"{'; '.join(parts)}.")
    return f"Bar chart. {title}. {' '.join(told)}"
