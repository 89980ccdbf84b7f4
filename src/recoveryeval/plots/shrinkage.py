"""Raw means and what remains of them once chance is taken off, one line per coach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, GRID, INK, MUTED, SMALL, axes_for, dress, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RAW, SHRUNKEN = "raw difference", "shrunken difference"


def shrinkage_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str], ax: Axes | None = None
) -> Axes:
    """Draw each coach's raw difference as a hollow diamond and the shrunken one with limits.

    Parameters
    ----------
    tidy : DataFrame
        Rows of ``coach_effects()``.
    labels : mapping of str to str
        ``title`` and ``x``.
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    raw = tidy[tidy["estimand"] == RAW].set_index("group")["estimate"]
    rows = tidy[tidy["estimand"] == SHRUNKEN].set_index("group").sort_values("estimate")
    axes = axes_for(ax, height=2.2 + 0.3 * len(rows))
    for place, (name, row) in enumerate(rows.iterrows()):
        axes.plot([raw[name], row["estimate"]], [place, place], color=MUTED, linewidth=0.9,
                  linestyle=":", zorder=1)  # fmt: skip
        axes.plot([row["conf_low"], row["conf_high"]], [place, place], color=COLORS[0],
                  linewidth=1.8, solid_capstyle="butt", zorder=2)  # fmt: skip
    places = range(len(rows))
    dots: Any = {"linestyle": "none", "markersize": 6}
    told = "shrunken difference, with limits"
    axes.plot(rows["estimate"], places, marker="o", color=COLORS[0], label=told, zorder=3, **dots)
    axes.plot(raw.reindex(rows.index), places, marker="D", color=COLORS[1], label=RAW,
              markerfacecolor="none", zorder=4, **dots)  # fmt: skip
    axes.axvline(0, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.set_yticks(places, [wrapped(str(name), 28) for name in rows.index])
    axes.set_ylim(-0.7, len(rows) - 0.3)
    _people(axes, rows)
    dress(axes, title=labels.get("title", ""), x=labels.get("x", ""), y="", points_above=22)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x", color=GRID, linewidth=0.8)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False, fontsize=SMALL)
    return set_alt(axes, _alt(raw, rows, labels))


def _people(axes: Axes, rows: pd.DataFrame) -> None:
    """Write beside each line how many people it rests on."""
    from matplotlib.transforms import blended_transform_factory

    beside = blended_transform_factory(axes.transAxes, axes.transData)
    axes.text(1.02, len(rows) - 0.4, "people", transform=beside, fontsize=SMALL, color=INK)
    for place, n in enumerate(rows["n"]):
        axes.text(1.02, place, f"{n:.0f}", transform=beside, va="center", fontsize=SMALL, color=INK)


def _alt(raw: pd.Series, rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the picture in words."""
    told = "; ".join(
        f"{name}, {row['n']:.0f} people: raw {raw[name]:.2f}, shrunken {row['estimate']:.2f} "
        f"({row['conf_low']:.2f} to {row['conf_high']:.2f})"
        for name, row in rows.iterrows()
    )
    return f"{labels.get('title', '')}. {labels.get('x', '')}: {told}."
