"""Observed against expected events, by group: what a log-rank test compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import COLORS, MUTED, axes_for, dress, note_below, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def observed_expected_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw, for each group, events that happened beside events expected if groups were alike.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a log-rank result whose ``estimand`` is ``observed events`` or
        ``expected events``, by ``group``.
    labels : mapping of str to str or None
        ``title``, ``x`` and ``note`` (the test in words).
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    words = {"title": "", "x": "Events", "note": "", **(labels or {})}
    rows = tidy[tidy["estimand"].isin(["observed events", "expected events"])]
    wide = rows.pivot_table(index="group", columns="estimand", values="estimate", sort=False)
    observed, expected = wide["observed events"], wide["expected events"]
    ax = axes_for(ax, height=max(2.6, 1.6 + 0.4 * len(wide)))
    place = range(len(wide))
    ax.hlines(place, expected, observed, color=MUTED, linewidth=1.4, zorder=1)
    ax.plot(expected, place, "o", color="white", mec=MUTED, mew=1.6, markersize=8)
    ax.plot(observed, place, "o", color=COLORS[0], markersize=8)
    ax.set_ylim(len(wide) - 0.4, -0.6)
    ax.yaxis.set_ticks(list(place), labels=[wrapped(str(g), 34) for g in wide.index])
    ax.set_xlim(left=0)
    x = f"{words['x']}: ● observed, ○ expected if groups were alike"
    dress(ax, title=words["title"], x=x, y="")
    note_below(ax, words["note"])
    told = "; ".join(
        f"{g}: {o:.1f} observed, {e:.1f} expected"
        for g, o, e in zip(wide.index, observed, expected, strict=True)
    )
    return set_alt(ax, f"Dot chart. {words['title']}. {told}. {words['note']}")
