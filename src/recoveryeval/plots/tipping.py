"""A tipping point as a picture: the answer, and its limits, as the unseen get worse or better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, MUTED, SMALL, axes_for, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tipping_plot(tidy: pd.DataFrame, *, labels: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the estimate with its limits over the points that imputed scores are moved by.

    Parameters
    ----------
    tidy : DataFrame
        Rows of ``tipping_point()``, one per number of points in ``level``.
    labels : mapping of str to str
        ``title``, ``x`` (what is estimated), ``moved`` (whose scores are moved),
        ``null`` (the value that means no difference).
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    rows = tidy.assign(at=tidy["level"].astype(float)).sort_values("at")
    at, null = rows["at"].to_numpy(), float(labels.get("null", "0"))
    axes = axes_for(ax, height=4.2)
    if labels.get("scale") == "ratio" or null == 1:
        _as_ratios(axes)
    axes.axhline(null, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.fill_between(at, rows["conf_low"], rows["conf_high"], color=COLORS[0], alpha=0.15,
                      linewidth=0)  # fmt: skip
    axes.vlines(at, rows["conf_low"], rows["conf_high"], color=COLORS[0], linewidth=1)
    axes.plot(at, rows["estimate"], marker="o", markersize=5, color=COLORS[0])
    _mark(axes, rows, null)
    axes.set_xticks(at, [f"{value:+g}" if value else "0" for value in at])
    whose = labels.get("moved", "everyone")
    title, what = _title(rows, labels), _what(rows, labels)
    dress(axes, title=title, x=f"Points added to imputed scores of {whose}", y=what)
    told = "; ".join(
        f"{row.at_points:+g} points: {row.estimate:.2f} ({row.conf_low:.2f} to {row.conf_high:.2f})"
        for row in rows.rename(columns={"at": "at_points"}).itertuples()
    )
    return set_alt(axes, f"{title}. {what}: {told}.")


def _title(rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the title with the contrast that is meant."""
    contrast = str(rows["contrast"].iloc[0]) if "contrast" in rows else ""
    title = labels.get("title", "")
    return f"{title}: {contrast}" if contrast not in ("", "nan", "<NA>", "None") else title


def _what(rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return what is estimated."""
    ratio = labels.get("null") == "1" and "estimand" in rows
    return str(rows["estimand"].iloc[0]).capitalize() if ratio else labels.get("x", "Estimate")


def _as_ratios(axes: Axes) -> None:
    """Draw ratios on a logarithmic axis with plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_locator(LogLocator(subs=()))


def _mark(axes: Axes, rows: pd.DataFrame, null: float) -> None:
    """Mark points at which the limits lie elsewhere about no difference than they do at 0."""
    side = (rows["conf_low"] > null).to_numpy(int) - (rows["conf_high"] < null).to_numpy(int)
    at = rows["at"].to_numpy()
    other = side != side[int(np.argmin(np.abs(at)))]
    if not other.any():
        return
    axes.plot(at[other], rows["estimate"].to_numpy()[other], linestyle="none", marker="o",
              markersize=9, markerfacecolor="none", color=COLORS[1],
              label="another answer than at 0")  # fmt: skip
    axes.legend(loc="best", frameon=False, fontsize=SMALL)
