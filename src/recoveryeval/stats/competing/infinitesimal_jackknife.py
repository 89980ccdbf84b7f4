"""Robust variance of a product-limit curve with probability weights.

The infinitesimal jackknife: each row's weight times the derivative of log S(t) by that weight,
squared and summed, times S(t)^2. On the log scale a row with entry a, end x and event e adds

    A(min(x, t)) - A(a) - e 1{x <= t} / (Y(x) - d(x)),   A(t) = sum over s <= t of d / (Y (Y - d)).

It depends on t only while the row is at risk, so cumulative sums give every t at once.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Cells, Floats, Ints
from recoveryeval.stats.survival.cluster_steps import cluster_steps
from recoveryeval.stats.survival.product_limit import greenwood_terms
from recoveryeval.stats.survival.risk_table import RiskTable, at_risk, total
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid

BLOCK = 4_000_000  # numbers held at once by the clustered form


def robust_error(cells: Cells, table: RiskTable, survival: Floats, *, clustered: bool) -> Floats:
    """Return the robust standard error (T,) of ``survival``; NaN where survival is 0."""
    grid = time_grid(cells.entry, cells.time)
    parts = _parts(cells, table, grid)
    if not clustered:
        variance = _by_row(cells, grid, *parts)
    elif cells.enters_late:
        variance = _by_late_cluster(cells, grid, *parts)
    else:
        variance = _by_cluster(cells, grid, parts[0], parts[2])
    return np.where(survival > 0, survival * np.sqrt(variance), np.nan)


def _parts(cells: Cells, table: RiskTable, grid: TimeGrid) -> tuple[Floats, Floats, Floats]:
    """Return A (T,), A at each row's entry (N,), and each row's final contribution (N,)."""
    terms = greenwood_terms(table.weight_risk, table.weight_event)
    hazard = np.cumsum(np.where(np.isinf(terms), 0.0, terms))
    at_entry = np.concatenate([[0.0], hazard])[grid.first]
    left = table.weight_risk - table.weight_event
    jump = np.divide(1.0, left, out=np.zeros_like(left), where=left > 0)[grid.last]
    return hazard, at_entry, hazard[grid.last] - at_entry - cells.event * jump


def _by_row(
    cells: Cells, grid: TimeGrid, hazard: Floats, at_entry: Floats, final: Floats
) -> Floats:
    """Return the variance (T,) of log S when each row is its own cluster."""
    square = cells.n * cells.weight**2
    ended = np.cumsum(total(grid, square * final**2))
    live = [at_risk(grid, a) - total(grid, a) for a in (square, square * at_entry)]
    mean = np.divide(live[1], live[0], out=np.zeros_like(hazard), where=live[0] > 0)
    # Second moment of A(t) - A(a) around the mean entry, so that nothing large cancels.
    late = square * at_entry**2
    spread = at_risk(grid, late) - total(grid, late) - live[0] * mean**2
    staying = live[0] * (hazard - mean) ** 2 + np.where(spread > 0, spread, 0.0)
    return np.asarray(ended + staying)


def _by_cluster(cells: Cells, grid: TimeGrid, hazard: Floats, final: Floats) -> Floats:
    """Return the variance (T,) of log S when rows of a cluster are added before squaring.

    A cluster adds b + A(t) m, where m is the weight of its rows under observation; both change
    only where a row ends, so that their squares are followed without a table of clusters by times.
    """
    amount = cells.n * cells.weight
    none = np.zeros_like(amount)
    enter, leave = np.stack([none, amount]), np.stack([amount * final, -amount])
    steps = cluster_steps(cells.cluster, grid, enter, leave)
    steps.total[1] = 0.0  # nobody stays to the end, so no rounding of weights may
    before = steps.total - steps.later
    now = before + steps.step
    square, cross, weight = (
        np.bincount(steps.place, now[i] * now[j] - before[i] * before[j], hazard.size)
        for i, j in ((0, 0), (0, 1), (1, 1))
    )
    # Sums that end at zero are taken from the end, where they are small.
    cross, weight = (-np.append(part[:0:-1].cumsum()[::-1], 0.0) for part in (cross, weight))
    return np.maximum(square.cumsum() + hazard * (2.0 * cross + hazard * weight), 0.0)


def _by_late_cluster(
    cells: Cells, grid: TimeGrid, hazard: Floats, at_entry: Floats, final: Floats
) -> Floats:
    """Return the same where rows enter late, cluster by cluster.

    Squares followed over time would lose digits where the hazard was high before most came.
    """
    cluster = np.unique(cells.cluster, return_inverse=True)[1]
    order = np.argsort(cluster, kind="stable")
    variance = np.zeros(hazard.size)
    count = int(cluster.max()) + 1
    step = min(count, max(1, BLOCK // (hazard.size + 1)))
    for start in range(0, count, step):
        rows = order[slice(*np.searchsorted(cluster[order], [start, start + step]))]
        shape = (step, hazard.size + 1)
        enter = (cluster[rows] - start) * shape[1] + grid.first[rows]
        leave = (cluster[rows] - start) * shape[1] + grid.last[rows]
        weight = (cells.n * cells.weight)[rows]
        late = weight * at_entry[rows]
        gone = _running(leave, weight * final[rows], shape)
        live = _running(enter, weight, shape) - _running(leave, weight, shape)
        offset = _running(enter, late, shape) - _running(leave, late, shape)
        variance += ((gone + hazard * live - offset) ** 2).sum(axis=0)
    return variance


def _running(index: Ints, amount: Floats, shape: tuple[int, int]) -> Floats:
    """Return running sums (C, T) of amounts (N,) placed at flat positions of ``shape``."""
    flat = np.bincount(index, weights=amount, minlength=shape[0] * shape[1])
    return np.asarray(flat.reshape(shape)[:, :-1].cumsum(axis=1))
