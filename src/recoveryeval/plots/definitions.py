"""Definitions compared: one row per definition, a dot and its limits for each group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.definitions_words import (
    SHARES,
    alt_words,
    axis_words,
    one_estimand,
    series_of,
)
from recoveryeval.plots.forest_rows import is_share
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
SPREAD = 0.34
MOST = 12  # estimates of one definition that a reader can still tell apart


def definitions_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw an estimate under several definitions, so that their spread is seen.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Tidy rows with the definition in ``outcome``, and ``estimate,
        conf_low, conf_high, status``.
    labels : mapping of str to str or None
        ``title``, ``x`` and ``unit`` in words; ``scale`` is ``"ratio"`` for a
        logarithmic axis.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Estimate", "unit": "", **(labels or {})}
    tidy, words = one_estimand(tidy, words)
    rows = tidy.assign(series=series_of(tidy, words), name=tidy["outcome"].astype(str))
    names = list(dict.fromkeys(rows["name"]))
    known = rows["status"].ne("not_estimable") & rows["estimate"].notna()
    groups = list(dict.fromkeys(rows.loc[known, "series"]))
    _refuse_many(len(groups), "time" in tidy and tidy["time"].nunique() > MOST)
    share = is_share(tidy, words) or words["x"] in SHARES.values()
    ax = axes_for(ax, height=max(2.8, 1.6 + len(names) * (0.32 + 0.14 * len(groups))))
    if words.get("scale") == "ratio":
        ax.set_xscale("log")
    for index, group in enumerate(groups):
        _draw(ax, rows[known & (rows["series"] == group)], names, index, len(groups))
    _frame(ax, rows, known, names=names, groups=groups, words=words, share=share)
    return set_alt(ax, alt_words(rows, known, words, share=share))


def _refuse_many(n: int, curves: bool) -> None:
    """Raise where a definition has too many estimates for one picture, as a whole curve has."""
    if n <= MOST:
        return
    do = "Read the curves at a few times: model=lambda outcome: rv.kaplan_meier(outcome).at([90])."
    what = f"Each definition has {n} estimates, too many for one picture"
    raise EstimationError(what, code="RE-G04", do=do if curves else f"Ask for at most {MOST}.")


def _shift(index: int, of: int) -> float:
    """Return how far a group's dots lie from the middle of a definition's place."""
    return 0.0 if of == 1 else SPREAD * (index / (of - 1) - 0.5)


def _draw(ax: Axes, rows: pd.DataFrame, names: list[str], index: int, of: int) -> None:
    """Draw the dots of one group, a little apart from the others'."""
    shift = _shift(index, of)
    for row in rows.to_dict("records"):
        place = names.index(row["name"]) + shift
        ends = [row.get("conf_low", np.nan), row.get("conf_high", np.nan)]
        if np.isfinite(ends).all():
            ax.plot(ends, [place, place], color=color(index), linewidth=1.8)
        ax.plot(
            row["estimate"], place, MARKERS[index % len(MARKERS)], color=color(index), markersize=6
        )


def _frame(
    ax: Axes,
    rows: pd.DataFrame,
    known: pd.Series,
    *,
    names: list[str],
    groups: list[str],
    words: Mapping[str, str],
    share: bool,
) -> None:
    """Set names, ticks, the legend, and the words for what has no estimate."""
    from matplotlib.ticker import FuncFormatter

    _say_unknown(ax, rows, known, names=names, groups=groups)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.yaxis.set_ticks(list(range(len(names))), labels=[wrapped(n, 34) for n in names])
    if share:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    _no_difference(ax, rows, ratio=words.get("scale") == "ratio")
    above = _legend(ax, groups) if len(groups) > 1 else 0
    x = axis_words(rows, words)
    dress(ax, title=words["title"], x=x, y="", points_above=above, title_width=52)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    note_below(ax, words.get("note", ""))


def _legend(ax: Axes, groups: list[str]) -> int:
    """Name the groups above the frame, long names in lines, and return the points it takes."""
    from matplotlib.lines import Line2D

    told = [wrapped(group, 62) if group else "all" for group in groups]
    columns = 3 if max(map(len, told)) <= 18 else 1
    handles = [
        Line2D([], [], color=color(i), marker=MARKERS[i % len(MARKERS)], label=name)
        for i, name in enumerate(told)
    ]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False,
        fontsize=SMALL, labelcolor=INK, borderaxespad=0.2,
    )  # fmt: skip
    return 16 * (-(-len(told) // columns) + sum(name.count("\n") for name in told))


def _say_unknown(
    ax: Axes, rows: pd.DataFrame, known: pd.Series, *, names: list[str], groups: list[str]
) -> None:
    """Write where a definition has no estimate, for anybody or for one group."""
    from matplotlib.transforms import blended_transform_factory

    beside = blended_transform_factory(ax.transAxes, ax.transData)
    look: dict[str, Any] = {"transform": beside, "va": "center", "fontsize": SMALL}
    some = set(rows.loc[known, "name"])
    for row in rows[~known].drop_duplicates(["name", "series"]).to_dict("records"):
        place = float(names.index(row["name"]))
        if row["name"] not in some:
            ax.text(0.02, place, "not estimable", color=MUTED, **look)
        elif row["series"] in groups:
            index = groups.index(row["series"])
            place += _shift(index, len(groups))
            ax.text(0.02, place, "not estimable", color=color(index), **look)


def _no_difference(ax: Axes, rows: pd.DataFrame, *, ratio: bool) -> None:
    """Draw the line of no difference for comparisons, and readable ticks for ratios."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    if ratio or ("contrast" in rows and rows["contrast"].astype("string").fillna("").ne("").any()):
        ax.axvline(1 if ratio else 0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    if ratio:
        low, high = ax.get_xlim()
        ticks = [t for t in (0.01, 0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10, 100) if low <= t <= high]
        ax.set_xticks(ticks or [1])
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())
