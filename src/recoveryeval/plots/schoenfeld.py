"""The picture of proportional hazards: each hazard ratio over time beside its average."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.panels import panels
from recoveryeval.plots.style import COLORS, INK, MUTED, SMALL, dress, note_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AVERAGE, CURVE, MEANS = (
    "log hazard ratio",
    "log hazard ratio over time",
    "log hazard ratio, mean of scaled residuals",
)
MOST = 9  # panels
NOTE = (
    "Line and band: how the ratio seems to change. Dashed: the one ratio the model reports. "
    "Dotted: no difference. Points: means of at least five events each. A level line supports one "
    "ratio for all times."
)


def schoenfeld_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw hazard ratios over time, one panel per coefficient.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of :func:`proportional_hazards` as ratios: tests, averages, curves
        and means of residuals.
    labels : mapping of str to str or None
        ``title``, ``x``, ``y`` and ``note`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default. Several coefficients become
        panels inside it.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Time", "y": "Hazard ratio", "note": "", **(labels or {})}
    terms = list(tidy.loc[tidy["estimand"] == AVERAGE, "term"])
    shown = terms[:MOST]
    ax, parts = panels(ax, len(shown))
    for part, term in zip(parts, shown, strict=True):
        _panel(part, tidy[tidy["term"] == term])
        p = _p_value(tidy, term)
        alone = len(shown) == 1
        dress(part, title=words["title"] if alone else f"{term}{p}", x="", y="",
              title_width=40 if alone else 28)  # fmt: skip
        if alone:
            part.text(0.01, 0.98, f"{term}{p}", transform=part.transAxes, va="top", fontsize=SMALL)
    if len(shown) > 1:
        ax.set_title(words["title"], loc="left", fontweight="bold", color=INK, pad=24)
    ax.set_xlabel(words["x"], color=INK, labelpad=8 if len(shown) == 1 else 22)
    ax.set_ylabel(words["y"], color=INK, labelpad=8 if len(shown) == 1 else 34)
    left_out = f" {len(terms) - MOST} more coefficients are not drawn." if len(terms) > MOST else ""
    note_below(ax, f"{words['note']} {NOTE}{left_out}".strip())
    return set_alt(ax, _alt(tidy, shown, words))


def _panel(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw one coefficient: curve, band, average, means."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    average = float(rows.loc[rows["estimand"] == AVERAGE, "estimate"].iloc[0])
    curve = rows[rows["estimand"] == CURVE]
    means = rows[rows["estimand"] == MEANS]
    ax.set_yscale("log")
    ax.axhline(1.0, color=MUTED, linewidth=1, linestyle=":")
    if np.isfinite(average):
        ax.axhline(average, color=COLORS[1], linewidth=1.4, linestyle=(0, (5, 2)))
    if len(curve):
        time = curve["time"].to_numpy(dtype="float64")
        low, high = (curve[c].to_numpy(dtype="float64") for c in ("conf_low", "conf_high"))
        ax.fill_between(time, low, high, color=COLORS[0], alpha=0.15, linewidth=0)
        ax.plot(time, curve["estimate"], color=COLORS[0], linewidth=1.9)
    if len(means):
        ax.plot(means["time"], means["estimate"], "o", color=COLORS[0], markersize=3.5, alpha=0.7)
    _limits(ax, curve, means, average)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())


def _limits(ax: Axes, curve: pd.DataFrame, means: pd.DataFrame, average: float) -> None:
    """Choose the range of ratios so that the curve, not its widest band, fills the panel."""
    held = [1.0, average, *curve["estimate"], *means["estimate"]]
    logs = np.log([v for v in held if 0 < v < np.inf])
    room = max(float(np.ptp(logs)) * 0.3, 0.2)
    low, high = np.exp(logs.min() - room), np.exp(logs.max() + room)
    ax.set_ylim(low, high)
    ax.set_yticks([s for s in _steps(high / low) if low <= s <= high])


def _steps(span: float) -> tuple[float, ...]:
    """Return round ratios for a panel whose top is ``span`` times its bottom."""
    if span > 200:
        return tuple(10.0**k for k in range(-6, 7))
    if span > 8:
        return (0.01, 0.1, 0.25, 1, 4, 10, 100)
    return (0.25, 0.5, 0.8, 0.9, 1, 1.1, 1.25, 2, 4)


def _p_value(tidy: pd.DataFrame, term: str) -> str:
    """Return the p value of the term's test in words, of its factor where it is a level."""
    tests = tidy[tidy["p_value"].notna()].set_index("term")["p_value"]
    for name in (term, term.partition(": ")[0]):
        if name in tests.index:
            p = float(tests[name])
            return " (p\u00a0<\u00a00.001)" if p < 0.001 else f" (p\u00a0=\u00a0{p:.3f})"
    return ""


def _alt(tidy: pd.DataFrame, shown: list[str], words: Mapping[str, str]) -> str:
    """Return the picture in words: each ratio early, late and on average."""
    told = []
    for term in shown:
        rows = tidy[tidy["term"] == term]
        average = float(rows.loc[rows["estimand"] == AVERAGE, "estimate"].iloc[0])
        curve = rows.loc[rows["estimand"] == CURVE, "estimate"].to_numpy(dtype="float64")
        change = f", {curve[0]:.3g} early and {curve[-1]:.3g} late" if curve.size else ""
        told.append(f"{term}{_p_value(tidy, term)}: {average:.2f} on average{change}")
    return f"Line chart. {words['title']}. {words['y']} against {words['x']}. {'; '.join(told)}."
