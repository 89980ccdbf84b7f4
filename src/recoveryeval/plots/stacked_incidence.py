"""The stacked picture of competing events: at each time, where all people are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.curve_frame import (
    CurveFrame,
    curve_frame,
    draw_counts,
    run_time,
    told_times,
    value_at,
)
from recoveryeval.plots.step_curve import thinned
from recoveryeval.plots.style import COLORS, INK, SMALL, TITLE, axes_for, color, dress
from recoveryeval.plots.tiers import tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANEL = 2.3  # inches
FREE = "#F2F2F2"
HATCHES = ("", "//", "..", "xx", "\\\\", "++")  # areas differ without color too
LINE = 18.0  # points of the legend


def stacked_incidence_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Stack the shares of people who have had each event, up to those who have had none.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a cumulative incidence with all its causes: ``cause, group,
        time, estimate, n_event, n_risk, n, status``.
    at_risk : pandas.DataFrame or None
        ``group, time, n_risk``; its times become the ticks of the axis. Made
        from ``tidy`` when left out.
    labels : mapping of str to str or None
        ``title``, ``x``, ``unit``, ``note``, and ``free`` for the share
        without any of the events.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default. Groups become panels.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. Each area ends with its group's observation.
    """
    words = {"title": "", "x": "Time", "free": "none of these", **(labels or {})}
    frame = curve_frame(tidy, at_risk, words)
    groups = {str(g): rows for g, rows in tidy.groupby("group", sort=False, observed=True)}
    causes = [str(c) for c in tidy["cause"].drop_duplicates()]
    named = [g if short == g else f"{short}: {g}" for g, short in frame.names.items()]
    headings = [f"{g} (n = {n:,.0f})" for g, n in zip(named, frame.people, strict=True)]
    columns = 2 if max(len(text) for text in [*causes, words["free"]]) < 34 else 1
    points = LINE * -(-(len(causes) + 1) // columns) + 4
    tall = max(3.4, PANEL * len(groups))
    ax = axes_for(ax, height=TITLE + tall + frame.inches + points / 72)
    dress(ax, title=words["title"], x=words["x"], y="Share of people", points_above=points)
    parts = tiers(ax, headings if len(groups) > 1 else [""], inches=tall)
    for part, rows in zip(parts, groups.values(), strict=True):
        _stack(part, rows, causes)
    for part in {ax, *parts}:
        run_time(part, frame)
    _legend(ax, [*causes, words["free"]], columns)
    draw_counts(ax, frame)
    return set_alt(ax, _alt(groups, frame, words))


def _stack(ax: Axes, rows: pd.DataFrame, causes: list[str]) -> None:
    """Draw the areas of one group, from the bottom up, and the share without an event above."""
    from matplotlib.ticker import PercentFormatter

    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    ax.grid(visible=False)
    rows = rows[rows["status"] != "not_estimable"]
    if rows.empty:
        return
    time, shares = _shares(rows, causes)
    base = np.zeros(time.size)
    for index, share in enumerate(shares):
        ax.fill_between(time, base, base + share, step="post", **_look(index))
        base = base + share
    ax.fill_between(time, base, 1.0, step="post", facecolor=FREE, edgecolor="white", linewidth=0)


def _shares(rows: pd.DataFrame, causes: list[str]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return times (T,) and the share (T,) of each cause, no more than can be seen."""
    wide = rows.pivot_table(index="time", columns="cause", values="estimate", sort=True)[causes]
    events = rows.groupby("time")["n_event"].sum()
    kept = thinned(wide.assign(n_event=events))
    time = np.concatenate([[0.0], kept.index.to_numpy(dtype="float64")])
    return time, [np.concatenate([[0.0], kept[cause]]) for cause in causes]


def _look(index: int) -> dict[str, Any]:
    """Return color and hatch of an area."""
    hatch = HATCHES[index % len(HATCHES)]
    return {
        "facecolor": color(index),
        "edgecolor": "white",
        "linewidth": 0.0,
        "hatch": hatch,
        "alpha": 1.0 if index < len(COLORS) else 0.6,
    }


def _legend(ax: Axes, names: list[str], columns: int) -> None:
    """Draw the legend above the axes, in the order of the stack from the bottom up."""
    from matplotlib.patches import Patch

    looks = [
        *(_look(i) for i in range(len(names) - 1)),
        {"facecolor": FREE, "edgecolor": "#999999"},
    ]
    handles = [Patch(label=name, **look) for name, look in zip(names, looks, strict=True)]
    ax.legend(
        handles=handles,
        ncols=columns,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        frameon=False,
        fontsize=SMALL,
        labelcolor=INK,
    )


def _alt(groups: Mapping[str, pd.DataFrame], frame: CurveFrame, words: Mapping[str, str]) -> str:
    """Return the picture in words: each group's shares at the middle and at the last tick."""
    told = []
    for group, rows in groups.items():
        for time in told_times(frame):
            values = {
                str(cause): value_at(own, time, start=0.0)
                for cause, own in rows.groupby("cause", sort=False, observed=True)
            }
            if any(v is None or np.isnan(v) for v in values.values()):
                told.append(f"{group} at {time:g}: nobody followed, or not estimable.")
                continue
            known = {c: float(v) for c, v in values.items() if v is not None}
            parts = [f"{cause} {v:.0%}" for cause, v in known.items()]
            free = max(0.0, 1 - sum(known.values()))
            told.append(f"{group} at {time:g}: {', '.join(parts)}, {words['free']} {free:.0%}.")
    axis = f"Share of people against {words['x'][:1].lower()}{words['x'][1:]}."
    return f"Stacked area chart. {words['title']}. {axis} {' '.join(told)}"
