"""How far curves of two groups hang together that share clusters, such as coaches.

The pulls of a cluster's rows add up to the cluster's pull on each curve. Their products give the
covariance of the curves, and over their errors the correlation.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.competing.counted_curve import CountedCurve
from recoveryeval.stats.competing.counted_influence import counted_error, pulls
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.cluster_steps import cluster_steps
from recoveryeval.stats.survival.time_grid import TimeGrid

Part = tuple[Cells, CountedCurve]


def curve_correlations(parts: Sequence[Part], times: Floats) -> NDArray[np.float64]:
    """Return correlations (G, G, K) of G groups' curves at times (K,), 0 where one has no error.

    ``parts`` hold each group's cells, whose ``cluster`` codes mean the same in all, and its curve.
    """
    error = np.stack(
        [_at(counted_error(cells, curve, clustered=True), curve, times) for cells, curve in parts]
    )
    found = np.zeros((len(parts), len(parts), times.size))
    found[np.arange(len(parts)), np.arange(len(parts))] = error > 0
    for g, h in combinations(range(len(parts)), 2):
        scale = error[g] * error[h]
        shared = _covariance(parts[g], parts[h], times)
        shared = np.divide(shared, scale, out=np.zeros_like(scale), where=scale > 0)
        found[g, h] = found[h, g] = np.clip(shared, -1.0, 1.0)
    return found


def _at(values: Floats, curve: CountedCurve, times: Floats) -> Floats:
    """Return values (..., T) of a curve as they stand at times (K,), 0 before the first."""
    place = np.searchsorted(curve.time, times, side="right") - 1
    return np.where(place >= 0, values[..., np.maximum(place, 0)], 0.0)


def _covariance(one: Part, other: Part, times: Floats) -> Floats:
    """Return the covariance of two curves at times (K,).

    A row's pull is a combination of four basis functions, whose numbers change where it begins
    and ends; sums of products over clusters are followed by these changes.
    """
    joint = np.union1d(one[1].time, other[1].time)
    none = np.zeros((4, other[0].n.size)), np.zeros((4, one[0].n.size))
    first, second = _moves(*one, joint), _moves(*other, joint)
    enter, leave = (
        np.hstack([np.vstack([a, none[1]]), np.vstack([none[0], b])])
        for a, b in zip(first[1:], second[1:], strict=True)
    )
    grid = TimeGrid(joint, *(np.append(a, b) for a, b in zip(first[0], second[0], strict=True)))
    steps = cluster_steps(np.append(one[0].cluster, other[0].cluster), grid, enter, leave)
    now = steps.total - steps.later + steps.step
    before = now - steps.step
    place = np.searchsorted(joint, times, side="right") - 1
    left, right = (_at(pulls(curve).basis, curve, times) for _, curve in (one, other))
    total = np.zeros(times.size)
    for i, j in np.ndindex(4, 4):
        product = now[i] * now[4 + j] - before[i] * before[4 + j]
        running = np.cumsum(np.bincount(steps.place, product, joint.size))
        total += left[i] * right[j] * running[place]
    return total


def _moves(
    cells: Cells, curve: CountedCurve, joint: Floats
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], Floats, Floats]:
    """Return where on joint times rows (N,) begin and end, and what changes there (4, N)."""
    place = np.searchsorted(joint, curve.time)
    found = pulls(curve)
    amount = cells.n * cells.weight
    ends = place[curve.grid.first], place[curve.grid.last]
    return ends, amount * found.live, amount * (found.after - found.live)
