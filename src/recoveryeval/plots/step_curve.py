"""One step curve with its confidence band, thinned to what can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.plots.style import color, dashes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FINE = 2000  # steps drawn per curve; more than a screen or a page can show
MARKS = 60  # censorings marked per curve; more would hide the curve


def draw_curve(ax: Axes, rows: pd.DataFrame, index: int, *, start: float) -> None:
    """Draw one curve with its band; a group without an estimate is left out."""
    rows = rows[rows["status"] != "not_estimable"]
    if rows.empty:
        return
    shown = thinned(rows)
    time = np.concatenate([[0.0], shown["time"]])
    look: dict[str, Any] = {"color": color(index), "linestyle": dashes(index), "linewidth": 1.9}
    ax.step(time, np.concatenate([[start], shown["estimate"]]), where="post", **look)
    low, high = (
        np.concatenate([[np.nan], shown[c].to_numpy(dtype="float64")])
        for c in ("conf_low", "conf_high")
    )
    ax.fill_between(time, low, high, step="post", color=color(index), alpha=0.13, linewidth=0)
    gone = rows[rows["n_censor"] > 0]
    if 0 < len(gone) <= MARKS:
        ax.plot(gone["time"], gone["estimate"], "|", color=color(index), markersize=6, mew=1)


def thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows where the curve moves, and the last; no more than can be seen."""
    moves = np.array(rows["n_event"] > 0)
    moves[[0, -1]] = True
    kept = np.flatnonzero(moves)
    if kept.size > FINE:
        kept = kept[np.unique(np.linspace(0, kept.size - 1, FINE).astype(int))]
    return rows.iloc[kept]
