"""Estimated means over waves, one line per group, with limits and the means that were seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import SMALL, axes_for, color, dashes, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASIDE = 0.06


def means_plot(tidy: pd.DataFrame, *, labels: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw estimated means over waves with their limits, and observed means as hollow points.

    Parameters
    ----------
    tidy : DataFrame
        Rows of ``means(by=["arm", "wave"])``, or of ``means("wave")``.
    labels : mapping of str to str
        ``title``, ``y``, ``factors`` (the factors of the means, in order).
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    table = _placed(tidy, labels)
    waves = list(dict.fromkeys(table["_wave"]))
    lines = list(dict.fromkeys(table["_line"]))
    axes = axes_for(ax, height=5.0)
    told = []
    for k, line in enumerate(lines):
        own = table[table["_line"] == line].set_index("_wave").reindex(waves)
        x = np.arange(len(waves)) + ASIDE * (k - (len(lines) - 1) / 2)
        _line(axes, x, own, k)
        told.append(f"{line or 'mean'}: " + ", ".join(
            f"{wave} {value:.1f}" for wave, value in zip(waves, own["estimate"], strict=True)
        ))  # fmt: skip
    axes.set_xticks(range(len(waves)), waves)
    _counts(axes, table, waves, lines, labels.get("counted", "seen"))
    _legend(axes, lines, seen="observed" in table)
    dress(axes, title=labels.get("title", ""), x="Wave", y=labels.get("y", "Mean"))
    return set_alt(axes, f"{labels.get('title', 'Estimated means')}. " + "; ".join(told) + ".")


def _placed(tidy: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows with the wave and the line each belongs to."""
    factors = labels.get("factors", "wave").split("; ")
    first = factors[0] == "wave"
    group = tidy["group"].astype(str)
    level = tidy["level"].astype(str) if "level" in tidy else pd.Series("", index=tidy.index)
    if len(factors) == 1:
        return tidy.assign(_wave=group, _line="")
    parts = level.str.split(", ").map(lambda each: dict(p.split(": ", 1) for p in each))
    if first:
        rest = parts.map(lambda each: ", ".join(each.values()))
        return tidy.assign(_wave=group, _line=rest)
    wave = parts.map(lambda each: each["wave"])
    rest = parts.map(lambda each: "".join(f", {v}" for k, v in each.items() if k != "wave"))
    return tidy.assign(_wave=wave, _line=group + rest)


def _legend(axes: Axes, lines: list[str], *, seen: bool) -> None:
    """Name lines and points below the counts."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=color(k), linestyle=dashes(k), marker="o", markersize=5,
               label=line or "estimated mean")
        for k, line in enumerate(lines)
    ]  # fmt: skip
    if seen:
        handles.append(Line2D([], [], color="#555555", linestyle="none", marker="D", markersize=7,
                              markerfacecolor="none", label="mean of the scores seen"))  # fmt: skip
    axes.legend(handles=handles, loc="upper left", ncols=3, frameon=False, fontsize=SMALL,
                bbox_to_anchor=(0, -0.2 - 0.045 * len(lines)))  # fmt: skip


def _line(axes: Axes, x: np.ndarray, own: pd.DataFrame, k: int) -> None:
    """Draw one group's means, limits and observed means."""
    look: Any = {"color": color(k)}
    axes.plot(x, own["estimate"], linestyle=dashes(k), marker="o", markersize=5, **look)
    axes.vlines(x, own["conf_low"], own["conf_high"], linewidth=1.6, **look)
    if "observed" in own:
        axes.plot(x, own["observed"], linestyle="none", marker="D", markersize=7,
                  markerfacecolor="none", **look)  # fmt: skip


def _counts(axes: Axes, table: pd.DataFrame, waves: list[str], lines: list[str], what: str) -> None:
    """Write under the axis how many scores were seen at each wave, or how many people there are."""
    if "n" not in table:
        return
    for k, line in enumerate(lines):
        own = table[table["_line"] == line].set_index("_wave")["n"].reindex(waves)
        height = -0.17 - 0.045 * k
        for place, n in enumerate(own):
            axes.text(place, height, f"{n:.0f}", transform=axes.get_xaxis_transform(),
                      ha="center", va="top", fontsize=SMALL, color=color(k))  # fmt: skip
        axes.text(-0.01, height, what, transform=axes.transAxes, ha="right", va="top",
                  fontsize=SMALL, color=color(k))  # fmt: skip
