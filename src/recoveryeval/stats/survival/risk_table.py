"""Who is at risk, has the event, or is censored at each distinct time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recoveryeval.stats.survival.cells import CENSORED, Cells, Floats
from recoveryeval.stats.survival.time_grid import TimeGrid, distinct, time_grid


@dataclass(frozen=True, slots=True, eq=False)
class RiskTable:
    """Counts at each distinct time (T,): people, and sums of their weights.

    ``entered_at`` (E,) and ``entered`` (E,) say when how many people came under observation late.
    """

    time: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats
    weight_risk: Floats
    weight_event: Floats
    entered_at: Floats
    entered: Floats

    def at_risk(self, times: Floats) -> Floats:
        """Return people under observation just before each of the times (M,)."""
        return people_at_risk(self.time, self.n_risk, self.entered_at, self.entered, times)


def people_at_risk(
    time: Floats, n_risk: Floats, entered_at: Floats, entered: Floats, times: Floats
) -> Floats:
    """Return people under observation just before each of ``times`` (M,).

    From people at risk at the distinct end times (T,) and late entries (E,); after the last end
    time nobody is.
    """
    later = np.append(np.cumsum(entered[::-1])[::-1], 0.0)
    ends_after = np.append(n_risk + later[np.searchsorted(entered_at, time)], 0.0)
    return np.asarray(
        ends_after[np.searchsorted(time, times)] - later[np.searchsorted(entered_at, times)]
    )


def risk_table(cells: Cells, grid: TimeGrid | None = None) -> RiskTable:
    """Return the risk table of all cells (N,) together, on their own distinct times."""
    grid = time_grid(cells.entry, cells.time) if grid is None else grid
    plain = bool(np.all(cells.weight == 1.0))
    weight = cells.n if plain else cells.n * cells.weight
    n_risk = at_risk(grid, cells.n)
    n_event = total(grid, cells.n * cells.event)
    late = np.isfinite(cells.entry)
    entered_at, index = distinct(cells.entry[late])
    return RiskTable(
        time=grid.time,
        n_risk=n_risk,
        n_event=n_event,
        n_censor=total(grid, cells.n * (cells.cause == CENSORED)),
        # A difference of sums of weights may leave dust where nobody is left.
        weight_risk=n_risk if plain else np.where(n_risk > 0, at_risk(grid, weight), 0.0),
        weight_event=n_event if plain else total(grid, weight * cells.event),
        entered_at=entered_at,
        entered=np.bincount(index, weights=cells.n[late], minlength=entered_at.size),
    )


def risk_tables(cells: Cells, n_groups: int) -> tuple[RiskTable, ...]:
    """Return one risk table per group code ``0 .. n_groups - 1``."""
    if n_groups == 1:
        return (risk_table(cells),)
    order = np.argsort(cells.group.astype(np.int32), kind="stable")
    bounds = np.searchsorted(cells.group[order], np.arange(n_groups + 1))
    return tuple(risk_table(cells.where(order[start:stop])) for start, stop in pairwise(bounds))


def at_risk(grid: TimeGrid, amount: Floats) -> Floats:
    """Return the sum (T,) of ``amount`` (N,) over rows at risk at each grid time."""
    size = grid.time.size
    leaving = np.bincount(grid.last, weights=amount, minlength=size)
    staying = np.cumsum(leaving[::-1])[::-1]
    if not grid.first.any():
        return np.asarray(staying)
    arriving = np.bincount(grid.first, weights=amount, minlength=size + 1)
    not_yet = np.cumsum(arriving[::-1])[::-1]
    return np.asarray(staying - not_yet[1:])


def total(grid: TimeGrid, amount: Floats) -> Floats:
    """Return the sum (T,) of ``amount`` (N,) over rows that end at each grid time."""
    return np.bincount(grid.last, weights=amount, minlength=grid.time.size).astype(np.float64)
