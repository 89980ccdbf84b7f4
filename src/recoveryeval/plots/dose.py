"""Dose over time: a line for each group, with the people still observed under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.at_risk_table import draw_at_risk, table_height
from recoveryeval.plots.legend import draw_legend, plan_legend, short_names
from recoveryeval.plots.style import axes_for, color, dashes, dress
from recoveryeval.plots.ticks import time_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADING = "People observed for the whole week"


def dose_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw contacts per person, or the share with one, week by week.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of dose over time: ``group``, ``time``, ``estimate``, ``conf_low``,
        ``conf_high``, ``n``, ``n_risk``.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y``, ``unit`` and ``note`` in words; ``scale`` is
        ``"share"`` for percentages.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Weeks", "y": "", "unit": "weeks", "note": "", **(labels or {})}
    lines = {str(g): rows for g, rows in tidy.groupby("group", sort=False, observed=True)}
    names = short_names(list(lines))
    legend = plan_legend(names, [float(rows["n"].iloc[0]) for rows in lines.values()])
    outside = table_height(len(lines), 1, words["note"]) + legend.points / 72
    ax = axes_for(ax, height=max(4.8, 3.2 + outside))
    for index, rows in enumerate(lines.values()):
        time = rows["time"].to_numpy(dtype="float64")
        look = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
        marker = "o" if len(time) == 1 else ""
        ax.plot(time, rows["estimate"], marker=marker, **look)
        low, high = (rows[c].to_numpy(dtype="float64") for c in ("conf_low", "conf_high"))
        ax.fill_between(time, low, high, color=color(index), alpha=0.13, linewidth=0)
    ticks = [max(t, 1.0) for t in time_ticks(float(tidy["time"].max()), words["unit"])]
    ticks = sorted(set(ticks))
    _scale(ax, tidy, ticks, share=words.get("scale") == "share")
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    draw_legend(ax, legend)
    draw_at_risk(ax, _counts(lines, ticks), names, note=words["note"], heading=HEADING)
    return set_alt(ax, _alt(lines, ticks, words))


def _scale(ax: Axes, tidy: pd.DataFrame, ticks: list[float], *, share: bool) -> None:
    """Start the vertical axis at nothing, and put the ticks at round weeks."""
    from matplotlib.ticker import PercentFormatter

    top = float(np.nanmax(tidy[["estimate", "conf_high"]].to_numpy(dtype="float64")))
    ax.set_ylim(0, 1.02 if share else max(top * 1.08, 0.1))
    ax.set_xlim(0, max(float(tidy["time"].max()), ticks[-1]) * 1.02)
    ax.set_xticks(ticks)
    if share:
        ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _counts(lines: Mapping[str, pd.DataFrame], ticks: list[float]) -> pd.DataFrame:
    """Return the people observed in the weeks of the ticks; nobody after the last row."""
    rows = []
    for group, table in lines.items():
        known = dict(zip(table["time"], table["n_risk"], strict=True))
        rows += [{"group": group, "time": t, "n_risk": known.get(t, 0.0)} for t in ticks]
    return pd.DataFrame(rows)


def _alt(lines: Mapping[str, pd.DataFrame], ticks: list[float], words: Mapping[str, str]) -> str:
    """Return the picture in words: each group in the first, a middle and the last week."""
    form = "{:.0%}" if words.get("scale") == "share" else "{:.2f}"
    weeks = sorted({ticks[0], ticks[len(ticks) // 2], ticks[-1]})
    told = []
    for group, table in lines.items():
        known = dict(zip(table["time"], table["estimate"], strict=True))
        parts = [f"{form.format(known[t])} in week {t:g}" for t in weeks if t in known]
        told.append(f"{group}: {', '.join(parts)}.")
    return f"Line chart. {words['title']}. {words['y']}. {' '.join(told)}"
