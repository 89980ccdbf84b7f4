"""Who changed, as one bar of people per group: improved, unchanged, worsened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import INK, SMALL, axes_for, dress, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Order and look of the classes: blue for better, light gray for neither, orange for worse.
CLASSES = {
    "share reliably improved": ("Reliably improved", "#0072B2", "white", ""),
    "share without reliable change": ("No reliable change", "#D9D9D9", INK, ""),
    "share reliably worsened": ("Reliably worsened", "#D55E00", "white", "///"),
}
NARROW, NAME = 0.06, 24  # of a share that still holds its number; letters of a name in a line


def change_plot(tidy: pd.DataFrame, *, labels: Mapping[str, str], ax: Axes | None = None) -> Axes:
    """Draw the shares of people who changed reliably, one bar per group.

    Parameters
    ----------
    tidy : DataFrame
        Rows of ``change()``.
    labels : mapping of str to str
        ``title`` and ``x``.
    ax : Axes or None
        Axes to draw on.

    Returns
    -------
    Axes
        With an alternative text.
    """
    rows = tidy[tidy["estimand"].isin(CLASSES)]
    groups = list(dict.fromkeys(rows["group"]))
    axes = axes_for(ax, height=1.9 + 0.6 * len(groups))
    told = []
    for place, group in enumerate(groups):
        own = rows[rows["group"] == group].set_index("estimand")
        _bar(axes, place, own)
        parts = [f"{w.lower()} {100 * own.loc[c, 'estimate']:.0f}%" for c, (w, *_) in
                 CLASSES.items() if c in own.index]  # fmt: skip
        told.append(f"{group}, {own['denominator'].max():.0f} people: {', '.join(parts)}")
    held = rows.groupby("group", observed=True)["denominator"].max()
    names = [f"{wrapped(str(group), NAME)}\n(n = {held[group]:.0f})" for group in groups]
    axes.set_yticks(range(len(groups)), names)
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    _legend(axes)
    dress(axes, title=labels.get("title", ""), x=labels.get("x", ""), y="", points_above=24)
    set_alt(axes, f"{labels.get('title', 'Change')}. " + "; ".join(told) + ".")
    return axes


def _bar(axes: Axes, place: int, own: pd.DataFrame) -> None:
    """Draw one group's bar with its percentages."""
    left = 0.0
    for estimand, (_, fill, ink, hatch) in CLASSES.items():
        if estimand not in own.index:
            continue
        share = float(own.loc[estimand, "estimate"])
        axes.barh(place, share, left=left, height=0.62, color=fill, edgecolor="white", hatch=hatch)
        if share >= NARROW:
            axes.text(
                left + share / 2, place, f"{100 * share:.0f}%", ha="center", va="center",
                color=ink, fontsize=SMALL,
                bbox={"facecolor": fill, "edgecolor": "none", "pad": 1.5},
            )  # fmt: skip
        left += share


def _legend(axes: Axes) -> None:
    """Name the classes above the bars."""
    from matplotlib.patches import Patch

    axes.legend(
        handles=[
            Patch(facecolor=fill, hatch=hatch, edgecolor="white", label=word)
            for word, fill, _, hatch in CLASSES.values()
        ],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        frameon=False,
        fontsize=SMALL,
    )
