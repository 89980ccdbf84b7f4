"""The forest plot: one row per estimate, its limits, and the numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.forest_rows import ForestRow, forest_rows, is_share, numbers_of
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

ROW, LINE = 0.36, 0.19  # inches of a row, and of a line of the note
NAME = 34  # letters of a row's name in one line


def forest_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw estimates with their confidence limits, one row each.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Tidy rows: ``estimate, conf_low, conf_high, status`` and what names a
        row (``contrast``, ``group``, ``term``, ``level``, ``time``).
    labels : mapping of str to str or None
        ``title`` and ``x`` in words; ``estimand`` picks the rows to draw
        where a table has several (by default contrasts, of the first
        estimand); ``scale`` is ``"ratio"`` for a logarithmic axis around 1.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Estimate", "unit": "", **(labels or {})}
    _refuse_tests(tidy)
    shown = forest_rows(tidy, words)
    ratio = words.get("scale") == "ratio" or any(" / " in row.name for row in shown)
    share = is_share(tidy, words)
    lines = sum(wrapped(row.name, NAME).count("\n") + 1 for row in shown)
    widest = max((min(len(row.name), NAME) for row in shown), default=0)
    note, across = words.get("note", ""), 86 - widest
    under = LINE * (wrapped(note, across).count("\n") + 1) if note else 0.0
    ax = axes_for(ax, height=max(2.4, 1.3 + ROW * max(len(shown), lines * 0.6)) + under)
    if ratio:
        ax.set_xscale("log")
    for place, row in enumerate(shown):
        _draw(ax, row, place, numbers_of(row, share=share))
    _frame(ax, shown, ratio=ratio, share=share)
    dress(ax, title=words["title"], x=words["x"], y="", title_width=64 - widest // 2)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    note_below(ax, note, width=across)
    return set_alt(ax, _alt(shown, words, share=share))


def _refuse_tests(tidy: pd.DataFrame) -> None:
    """Raise where there are tests and no estimate."""
    if "estimate" not in tidy:
        raise EstimationError(
            "These rows are tests without an estimate, so there is nothing to draw",
            code="RE-G04",
            do="Draw the curves of the groups that are tested, for example by "
            "cumulative_incidence().",
        )


def _draw(ax: Axes, row: ForestRow, place: int, numbers: str) -> None:
    """Draw one row; what is missing or infinite is said in its numbers."""
    from matplotlib.transforms import blended_transform_factory

    beside = blended_transform_factory(ax.transAxes, ax.transData)
    shade = INK if row.known else MUTED
    ax.text(1.02, place, numbers, transform=beside, va="center", fontsize=SMALL, color=shade)
    if not row.known:
        return
    ends = [e for e in (row.low, row.high) if np.isfinite(e)]
    ax.plot(ends, [place] * len(ends), color=COLORS[0], linewidth=1.8, solid_capstyle="butt")
    ax.plot(row.estimate, place, "s", color=COLORS[0], markersize=6)


def _frame(ax: Axes, shown: list[ForestRow], *, ratio: bool, share: bool) -> None:
    """Set names, the line of no difference, and readable ticks."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    ax.set_ylim(len(shown) - 0.4, -0.6)
    _arrows(ax, shown)
    ax.yaxis.set_ticks(list(range(len(shown))), labels=[wrapped(row.name, NAME) for row in shown])
    ax.tick_params(axis="y", length=0)
    if any(row.compares for row in shown):
        ax.axvline(1.0 if ratio else 0.0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    if share:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    elif ratio:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())
        _ratio_ticks(ax, shown)


def _arrows(ax: Axes, shown: list[ForestRow]) -> None:
    """Let rows whose upper limit is infinite run to the edge of the picture."""
    edge = ax.get_xlim()[1]
    for place, row in enumerate(shown):
        if row.known and np.isposinf(row.high):
            start = row.low if np.isfinite(row.low) else row.estimate
            ax.plot([start, edge], [place, place], color=COLORS[0], linewidth=1.8)
            ax.plot(edge, place, ">", color=COLORS[0], markersize=6, clip_on=False)
    if any(np.isposinf(row.high) for row in shown if row.known):
        ax.set_xlim(right=edge)


def _ratio_ticks(ax: Axes, shown: list[ForestRow]) -> None:
    """Put few round ticks on a logarithmic axis that may span less than a power of ten."""
    held = [v for row in shown if row.known for v in (row.low, row.estimate, row.high, 1.0)]
    ends = [v for v in held if 0 < v < np.inf]
    low, high = min(ends, default=0.5), max(ends, default=2.0)
    span = high / low
    round_ones: tuple[float, ...] = (0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10)
    if span > 30:
        round_ones = (0.01, 0.1, 1, 10, 100)
    if span < 1.6:
        round_ones = (0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.4)
    kept = [t for t in round_ones if low * 0.95 <= t <= high * 1.05] or [1.0]
    ax.set_xticks(kept)


def _alt(shown: list[ForestRow], words: Mapping[str, str], *, share: bool) -> str:
    """Return the picture in words: every row with its numbers."""
    told = "; ".join(f"{row.name}: {numbers_of(row, share=share)}" for row in shown)
    return f"Forest plot. {words['title']}. {words['x']}: {told}. {words.get('note', '')}"
