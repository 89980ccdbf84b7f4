"""Smooth survival curves over the shares that the data give without assuming a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.legend import draw_legend, plan_legend, short_names
from recoveryeval.plots.style import axes_for, color, dashes, dress, note_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def parametric_curves_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw smooth curves with their limits over steps or visit points in the same color.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a parametric_curves result.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y`` and ``smooth``, the form of the curves.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text (``plots.alt_text.get_alt``).
    """
    words = {"title": "", "x": "Time", "y": "Share of people", "smooth": "smooth", **(labels or {})}
    smooth = tidy[tidy["estimand"] == "survival"]
    steps = tidy[tidy["estimand"] == "survival, no form assumed"]
    people = {str(g): float(rows["n"].iloc[0]) for g, rows in steps.groupby("group", sort=False)}
    names = list(dict.fromkeys(smooth["group"].astype(str)))
    legend = plan_legend(short_names(names), [people.get(name, np.nan) for name in names])
    ax = axes_for(ax)
    told = []
    for index, name in enumerate(names):
        own = smooth[smooth["group"].astype(str) == name].sort_values("time")
        seen = steps[steps["group"].astype(str) == name]
        _draw(ax, own, index)
        _draw_seen(ax, seen[seen["status"] != "not_estimable"], index)
        told.append(_told(name, own))
    _scale(ax)
    bracketed = "time_from" in steps and steps["time_from"].notna().any()
    beneath = "points: shares known at visits (Turnbull)" if bracketed else "steps: Kaplan-Meier"
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    draw_legend(ax, legend)
    note_below(ax, f"Smooth curves: {words['smooth']}, with limits; {beneath}.")
    alt = f"Line chart. {words['title']}. {words['smooth']} curves over {beneath}. {' '.join(told)}"
    return set_alt(ax, alt)


def _draw(ax: Axes, rows: pd.DataFrame, index: int) -> None:
    """Draw one smooth curve with its band."""
    look: dict[str, Any] = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
    ax.plot(rows["time"], rows["estimate"], **look)
    ax.fill_between(
        rows["time"],
        rows["conf_low"],
        rows["conf_high"],
        color=color(index),
        alpha=0.13,
        linewidth=0,
    )


def _draw_seen(ax: Axes, rows: pd.DataFrame, index: int) -> None:
    """Draw what the data give alone: steps, or points where only visits tell."""
    if rows.empty:
        return
    if "time_from" in rows and rows["time_from"].notna().any():
        mark = "osD^vP"[index % 6]
        ax.plot(rows["time"], rows["estimate"], mark, color=color(index), markersize=4)
        return
    time = np.concatenate([[0.0], rows["time"]])
    share = np.concatenate([[1.0], rows["estimate"]])
    ax.step(time, share, where="post", color=color(index), linewidth=0.9, alpha=0.8)


def _scale(ax: Axes) -> None:
    """Run time from 0, and shares from 0 % to 100 %."""
    from matplotlib.ticker import PercentFormatter

    ax.set_ylim(0, 1.02)
    ax.set_xlim(left=0)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _told(name: str, rows: pd.DataFrame) -> str:
    """Return a curve in words: its share at the middle and at the end."""
    some = rows.iloc[[len(rows) // 2, len(rows) - 1]]
    parts = [f"{s:.0%} at {t:g}" for t, s in zip(some["time"], some["estimate"], strict=True)]
    return f"{name}: {', '.join(parts)}."
