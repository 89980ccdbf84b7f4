"""How each row pulls a counted curve, and the robust error that follows (infinitesimal jackknife).

The pull of a row, the derivative of F(t) by its weight, follows from its own events and its time
under observation. Let A be the running sum of dE / (Y (Y - dE)) over ending events E, and
G that of S(s-) dN/Y (A(s-) - 1/Y). A row that entered when these stood at a and g, F at f, pulls by

    G(t) - g - a (F(t) - f)                  while it is under observation,
    its last value - m (F(t) - F(x))         after it ended at x,

with m a constant. So a pull is always a combination of 1, F(t) and G(t) whose numbers change only
when a row begins or ends; the squares are summed by following these changes, at the cost of a sort,
for rows as for clusters of rows. After the end F(t) is counted from its final value, which keeps
small pulls from being differences of large numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.competing.counted_curve import DUST, CountedCurve, per
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.cluster_steps import cluster_steps

PAIRS = tuple((i, j) for i in range(4) for j in range(i, 4))


@dataclass(frozen=True, slots=True, eq=False)
class Pulls:
    """Pulls of rows as combinations (4, N) of ``basis`` (4, T): while observed, and after."""

    basis: Floats
    live: Floats
    after: Floats


def pulls(curve: CountedCurve) -> Pulls:
    """Return the pull of one person, of weight 1, of each row."""
    left = np.where(curve.risk > 0, curve.risk - curve.ending, 1.0)
    left = np.where(left <= DUST * curve.risk, 0.0, left)
    a = np.cumsum(per(curve.ending, curve.risk * left))
    a_before = np.concatenate([[0.0], a[:-1]])
    inverse = per(np.ones_like(left), curve.risk)
    g = np.cumsum(curve.survival_before * curve.rate * (a_before - inverse))
    f = curve.estimate
    basis = np.stack([np.ones_like(f), f - f[-1], f, g])
    first, last = curve.grid.first, curve.grid.last
    a_in, f_in, g_in = (np.concatenate([[0.0], part])[first] for part in (a, f, g))
    none, one = np.zeros_like(a_in), np.ones_like(a_in)
    live = np.stack([a_in * f_in - g_in, none, -a_in, one])
    own = curve.row_counted * (curve.survival_before * inverse)[last]
    end = g[last] - g_in - a_in * (f[last] - f_in) + own
    slope = curve.row_ending * per(np.ones_like(left), left)[last] - (a[last] - a_in)
    after = np.stack([end - slope * (f[-1] - f[last]), -slope, none, none])
    return Pulls(basis, live, after)


def counted_error(cells: Cells, curve: CountedCurve, *, clustered: bool) -> Floats:
    """Return the robust standard error (T,) of the curve."""
    found = pulls(curve)
    changes = _changes_by_cluster if clustered else _changes_by_row
    variance = np.zeros(curve.time.size)
    for (i, j), change in zip(PAIRS, changes(cells, curve, found), strict=True):
        twice = 1.0 if i == j else 2.0
        variance += twice * found.basis[i] * found.basis[j] * np.cumsum(change)
    # Before the first counted event nothing pulls: what is left there is rounding.
    return np.sqrt(np.where(curve.estimate > 0, np.maximum(variance, 0.0), 0.0))


def counted_influence(cells: Cells, curve: CountedCurve, times: Floats) -> Floats:
    """Return the pull (N, K) of one person of each row on the curve at times (K,)."""
    found = pulls(curve)
    place = np.searchsorted(curve.time, times, side="right") - 1
    basis = np.where(place >= 0, found.basis[:, np.maximum(place, 0)], 0.0)
    seen = place[None, :] >= curve.grid.first[:, None]
    ended = place[None, :] >= curve.grid.last[:, None]
    live, after = found.live.T @ basis, found.after.T @ basis
    return cells.weight[:, None] * np.where(ended, after, np.where(seen, live, 0.0))


def _changes_by_row(cells: Cells, curve: CountedCurve, found: Pulls) -> list[Floats]:
    """Return changes (T,) of the ten sums of products, each row by itself."""
    square = cells.n * cells.weight**2
    size = curve.time.size
    out = []
    for i, j in PAIRS:
        live = square * found.live[i] * found.live[j]
        after = square * found.after[i] * found.after[j]
        change = np.bincount(curve.grid.first, live, minlength=size)
        out.append(change + np.bincount(curve.grid.last, after - live, minlength=size))
    return out


def _changes_by_cluster(cells: Cells, curve: CountedCurve, found: Pulls) -> list[Floats]:
    """Return changes (T,) of the ten sums of products, rows of a cluster added first."""
    amount = cells.n * cells.weight
    steps = cluster_steps(
        cells.cluster, curve.grid, amount * found.live, amount * (found.after - found.live)
    )
    now = steps.total - steps.later + steps.step
    before = now - steps.step
    size = curve.time.size
    return [
        np.bincount(steps.place, now[i] * now[j] - before[i] * before[j], size) for i, j in PAIRS
    ]
