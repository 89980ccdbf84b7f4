"""The log-log picture: curves a constant distance apart speak for proportional hazards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.legend import draw_legend, page_of, plan_legend, short_names
from recoveryeval.plots.style import GRID, axes_for, color, dashes, dress, note_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes

READ = (
    "Both axes are logarithmic. Curves that keep the same distance throughout mean that one hazard "
    "ratio describes all times; curves that cross or drift apart mean that it does not. The first "
    "few steps rest on few events."
)


def log_log_plot(
    tidy: pd.DataFrame,
    *,
    at_risk: pd.DataFrame | None = None,  # noqa: ARG001  (pictures of curves are called alike)
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw cumulative hazards against time with both axes logarithmic.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a Kaplan-Meier or Nelson-Aalen result: ``group, time,
        estimand, estimate, n_event, n, status``, perhaps ``cause``.
    at_risk : pandas.DataFrame or None
        Not drawn: the picture is about the shape of risk.
    labels : mapping of str to str or None
        ``title`` and ``x`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. From survival S the cumulative hazard is
        -log S; several causes are drawn as curves of their own.
    """
    words = {"title": "", "x": "Time", **(labels or {})}
    curves = {name: _hazard(rows) for name, rows in _split(tidy).items()}
    people = [float(rows["n"].iloc[0]) for rows in curves.values()]
    names = short_names(list(curves))
    legend = plan_legend(names, people, page=page_of(ax))
    ax = axes_for(ax, height=4.8 + legend.points / 72)
    for index, rows in enumerate(curves.values()):
        look: dict[str, Any] = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
        ax.step(rows["time"], rows["hazard"], where="post", **look)
        if len(rows) == 1:  # one event: no line to see
            ax.plot(rows["time"], rows["hazard"], "o", color=color(index), markersize=5)
    title = f"Are hazards proportional? {words['title']}"
    dress(ax, title=title, x=f"{words['x']} (log scale)", y="Cumulative hazard (log scale)",
          points_above=legend.points)  # fmt: skip
    _scales(ax)
    draw_legend(ax, legend)
    note_below(ax, READ)
    return set_alt(ax, f"Line chart, log-log. {title}. {_told(curves)} {READ}")


def _split(tidy: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each group, and of each cause where there are several."""
    several = "cause" in tidy and len(tidy["cause"].unique()) > 1
    keys = ["cause", "group"] if several else ["group"]
    found = tidy.groupby(keys, sort=False, observed=True)
    return {", ".join(str(k) for k in key): rows for key, rows in found}


def _hazard(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows at which events happened, with the cumulative hazard where it has a log."""
    estimate = rows["estimate"].to_numpy(dtype="float64")
    survival = rows["estimand"].iloc[0] == "survival"
    with np.errstate(divide="ignore"):
        hazard = -np.log(estimate) if survival else estimate
    kept = (hazard > 0) & np.isfinite(hazard) & (rows["time"] > 0) & (rows["n_event"] > 0)
    found = rows.assign(hazard=hazard)
    return found[kept] if kept.any() else found.assign(hazard=np.nan)


def _scales(ax: Axes) -> None:
    """Make both axes logarithmic, with ticks written as plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    ax.set_xscale("log")
    ax.set_yscale("log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True, axis="both", color=GRID, linewidth=0.8)


def _told(curves: Mapping[str, pd.DataFrame]) -> str:
    """Return each curve's first and last cumulative hazard in words."""
    told = []
    for name, rows in curves.items():
        if rows["hazard"].isna().all():
            told.append(f"{name}: no event to draw.")
            continue
        first, last = rows.iloc[0], rows.iloc[-1]
        told.append(
            f"{name}: {first['hazard']:.3g} at {first['time']:g}, {last['hazard']:.3g} at "
            f"{last['time']:g}."
        )
    return " ".join(told)
