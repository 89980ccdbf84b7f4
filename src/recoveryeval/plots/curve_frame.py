"""What every picture of curves over time needs around them: ticks, counts, names, note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.plots.at_risk_table import draw_at_risk, table_height
from recoveryeval.plots.legend import short_names
from recoveryeval.plots.ticks import time_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, eq=False)
class CurveFrame:
    """Round times, people at risk at them, names of groups and their people, and a note."""

    ticks: list[float]
    counts: pd.DataFrame
    names: dict[str, str]
    people: list[float]
    longest: float
    note: str

    @property
    def inches(self) -> float:
        """The height that counts and note take under the axes."""
        return table_height(len(self.names), 1, self.note)


def curve_frame(
    tidy: pd.DataFrame, at_risk: pd.DataFrame | None, words: Mapping[str, str]
) -> CurveFrame:
    """Return the surroundings of curves; counts are made from the rows where they are left out."""
    longest = float(tidy["time"].max())
    counts = _counts(tidy, words.get("unit", "")) if at_risk is None else at_risk
    first = tidy.drop_duplicates("group")
    return CurveFrame(
        ticks=sorted(float(t) for t in counts["time"].unique()),
        counts=counts,
        names=short_names([str(g) for g in first["group"]]),
        people=[float(n) for n in first["n"]],
        longest=longest,
        note=" ".join([*_absent(tidy), words.get("note", "")]).strip(),
    )


def run_time(ax: Axes, frame: CurveFrame) -> None:
    """Run time from 0 over round ticks."""
    ax.set_xlim(0, max(frame.longest, frame.ticks[-1]) * 1.02 or 1)
    ax.set_xticks(frame.ticks)


def draw_counts(ax: Axes, frame: CurveFrame) -> None:
    """Write the numbers at risk and the note under the axes."""
    draw_at_risk(ax, frame.counts, frame.names, note=frame.note)


def value_at(rows: pd.DataFrame, time: float, *, start: float) -> float | None:
    """Return a curve's value at a time, or None where nobody was followed so long."""
    times = rows["time"].to_numpy(dtype="float64")
    if time > times[-1]:
        return None
    place = int(np.searchsorted(times, time, side="right")) - 1
    return start if place < 0 else float(rows["estimate"].iloc[place])


def told_times(frame: CurveFrame) -> list[float]:
    """Return the times at which the picture is told in words: the middle and the last tick."""
    return sorted({frame.ticks[len(frame.ticks) // 2], frame.ticks[-1]})


def _counts(tidy: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return people at risk at round times, from the rows of the curves alone."""
    ticks = time_ticks(float(tidy["time"].max()), unit)
    parts = []
    for group, rows in tidy.drop_duplicates(["group", "time"]).groupby("group", sort=False):
        known = np.append(rows["n_risk"].to_numpy(dtype="float64"), 0.0)
        place = np.searchsorted(rows["time"].to_numpy(dtype="float64"), ticks, side="left")
        parts.append(pd.DataFrame({"group": group, "time": ticks, "n_risk": known[place]}))
    return pd.concat(parts, ignore_index=True)


def _absent(tidy: pd.DataFrame) -> list[str]:
    """Return a sentence for each group that cannot be drawn."""
    gone = tidy[tidy["status"] == "not_estimable"].drop_duplicates("group")
    return [
        f"{row['group']} is not drawn ({row['reason']})."
        for row in gone[["group", "reason"]].to_dict("records")
    ]
