"""The picture of cumulative incidences: who has had which event by when, with limits."""

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
from recoveryeval.plots.legend import Legend, draw_legend, page_of, plan_legend
from recoveryeval.plots.step_curve import draw_curve
from recoveryeval.plots.style import TITLE, axes_for, dress
from recoveryeval.plots.tiers import tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
ENOUGH = 10  # people under observation whose limits still decide how tall the axis is
PANEL = 2.0  # inches


def incidence_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw cumulative incidences: by group, by cause, or one panel per cause with its groups.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a cumulative incidence: ``cause, group, time, estimate,
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
        With an alternative text. The vertical axis ends where the curves
        need it, and is the same in all panels.
    """
    words = {"title": "", "x": "Time", "y": "People who have had the event", **(labels or {})}
    tidy, words = without_crowd(tidy, words)
    frame = curve_frame(tidy, at_risk, words)
    curves = {(str(c), str(g)): r for (c, g), r in _split(tidy)}
    causes = list(dict.fromkeys(cause for cause, _ in curves))
    by_cause = len(frame.names) == 1 and len(causes) > 1
    headings = causes if len(causes) > 1 and not by_cause else [""]
    legend = _legend(frame, curves, by_cause=by_cause, page=page_of(ax))
    tall = max(3.2, PANEL * len(headings))
    ax = axes_for(ax, height=TITLE + tall + frame.inches + legend.points / 72)
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    parts = tiers(ax, headings, inches=tall)
    for place, ((cause, group), rows) in enumerate(curves.items()):
        part = parts[causes.index(cause) if len(parts) > 1 else 0]
        draw_curve(part, rows, place if by_cause else list(frame.names).index(group), start=0.0)
    for part in {ax, *parts}:
        run_time(part, frame)
    _scale(parts, _top(tidy))
    draw_legend(ax, legend)
    draw_counts(ax, frame)
    return set_alt(ax, _alt(curves, frame, words))


def _split(tidy: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Return the rows of each cause and group, in the order in which they come."""
    return list(tidy.groupby(["cause", "group"], sort=False, observed=True))


def _legend(
    frame: CurveFrame, curves: Mapping[tuple[str, str], pd.DataFrame], *, by_cause: bool, page: int
) -> Legend:
    """Return the legend: groups with their people, or causes with their events."""
    if not by_cause:
        return plan_legend(frame.names, frame.people, page=page)
    events = [float(rows["n_event"].sum()) for rows in curves.values()]
    names = {cause: cause for cause, _ in curves}
    return plan_legend(names, events, counted="events", page=page)


def _top(tidy: pd.DataFrame) -> float:
    """Return the end of the vertical axis: round, above curves and limits that rest on enough."""
    known = tidy[tidy["status"] != "not_estimable"]
    limits = known.loc[known["n_risk"] >= ENOUGH, "conf_high"].to_numpy(dtype="float64")
    highest = max(
        1.1 * float(known["estimate"].max() if known["estimate"].notna().any() else 0.0),
        float(np.max(limits, initial=0.0, where=np.isfinite(limits))),
    )
    return next((top for top in TOPS if top >= highest), 1.0)


def _scale(parts: list[Axes], top: float) -> None:
    """Run shares from 0 % to the same end in all panels."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    for part in parts:
        part.set_ylim(0, top * 1.02)
        part.yaxis.set_major_locator(MaxNLocator(4 if len(parts) > 1 else 6, steps=[1, 2, 5, 10]))
        part.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _alt(
    curves: Mapping[tuple[str, str], pd.DataFrame], frame: CurveFrame, words: Mapping[str, str]
) -> str:
    """Return the picture in words: each curve's share at the middle and at the last tick."""
    told = []
    for (cause, group), rows in curves.items():
        name = f"{cause}, {group}" if len(frame.names) > 1 else cause
        if (rows["status"] == "not_estimable").all():
            told.append(f"{name}: not estimable.")
            continue
        values = [(value_at(rows, t, start=0.0), t) for t in told_times(frame)]
        parts = [f"{'nobody followed' if v is None else f'{v:.0%}'} at {t:g}" for v, t in values]
        told.append(f"{name} ({rows['n'].iloc[0]:,.0f} people): {', '.join(parts)}.")
    axis = f"{words['y']} against {words['x'][:1].lower()}{words['x'][1:]}."
    return f"Line chart. {words['title']}. {axis} {' '.join(told)}"
