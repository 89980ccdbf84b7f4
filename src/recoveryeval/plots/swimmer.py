"""Swimmer plot: a line for each person, with what happened on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import (
    COLORS,
    GRID,
    INK,
    MUTED,
    SMALL,
    axes_for,
    dress,
    note_below,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 0.16  # inches
PALE = "#BFD7EA"
MARKS = ("D", "s", "^", "v", "P", "X")


def swimmer_plot(
    people: pd.DataFrame,
    contacts: pd.DataFrame,
    events: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per person, in the order given, from the bottom up.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per line: ``group``, ``end`` (last day of the enrollment,
        infinite while it is open) and ``seen_to`` (last day observed).
    contacts : pandas.DataFrame
        ``line`` (row of people) and ``day``.
    events : pandas.DataFrame
        ``line``, ``day`` and ``kind`` in words.
    labels : mapping of str to str or None
        ``title``, ``x`` and ``note``.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text; it tells no single line.
    """
    words = {"title": "", "x": "Days", "note": "", **(labels or {})}
    n = len(people)
    ax = axes_for(ax, height=max(3.0, 1.7 + LINE * n))
    place = np.arange(n)
    end, seen_to = (people[c].to_numpy(dtype="float64") for c in ("end", "seen_to"))
    stop = np.minimum(end, seen_to)
    ax.hlines(place, 0, seen_to, color=GRID, linewidth=1.2, zorder=1, label="observed")
    ax.hlines(place, 0, stop, color=PALE, linewidth=6, zorder=2, label="enrolled")
    still = end > seen_to
    ax.plot(stop[still], place[still], ">", color=COLORS[0], markersize=4, label="still enrolled")
    ax.plot(
        contacts["day"], contacts["line"], "|", color=INK, markersize=5, mew=0.7, label="contact"
    )
    _events(ax, events)
    _groups(ax, people["group"].astype("string").fillna("").tolist())
    ax.set_ylim(-0.8, n - 0.2)
    ax.set_xlim(left=-2)
    rows = -(-len(ax.get_legend_handles_labels()[0]) // 3)
    dress(ax, title=words["title"], x=words["x"], y="People", points_above=15 * rows)
    ax.grid(visible=False, axis="y")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=SMALL)
    note_below(ax, words["note"])
    return set_alt(ax, _alt(words, (n, stop, still), contacts, events))


def _events(ax: Axes, events: pd.DataFrame) -> None:
    """Mark each kind of event by its color and its shape."""
    for index, (kind, own) in enumerate(events.groupby("kind", sort=False)):
        ax.plot(
            own["day"],
            own["line"],
            marker=MARKS[index % len(MARKS)],
            color=COLORS[(index + 1) % len(COLORS)],
            linestyle="",
            mec="white",
            mew=0.5,
            markersize=6.5,
            zorder=4,
            label=str(kind),
        )


def _groups(ax: Axes, groups: list[str]) -> None:
    """Name the groups beside their lines; people have no names."""
    names = list(dict.fromkeys(groups))
    middles = [float(np.mean([i for i, g in enumerate(groups) if g == name])) for name in names]
    ax.yaxis.set_ticks(middles, labels=[wrapped(name, 16) for name in names])
    ax.tick_params(axis="y", length=0)
    for first in [groups.index(name) for name in names[1:]]:
        ax.axhline(first - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))


def _alt(
    words: Mapping[str, str],
    lines: tuple[int, np.ndarray, np.ndarray],
    contacts: pd.DataFrame,
    events: pd.DataFrame,
) -> str:
    """Return the picture in words, all lines together."""
    n, stop, still = lines
    kinds = "; ".join(f"{kind}: {len(own)}" for kind, own in events.groupby("kind", sort=False))
    return (
        f"Swimmer plot of {n} {'person' if n == 1 else 'people'}. {words['title']}. Half are "
        f"enrolled for {np.median(stop):.0f} days or less, {int(still.sum())} are still enrolled. "
        f"{len(contacts)} contacts; events: {kinds or 'none'}. {words['note']}"
    )
