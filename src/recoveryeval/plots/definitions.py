"""Definitions compared: one row per definition, a dot and its limits for each group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import set_alt
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

NAMING = ("term", "cause", "contrast", "group", "level", "estimand")
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
    rows = tidy.assign(series=_series(tidy, words), name=tidy["outcome"].astype(str))
    names = list(dict.fromkeys(rows["name"]))
    known = rows["status"].ne("not_estimable") & rows["estimate"].notna()
    groups = list(dict.fromkeys(rows.loc[known, "series"]))
    _refuse_many(len(groups), "time" in tidy and tidy["time"].nunique() > MOST)
    share = is_share(tidy, words)
    ax = axes_for(ax, height=max(2.8, 1.6 + len(names) * (0.32 + 0.14 * len(groups))))
    if words.get("scale") == "ratio":
        ax.set_xscale("log")
    for index, group in enumerate(groups):
        _draw(ax, rows[known & (rows["series"] == group)], names, index, len(groups))
    _frame(ax, rows, known, names=names, groups=groups, words=words, share=share)
    return set_alt(ax, _alt(rows, known, words, share=share))


def _refuse_many(n: int, curves: bool) -> None:
    """Raise where a definition has too many estimates for one picture, as a whole curve has."""
    if n <= MOST:
        return
    few = "Read the curves at a few times: model=lambda outcome: rv.kaplan_meier(outcome).at([90])."
    raise EstimationError(
        f"Each definition has {n} estimates, too many for one picture",
        code="RE-G04",
        do=few if curves else f"Ask for at most {MOST} estimates from each definition.",
    )


def _series(tidy: pd.DataFrame, words: Mapping[str, str]) -> pd.Series:
    """Return what tells rows of one definition apart: group, contrast, time."""
    parts = []
    for name in (*NAMING, "time"):
        if name in tidy and len(tidy[name].dropna().unique()) > 1:
            told = tidy[name].map(lambda v, n=name: _word(v, n, words), na_action="ignore")
            parts.append(told.astype("string").fillna(""))
    if not parts:
        return pd.Series("", index=tidy.index)
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + np.where((joined != "") & (part != ""), ", ", "") + part
    return joined.astype(object)


def _word(value: Any, name: str, words: Mapping[str, str]) -> str:
    """Return a group's part in words."""
    return f"{value:g} {words['unit']}".strip() if name == "time" else str(value)


def _draw(ax: Axes, rows: pd.DataFrame, names: list[str], index: int, of: int) -> None:
    """Draw the dots of one group, a little apart from the others'."""
    shift = 0.0 if of == 1 else SPREAD * (index / (of - 1) - 0.5)
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
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter

    _say_unknown(ax, names, set(rows.loc[known, "name"]))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.yaxis.set_ticks(list(range(len(names))), labels=[wrapped(n, 34) for n in names])
    if share:
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
    many = len(groups) > 1
    _no_difference(ax, rows, ratio=words.get("scale") == "ratio")
    dress(ax, title=words["title"], x=_x(rows, words), y="", points_above=16 * many, title_width=52)
    if many:
        handles = [
            Line2D([], [], color=color(i), marker=MARKERS[i % len(MARKERS)], label=group or "all")
            for i, group in enumerate(groups)
        ]
        ax.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False,
            fontsize=SMALL, labelcolor=INK, borderaxespad=0.2,
        )  # fmt: skip
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    note_below(ax, words.get("note", ""))


def _say_unknown(ax: Axes, names: list[str], known: set[str]) -> None:
    """Write where a definition has no estimate."""
    from matplotlib.transforms import blended_transform_factory

    beside = blended_transform_factory(ax.transAxes, ax.transData)
    for place, name in enumerate(names):
        if name not in known:
            ax.text(0.02, place, "not estimable", transform=beside, va="center", fontsize=SMALL,
                    color=MUTED)  # fmt: skip


def _x(rows: pd.DataFrame, words: Mapping[str, str]) -> str:
    """Return what the axis shows, with the one time or comparison that all rows share."""
    told = words["x"]
    for name, joint in (("contrast", ": {}"), ("time", " at {}")):
        held = rows[name].dropna().unique() if name in rows else []
        held = [v for v in held if str(v)]
        if len(held) == 1:
            word = _word(held[0], name, words)
            ratio = name == "contrast" and words.get("scale") == "ratio"
            told += joint.format(word.replace(" - ", " / ") if ratio else word)
    return told


def _no_difference(ax: Axes, rows: pd.DataFrame, *, ratio: bool) -> None:
    """Draw the line of no difference for comparisons, and readable ticks for ratios."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    if ratio or ("contrast" in rows and rows["contrast"].fillna("").ne("").any()):
        ax.axvline(1 if ratio else 0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    if ratio:
        low, high = ax.get_xlim()
        ticks = [t for t in (0.01, 0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10, 100) if low <= t <= high]
        ax.set_xticks(ticks or [1])
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())


def _alt(rows: pd.DataFrame, known: pd.Series, words: Mapping[str, str], *, share: bool) -> str:
    """Return the picture in words: every definition with its numbers."""
    told = []
    for row, there in zip(rows.to_dict("records"), known, strict=True):
        series = f" ({row['series']})" if row["series"] else ""
        number = row["estimate"] * (100 if share else 1)
        text = f"{number:.3g}{'%' if share else ''}" if there else "not estimable"
        told.append(f"{row['name']}{series}: {text}")
    return f"Definitions compared. {words['title']}. {_x(rows, words)}: {'; '.join(told)}."
