"""The survival plot: curves, confidence bands, and under them the numbers at risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.at_risk_table import draw_at_risk, table_height
from recoveryeval.plots.crowd import without_crowd
from recoveryeval.plots.legend import draw_legend, page_of, plan_legend, short_names
from recoveryeval.plots.step_curve import draw_curve
from recoveryeval.plots.style import axes_for, dress
from recoveryeval.plots.ticks import time_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def survival_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw survival curves of groups, readable without the text around them.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a Kaplan-Meier result: ``group, time, estimate, conf_low,
        conf_high, n_censor, n_risk, n, status``.
    at_risk : pandas.DataFrame or None
        ``group, time, n_risk``; its times become the ticks of the axis, so
        that counts stand under them. Made from ``tidy`` when left out.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y``, ``unit`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text (``plots.alt_text.get_alt``).
    """
    words = {"title": "", "x": "Time", "y": "Share of people", "unit": "", **(labels or {})}
    tidy, words = without_crowd(tidy, words)
    counts = _counts(tidy, words["unit"]) if at_risk is None else at_risk
    curves = {str(g): rows for g, rows in tidy.groupby("group", sort=False, observed=True)}
    ticks = sorted(float(t) for t in counts["time"].unique())
    names = short_names(list(curves))
    people = [float(rows["n"].iloc[0]) for rows in curves.values()]
    legend = plan_legend(names, people, page=page_of(ax))
    note = _note(curves, words.get("note", ""))
    outside = table_height(len(curves), 1, note) + legend.points / 72
    ax = axes_for(ax, height=max(4.8, 3.2 + outside))
    for index, rows in enumerate(curves.values()):
        draw_curve(ax, rows, index, start=1.0)
    _scale(ax, ticks, float(tidy["time"].max()))
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    draw_legend(ax, legend)
    draw_at_risk(ax, counts, names, note=note)
    return set_alt(ax, _alt(curves, ticks, words))


def _scale(ax: Axes, ticks: list[float], longest: float) -> None:
    """Run time from 0 over round ticks, and shares from 0 % to 100 %."""
    from matplotlib.ticker import PercentFormatter

    ax.set_ylim(0, 1.02)
    ax.set_xlim(0, max(longest, ticks[-1]) * 1.02 or 1)
    ax.set_xticks(ticks)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _counts(tidy: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return people at risk at round times, from the rows of the curves alone."""
    ticks = time_ticks(float(tidy["time"].max()), unit)
    parts = []
    for group, rows in tidy.groupby("group", sort=False, observed=True):
        known = np.append(rows["n_risk"].to_numpy(dtype="float64"), 0.0)
        place = np.searchsorted(rows["time"].to_numpy(dtype="float64"), ticks, side="left")
        parts.append(pd.DataFrame({"group": group, "time": ticks, "n_risk": known[place]}))
    return pd.concat(parts, ignore_index=True)


def _note(curves: Mapping[str, pd.DataFrame], note: str) -> str:
    """Return the note under the table; it names groups that could not be drawn."""
    absent = [
        f"{group} is not drawn ({rows['reason'].iloc[0]})."
        for group, rows in curves.items()
        if (rows["status"] == "not_estimable").all()
    ]
    return " ".join([*absent, note]).strip()


def _alt(curves: Mapping[str, pd.DataFrame], ticks: list[float], words: Mapping[str, str]) -> str:
    """Return the picture in words: each group's share at the middle and at the last tick."""
    times = sorted({ticks[len(ticks) // 2], ticks[-1]})
    told = []
    for group, rows in curves.items():
        if (rows["status"] == "not_estimable").all():
            told.append(f"{group}: not estimable.")
            continue
        value = [_share(rows, t) for t in times]
        parts = [f"{v} at {t:g}" for v, t in zip(value, times, strict=True)]
        told.append(f"{group} ({rows['n'].iloc[0]:,.0f} people): {', '.join(parts)}.")
    axis = f"{words['y']} against {words['x'][:1].lower()}{words['x'][1:]}."
    return f"Line chart. {words['title']}. {axis} {' '.join(told)}"


def _share(rows: pd.DataFrame, time: float) -> str:
    """Return the share at a time as a percentage, or that nobody was followed so long."""
    times = rows["time"].to_numpy(dtype="float64")
    if time > times[-1]:
        return "nobody followed"
    place = int(np.searchsorted(times, time, side="right")) - 1
    value = 1.0 if place < 0 else float(rows["estimate"].iloc[place])
    return f"{value:.0%}"
