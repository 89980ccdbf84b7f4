"""The distinct times of a set of cells, and where each row enters and leaves on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.survival.cells import Floats, Ints

SPAN_PER_ROW = 4


@dataclass(frozen=True, slots=True, eq=False)
class TimeGrid:
    """Distinct end times (T,); a row (N,) is at risk at index ``j`` when ``first <= j <= last``."""

    time: Floats
    first: Ints
    last: Ints


def time_grid(entry: Floats, time: Floats) -> TimeGrid:
    """Return the grid of end times, entries (N,) and ends (N,) placed on it."""
    late = np.isfinite(entry)
    both = np.concatenate([time, entry[late]]) if late.any() else time
    levels, index = distinct(both)
    ends = index[: time.size]
    is_end = np.zeros(levels.size, dtype=bool)
    is_end[ends] = True
    place = np.cumsum(is_end)
    first = np.zeros(time.size, dtype=np.int64)
    first[late] = place[index[time.size :]]
    return TimeGrid(time=levels[is_end], first=first, last=place[ends] - 1)


def distinct(values: Floats) -> tuple[Floats, Ints]:
    """Return distinct values (T,), ascending, and the index of each value (N,) among them."""
    if values.size == 0:
        return np.empty(0), np.empty(0, dtype=np.int64)
    low, high = float(values.min()), float(values.max())
    if high - low <= SPAN_PER_ROW * values.size + 1024 and bool(np.all(values == np.rint(values))):
        return _counted(values, low, high)
    return np.unique(values, return_inverse=True)


def _counted(values: Floats, low: float, high: float) -> tuple[Floats, Ints]:
    """Return the same as ``distinct`` for whole numbers, without sorting."""
    offset = (values - low).astype(np.int64)
    present = np.zeros(int(high - low) + 1, dtype=bool)
    present[offset] = True
    index = np.cumsum(present) - 1
    return np.flatnonzero(present) + low, index[offset]
