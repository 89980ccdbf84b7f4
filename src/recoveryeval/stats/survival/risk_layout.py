"""Where each row stands on the event times of its stratum, so that risk sets become running sums.

Risk sets change only at event times. Each row keeps two positions: the first and the last event
time at which it is at risk. A sum over every risk set is then a count by position followed by one
running sum, without a loop over times, strata or people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.survival.cells import Bools, Cells, Floats, Ints
from recoveryeval.stats.survival.segments import Segments, segments
from recoveryeval.stats.survival.time_grid import time_grid


@dataclass(frozen=True, slots=True, eq=False)
class RiskLayout:
    """Rows (M,) that are at risk at some event time (T,), sorted by the last one they see.

    ``row`` says which of the ``n_rows`` rows given each of them is; the others carry no
    information. ``late`` picks rows that enter after the first event time of their stratum.
    ``stratum`` (T,) is the stratum of each event time; its segments are the strata.
    """

    row: Ints
    n_rows: int
    first: Ints
    last: Ints
    late: Ints
    segments: Segments
    time: Floats
    stratum: Ints

    def risk_sums(self, values: Floats) -> Floats:
        """Return sums (T,) of values (M,) over the rows at risk at each event time."""
        size = self.time.size
        change = np.bincount(self.last, weights=values, minlength=size)
        if self.late.size:
            entering = np.bincount(self.first[self.late], values[self.late], minlength=size)
            change[:-1] -= entering[1:]
        return self.segments.suffix_sums(change)

    def spans(self, values: Floats) -> Floats:
        """Return sums (..., M) of values (..., T) over the event times that each row sees."""
        running = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
        np.cumsum(values, axis=-1, out=running[..., 1:])
        seen = running[..., self.last + 1]
        if self.late.size or self.segments.tables:
            seen -= running[..., self.first]
        return np.asarray(seen)

    def spread(self, values: Floats) -> Floats:
        """Return values (..., M) put back to all rows given (..., n_rows), zero elsewhere."""
        out = np.zeros((*values.shape[:-1], self.n_rows))
        out[..., self.row] = values
        return out


def risk_layout(cells: Cells, event: Bools) -> RiskLayout:
    """Return the layout of cells (N,) for the events (N,) that a model is about."""
    first, last, stratum, time = _positions(cells, event)
    lost = event & (last < first)
    if lost.any():
        raise EstimationError(
            "Some rows with an event begin and end at the same moment, up to rounding",
            code="RE-E27",
            rows=int(lost.sum()),
            do="Let these rows begin earlier, or set them aside.",
        )
    kept = np.flatnonzero(last >= first)
    kept = kept[np.argsort(last[kept].astype(np.int32), kind="stable")]
    levels, starts = np.unique(stratum, return_index=True)
    bounds = np.append(starts, time.size).astype(np.int64)
    stratum_start = bounds[np.searchsorted(levels, stratum)]
    first, last = first[kept], last[kept]
    late = np.flatnonzero(first > stratum_start[last])
    return RiskLayout(kept, cells.time.size, first, last, late, segments(bounds), time, stratum)


def _positions(cells: Cells, event: Bools) -> tuple[Ints, Ints, Ints, Floats]:
    """Return first and last event time (N,) of each row, stratum and time (T,) of event times."""
    grid = time_grid(cells.entry, cells.time)
    size = max(int(grid.time.size), 1)
    if not cells.stratum.any():
        happens = np.zeros(grid.time.size, dtype=bool)
        happens[grid.last[event]] = True
        before = np.concatenate([[0], np.cumsum(happens)])
        time = grid.time[happens]
        return before[grid.first], before[grid.last + 1] - 1, np.zeros(time.size, np.int64), time
    base = cells.stratum * size
    keys = np.unique((base + grid.last)[event])
    first = np.searchsorted(keys, base + grid.first, side="left")
    last = np.searchsorted(keys, base + grid.last, side="right") - 1
    return first, last, keys // size, grid.time[keys % size]
