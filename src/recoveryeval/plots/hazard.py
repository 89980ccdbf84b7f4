"""The picture of cumulative hazards: how fast risk adds up, with limits and numbers at risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.crowd import without_crowd
from recoveryeval.plots.curve_frame import (
    CurveFrame,
    curve_frame,
    draw_counts,
    run_time,
    told_times,
    value_at,
)
from recoveryeval.plots.legend import draw_legend, page_of, plan_legend
from recoveryeval.plots.step_curve import draw_curve
from recoveryeval.plots.style import TITLE, axes_for, dress
from recoveryeval.plots.tiers import tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ENOUGH = 10  # people under observation whose limits still decide how tall the axis is
PANEL = 2.2  # inches
READ = "The steeper a curve, the higher the risk at that time; a straight line is a constant risk."


def hazard_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw cumulative hazards by group, one panel per cause.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a Nelson-Aalen result: ``cause, group, time, estimate,
        conf_low, conf_high, n_event, n_censor, n_risk, n, status``.
    at_risk : pandas.DataFrame or None
        ``group, time, n_risk``; its times become the ticks of the axis. Made
        from ``tidy`` when left out.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y``, ``unit`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default. Several panels share its time.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. The vertical axis is the same in all panels.
    """
    words = {"title": "", "x": "Time", "y": "Cumulative hazard", **(labels or {})}
    words["note"] = f"{READ} {words.get('note', '')}".strip()
    tidy, words = without_crowd(tidy, words)
    frame = curve_frame(tidy, at_risk, words)
    causes = {str(c): rows for c, rows in tidy.groupby("cause", sort=False, observed=True)}
    legend = plan_legend(frame.names, frame.people, page=page_of(ax))
    tall = max(3.2, PANEL * len(causes))
    ax = axes_for(ax, height=TITLE + tall + frame.inches + legend.points / 72)
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    parts = tiers(ax, list(causes), inches=tall)
    for part, own in zip(parts, causes.values(), strict=True):
        for index, (_, rows) in enumerate(own.groupby("group", sort=False, observed=True)):
            draw_curve(part, rows, index, start=0.0)
    for part in {ax, *parts}:
        run_time(part, frame)
    for part in parts:
        part.set_ylim(0, _top(tidy))
    draw_legend(ax, legend)
    draw_counts(ax, frame)
    return set_alt(ax, _alt(causes, frame, words))


def _top(tidy: pd.DataFrame) -> float:
    """Return the end of the vertical axis, above curves and limits that rest on enough people."""
    known = tidy[tidy["status"] != "not_estimable"]
    limits = known.loc[known["n_risk"] >= ENOUGH, "conf_high"].to_numpy(dtype="float64")
    highest = max(
        float(np.nanmax(known["estimate"], initial=0.0)),
        float(np.max(limits, initial=0.0, where=np.isfinite(limits))),
    )
    return 1.06 * highest if highest > 0 else 1.0


def _alt(causes: Mapping[str, pd.DataFrame], frame: CurveFrame, words: Mapping[str, str]) -> str:
    """Return the picture in words: each curve's value at the middle and at the last tick."""
    told = []
    for cause, own in causes.items():
        for group, rows in own.groupby("group", sort=False, observed=True):
            name = f"{cause}, {group}" if len(causes) > 1 else str(group)
            if (rows["status"] == "not_estimable").all():
                told.append(f"{name}: not estimable.")
                continue
            values = [(value_at(rows, t, start=0.0), t) for t in told_times(frame)]
            parts = [
                f"{'nobody followed' if v is None else f'{v:.2f}'} at {t:g}" for v, t in values
            ]
            told.append(f"{name} ({rows['n'].iloc[0]:,.0f} people): {', '.join(parts)}.")
    axis = f"{words['y']} against {words['x'][:1].lower()}{words['x'][1:]}."
    return f"Line chart. {words['title']}. {axis} {' '.join(told)} {READ}"
