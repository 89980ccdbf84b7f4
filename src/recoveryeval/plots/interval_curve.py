"""Curves of events that visits only bracket: lines where they are known, shades where not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.at_risk_table import draw_at_risk, table_height
from recoveryeval.plots.legend import draw_legend, page_of, plan_legend, short_names
from recoveryeval.plots.style import axes_for, color, dashes, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 15  # stretches per curve up to which each known share is marked; more would hide it
MARKERS = "osD^vP"
SHADES = "Points and lines: shares known from visits. Shades: no visit tells how the curve falls."
SEEN = "Under the axis: people seen without the event at that time or later."
LIMITS = "Bars or dotted lines: confidence limits."


def interval_curve_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw curves of one to six groups, with a shade wherever the data do not define them.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of an interval-censored result: ``group, time_from, time,
        estimate, conf_low, conf_high, n, status``.
    at_risk : pandas.DataFrame
        ``group, time, n_risk``; its times become the ticks of the axis.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text (``plots.alt_text.get_alt``).
    """
    words = {"title": "", "x": "Time", "y": "Share of people", **(labels or {})}
    curves = {str(g): rows for g, rows in tidy.groupby("group", sort=False, observed=True)}
    names = short_names(list(curves))
    people = [float(rows["n"].iloc[0]) for rows in curves.values()]
    legend = plan_legend(names, people, page=page_of(ax))
    note = _note(curves, words.get("note", ""))
    outside = table_height(len(curves), 1, note) + legend.points / 72
    ax = axes_for(ax, height=max(4.8, 3.2 + outside))
    longest = float(tidy["time"].max())
    few = max(len(rows) for rows in curves.values()) <= POINTS
    for index, rows in enumerate(curves.values()):
        if not (rows["status"] == "not_estimable").all():
            aside = 0.007 * longest * (index - (len(curves) - 1) / 2)
            _draw(ax, rows, index, aside if few else None)
    _scale(ax, sorted(float(t) for t in at_risk["time"].unique()), longest)
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    draw_legend(ax, legend)
    draw_at_risk(ax, at_risk, names, note=note)
    return set_alt(ax, _alt(curves, words))


def _scale(ax: Axes, ticks: list[float], longest: float) -> None:
    """Run time from 0 over round ticks, and shares from 0 % to 100 %."""
    from matplotlib.ticker import PercentFormatter

    ax.set_ylim(0, 1.02)
    ax.set_xlim(0, max(longest, ticks[-1]) * 1.02 or 1)
    ax.set_xticks(ticks)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _draw(ax: Axes, rows: pd.DataFrame, index: int, shift: float | None) -> None:
    """Draw one curve: level stretches, falls at exact times, shades; known points if few."""
    begin, end, after = (
        rows[c].to_numpy(dtype="float64") for c in ("time_from", "time", "estimate")
    )
    before = np.concatenate([[1.0], after[:-1]])
    since = np.concatenate([[0.0], end[:-1]])
    look: dict[str, Any] = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
    ax.hlines(before, since, begin, **look)
    exact = begin == end
    ax.vlines(end[exact], after[exact], before[exact], **look)
    for left, right, low, high in zip(begin, end, after, before, strict=True):
        if right > left:
            _shade(ax, (left, right), (low, high), index)
    if shift is not None:
        _points(ax, rows, index, shift)
    else:
        for name in ("conf_low", "conf_high"):
            limit = rows[name].to_numpy(dtype="float64")
            ax.step(end, limit, where="post", color=color(index), linestyle=":", linewidth=0.9)


def _shade(ax: Axes, times: tuple[float, float], shares: tuple[float, float], index: int) -> None:
    """Shade a stretch in which the curve falls somehow from one share to another."""
    low, high = shares
    ax.fill_between(times, low, high, color=color(index), alpha=0.13, linewidth=0, zorder=1)
    outline = ([times[0], times[1], times[1], times[0], times[0]], [low, low, high, high, low])
    ax.plot(*outline, color=color(index), linestyle=dashes(index), linewidth=0.7, alpha=0.7)


def _points(ax: Axes, rows: pd.DataFrame, index: int, shift: float) -> None:
    """Mark the shares known at the ends of stretches, with their limits."""
    time = rows["time"].to_numpy(dtype="float64") + shift
    ax.vlines(time, rows["conf_low"], rows["conf_high"], color=color(index), linewidth=1.4)
    mark = MARKERS[index % len(MARKERS)]
    ax.plot(time, rows["estimate"], mark, color=color(index), markersize=5, zorder=3)


def _note(curves: Mapping[str, pd.DataFrame], note: str) -> str:
    """Return the note under the table: how to read it, and groups that could not be drawn."""
    absent = [
        f"{group} is not drawn ({rows['reason'].iloc[0]})."
        for group, rows in curves.items()
        if (rows["status"] == "not_estimable").all()
    ]
    limited = any(rows["conf_low"].notna().any() for rows in curves.values())
    told = [SHADES, LIMITS if limited else "", SEEN, *absent, note]
    return " ".join(part for part in told if part)


def _alt(curves: Mapping[str, pd.DataFrame], words: Mapping[str, str]) -> str:
    """Return the picture in words: each group's share at three of the times it is known."""
    told = []
    for group, rows in curves.items():
        if (rows["status"] == "not_estimable").all():
            told.append(f"{group}: not estimable.")
            continue
        some = np.unique([0, len(rows) // 2, len(rows) - 1])
        parts = [
            f"{share:.0%} at {time:g}"
            for time, share in zip(
                rows["time"].to_numpy()[some], rows["estimate"].to_numpy()[some], strict=True
            )
        ]
        told.append(f"{group} ({rows['n'].iloc[0]:,.0f} people): {', '.join(parts)}.")
    axis = f"{words['y']} against {words['x'][:1].lower()}{words['x'][1:]}."
    shades = "Between visits, where no single value is known, the picture is shaded."
    return f"Line chart. {words['title']}. {axis} {' '.join(told)} {shades}"
