"""The plot of mean numbers of events: steps, confidence bands, and the numbers at risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.at_risk_table import draw_at_risk, table_height
from recoveryeval.plots.crowd import without_crowd
from recoveryeval.plots.legend import draw_legend, page_of, plan_legend, short_names
from recoveryeval.plots.style import axes_for, color, dashes, dress
from recoveryeval.plots.ticks import time_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FINE = 2000  # steps drawn per curve; more than a screen or a page can show
ENOUGH = 5  # people under observation without whom a step is one person's


def mean_cumulative_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean number of events per person over time, by group.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a mean cumulative function: ``group, time, estimate, conf_low,
        conf_high, n_event, n_risk, n, status``.
    at_risk : pandas.DataFrame or None
        ``group, time, n_risk``; its times become the ticks of the axis. Made
        from ``tidy`` when left out.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y``, ``unit`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. Curves end where fewer than five people are
        under observation, unless the group is that small.
    """
    words = {"title": "", "x": "Time", "y": "Mean number of events", "unit": "", **(labels or {})}
    tidy, words = without_crowd(tidy, words)
    curves = {str(g): rows for g, rows in tidy.groupby("group", sort=False, observed=True)}
    shown = {group: _shown(rows) for group, rows in curves.items()}
    ticks = _ticks(tidy, at_risk, words["unit"])
    counts = _counts(curves, ticks) if at_risk is None else at_risk
    names = short_names(list(curves))
    people = [float(rows["n"].iloc[0]) for rows in curves.values()]
    legend = plan_legend(names, people, page=page_of(ax))
    note = _note(curves, shown, words.get("note", ""))
    outside = table_height(len(curves), 1, note) + legend.points / 72
    ax = axes_for(ax, height=max(4.8, 3.2 + outside))
    for index, rows in enumerate(shown.values()):
        _draw(ax, rows, index)
    ax.set_ylim(0, _top(shown.values()))
    ax.set_xlim(0, max(float(tidy["time"].max()), ticks[-1]) * 1.02 or 1)
    ax.set_xticks(ticks)
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=legend.points)
    draw_legend(ax, legend)
    draw_at_risk(ax, counts, names, note=note)
    return set_alt(ax, _alt(curves, ticks, words))


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are drawn: estimable, with enough people, where the curve moves."""
    rows = rows[rows["status"] != "not_estimable"]
    if rows.empty:
        return rows
    enough = np.flatnonzero(rows["n_risk"] >= ENOUGH)
    if enough.size:
        rows = rows.iloc[: enough[-1] + 1]
    moves = np.array(rows["n_event"] > 0)
    moves[[0, -1]] = True
    kept = np.flatnonzero(moves)
    if kept.size > FINE:
        kept = kept[np.unique(np.linspace(0, kept.size - 1, FINE).astype(int))]
    return rows.iloc[kept]


def _top(shown: Iterable[pd.DataFrame]) -> float:
    """Return the top of the axis: bands are shown whole unless they dwarf the curves."""
    rows = pd.concat(list(shown))
    highest = float(rows["estimate"].max()) if len(rows) else 0.0
    band = float(rows["conf_high"].max()) if len(rows) else 0.0
    return max(highest * 1.05, min(band, 2 * highest) if np.isfinite(band) else 0.0) or 1.0


def _draw(ax: Axes, rows: pd.DataFrame, index: int) -> None:
    """Draw one curve with its band, from zero events at time zero."""
    if rows.empty:
        return
    time = np.concatenate([[0.0], rows["time"]])
    look: dict[str, Any] = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
    ax.step(time, np.concatenate([[0.0], rows["estimate"]]), where="post", **look)
    some = (rows["estimate"] > 0).to_numpy()
    low, high = (
        np.concatenate([[np.nan], np.where(some, rows[c].to_numpy(dtype="float64"), np.nan)])
        for c in ("conf_low", "conf_high")
    )
    ax.fill_between(time, low, high, step="post", color=color(index), alpha=0.13, linewidth=0)


def _ticks(tidy: pd.DataFrame, at_risk: pd.DataFrame | None, unit: str) -> list[float]:
    """Return the times under which counts stand."""
    if at_risk is not None:
        return sorted(float(t) for t in at_risk["time"].unique())
    return time_ticks(float(tidy["time"].max()), unit)


def _counts(curves: Mapping[str, pd.DataFrame], ticks: list[float]) -> pd.DataFrame:
    """Return people at risk at round times, from the rows of the curves alone."""
    parts = []
    for group, rows in curves.items():
        known = np.append(rows["n_risk"].to_numpy(dtype="float64"), 0.0)
        place = np.searchsorted(rows["time"].to_numpy(dtype="float64"), ticks, side="left")
        parts.append(pd.DataFrame({"group": group, "time": ticks, "n_risk": known[place]}))
    return pd.concat(parts, ignore_index=True)


def _note(curves: Mapping[str, pd.DataFrame], shown: Mapping[str, pd.DataFrame], note: str) -> str:
    """Return the note under the table: who is not drawn, where curves end, and the test."""
    told = [
        f"{group} is not drawn ({curves[group]['reason'].iloc[0]})."
        for group, rows in shown.items()
        if rows.empty
    ]
    ended = any(
        not rows.empty and rows["time"].iloc[-1] < curves[group]["time"].iloc[-1]
        for group, rows in shown.items()
    )
    if ended:
        small = any(float(rows["n"].iloc[0]) < ENOUGH for rows in curves.values())
        but = " (those of smaller groups are drawn whole)" if small else ""
        told.append(f"Curves end where fewer than {ENOUGH} people are under observation{but}.")
    return " ".join([*told, note]).strip()


def _alt(curves: Mapping[str, pd.DataFrame], ticks: list[float], words: Mapping[str, str]) -> str:
    """Return the picture in words: each group's mean at the middle and at the last tick."""
    times = sorted({ticks[len(ticks) // 2], ticks[-1]})
    told = []
    for group, rows in curves.items():
        if (rows["status"] == "not_estimable").all():
            told.append(f"{group}: not estimable.")
            continue
        parts = [f"{_mean(rows, t)} by {t:g}" for t in times]
        told.append(f"{group} ({rows['n'].iloc[0]:,.0f} people): {', '.join(parts)}.")
    axis = f"{words['y']} against {words['x'][:1].lower()}{words['x'][1:]}."
    return f"Line chart. {words['title']}. {axis} {' '.join(told)} {words.get('note', '')}".strip()


def _mean(rows: pd.DataFrame, time: float) -> str:
    """Return the mean at a time, or that nobody was followed so long."""
    times = rows["time"].to_numpy(dtype="float64")
    if time > times[-1]:
        return "nobody followed"
    place = int(np.searchsorted(times, time, side="right")) - 1
    value = 0.0 if place < 0 else float(rows["estimate"].iloc[place])
    return f"{value:.2f}"
