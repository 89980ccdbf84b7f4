"""Rates in steps before and after time zero, with the people observed under each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, INK, MUTED, SMALL, axes_for, dress, note_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def before_after_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the rate of every step as a point with its limits, mirrored around time zero.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of ``before_after()``: ``level``, ``group``, ``time``, ``estimate``,
        ``conf_low``, ``conf_high`` and ``n``.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Days", "y": "Rate", "note": "", **(labels or {})}
    ax = axes_for(ax, height=4.8)
    steps = tidy[tidy["level"] == "step"]
    whole = tidy[(tidy["level"] == "whole window") & (tidy["estimand"] == "rate")]
    reach = float(steps["time"].abs().max() + _half(steps))
    for index, (name, side) in enumerate((("before", -1.0), ("after", 1.0))):
        rows = steps[steps["group"] == name]
        low, mid, high = (
            rows[c].to_numpy(dtype="float64") for c in ("conf_low", "estimate", "conf_high")
        )
        time = rows["time"].to_numpy(dtype="float64")
        look: dict[str, Any] = {"color": COLORS[index], "marker": "os"[index], "markersize": 6}
        bars = np.vstack([np.nan_to_num(mid - low), np.nan_to_num(high - mid)])
        ax.errorbar(time, mid, yerr=bars, linestyle="", capsize=3, linewidth=1.3, **look)
        level = whole.loc[whole["group"] == name, "estimate"]
        if len(level):
            ax.hlines(level, 0, side * reach, color=COLORS[index], linestyle=("-", "--")[index])
            _name(ax, side * reach / 2, f"{name}: {_told(level.iloc[0])}", COLORS[index])
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.set_xlim(-reach * 1.02, reach * 1.02)
    ax.set_ylim(bottom=0)
    dress(ax, title=words["title"], x=words["x"], y=words["y"], points_above=14)
    ax.set_xlabel(f"\n{ax.get_xlabel()}")  # the line above it is for the people
    edges = np.arange(0, reach + 1, _half(steps) * 2 * max(1, round(len(steps) / 12)))
    ax.set_xticks(sorted({*-edges, *edges}))
    _people(ax, steps)
    note_below(ax, words["note"])
    return set_alt(ax, _alt(whole, steps, words))


def _half(steps: pd.DataFrame) -> float:
    """Return half the length of a step."""
    times = np.sort(steps["time"].to_numpy(dtype="float64"))
    gaps = np.diff(times)
    return float(gaps.min() / 2) if len(gaps) else 1.0


def _name(ax: Axes, x: float, text: str, color: str) -> None:
    """Write the name and rate of a window above the frame."""
    ax.annotate(
        text, xy=(x, 1), xycoords=("data", "axes fraction"), xytext=(0, 4),
        textcoords="offset points", ha="center", va="bottom", fontsize=SMALL, color=color,
    )  # fmt: skip


def _people(ax: Axes, steps: pd.DataFrame) -> None:
    """Write the people observed in each step just below the axis."""
    for row in steps.itertuples():
        ax.annotate(
            f"{row.n:,.0f}", xy=(row.time, 0), xycoords=("data", "axes fraction"), xytext=(0, -20),
            textcoords="offset points", ha="center", va="top", fontsize=SMALL - 1, color=MUTED,
            annotation_clip=False,
        )  # fmt: skip
    ax.annotate(
        "people", xy=(0, 0), xycoords="axes fraction", xytext=(-6, -20),
        textcoords="offset points", ha="right", va="top", fontsize=SMALL - 1, color=MUTED,
        annotation_clip=False,
    )  # fmt: skip


def _told(rate: float) -> str:
    """Return a rate in words."""
    return "not estimable" if np.isnan(rate) else f"{rate:.3g}"


def _alt(whole: pd.DataFrame, steps: pd.DataFrame, words: Mapping[str, str]) -> str:
    """Return the picture in words."""
    told = "; ".join(f"{r.group}: {_told(r.estimate)}" for r in whole.itertuples())
    near = steps[steps["group"] == "before"]
    last = f" The last step before: {_told(near['estimate'].iloc[-1])}." if len(near) else ""
    return f"Dot chart. {words['title']}. {words['y']}: {told}.{last}"
