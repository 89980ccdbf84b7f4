"""How the hazards and coefficients of a Cox model vary together, from the pull of each person.

The pull is the derivative of an estimate by a person's weight: at an event time a person at risk
lowers the hazard, one with the event raises it, and the tie rule decides how much of their own
moment tied people see. Pulls of a cluster are added up before squaring, as for coefficients alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.hazards.cox_curve import CoxCurve
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_residuals import used_influence
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.sandwich import dense_codes
from recoveryeval.stats.survival.cells import Floats, Ints

BLOCK = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Pulls:
    """What each of M rows, people of one ``unit`` (M,) taken together, does to the estimates."""

    unit: Ints
    count: int
    amount: Floats
    on_beta: Floats


def together_covariance(
    fit: CoxFit, times: ArrayLike, cluster: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Return the robust covariance (K, S + p, S + p) at ``times`` (K,).

    It is that of the cumulative hazard of each of S strata and of the p coefficients; ``cluster``
    (N,) holds integer codes of the rows given, without which each person stands alone.
    """
    when = np.asarray(times, np.float64)
    strata = fit.data.layout.segments.bounds.size - 1
    out = np.zeros((when.size, strata + fit.data.p, strata + fit.data.p))
    for hazard, beta in _blocks(fit, when, _pulls(fit, cluster)):
        out[:, :strata, :strata] += np.einsum("sbk,rbk->ksr", hazard, hazard)
        out[:, :strata, strata:] += np.einsum("sbk,pb->ksp", hazard, beta)
        out[:, strata:, strata:] += beta @ beta.T
    out[:, strata:, :strata] = out[:, :strata, strata:].swapaxes(1, 2)
    return out


def together_error(curve: CoxCurve, covariance: NDArray[np.float64]) -> Floats:
    """Return standard errors (K,) of a curve for a covariance (K, S + p, S + p)."""
    moved = np.vstack([curve.on_hazard, curve.on_coefficients])
    return np.asarray(np.sqrt(np.einsum("ak,kab,bk->k", moved, covariance, moved)))


def _pulls(fit: CoxFit, cluster: ArrayLike | None) -> Pulls:
    """Return the pulls by cluster, or by row where each of its people stands alone."""
    data = fit.data
    if cluster is None:
        unit, count, times = np.arange(data.n.size), data.n.size, np.sqrt(data.n)
    else:
        unit, count = dense_codes(np.asarray(cluster, dtype=np.int64)[data.layout.row])
        times = data.n
    return Pulls(unit, count, data.weight * times, used_influence(fit) * times)


def _blocks(fit: CoxFit, when: Floats, pulls: Pulls) -> Iterator[tuple[Floats, Floats]]:
    """Yield the pulls of some units on each hazard (S, B, K) and on the coefficients (p, B)."""
    steps, layout = cox_steps(fit.data, fit.beta), fit.data.layout
    bounds = layout.segments.bounds
    size = max(1, BLOCK // (layout.time.size + 1 + when.size * (bounds.size - 1)))
    order = np.argsort(pulls.unit, kind="stable")
    for start in range(0, pulls.count, size):
        units = min(size, pulls.count - start)
        edge = np.searchsorted(pulls.unit[order], [start, start + units])
        rows = order[edge[0] : edge[1]]
        moved = _on_hazards(fit, steps, pulls, (rows, start, units))
        parts = []
        for low, high in pairwise(bounds):
            place = low + np.searchsorted(layout.time[low:high], when, side="right")
            parts.append(moved[:, place] - moved[:, [low]])
        unit = pulls.unit[rows] - start
        beta = [np.bincount(unit, line, minlength=units) for line in pulls.on_beta[:, rows]]
        yield np.stack(parts), np.stack(beta)


def _on_hazards(
    fit: CoxFit, steps: Steps, pulls: Pulls, block: tuple[Ints, int, int]
) -> NDArray[np.float64]:
    """Return pulls (B, T + 1) on the hazard summed before each event time, over all strata."""
    layout, ties = fit.data.layout, fit.data.ties
    rows, start, units = block
    width = layout.time.size + 1
    at = np.zeros(fit.data.n.size, dtype=bool)
    at[rows] = True
    base = (pulls.unit - start) * width
    seen = pulls.amount * steps.relative

    def add(picked: Ints, position: Ints, values: Floats) -> NDArray[np.float64]:
        """Return sums (B, T + 1) of values at the positions of rows."""
        key = base[picked] + position
        sums = np.bincount(key, values, minlength=units * width).astype(np.float64)
        return sums.reshape(units, width)

    risk = add(rows, layout.first[rows], seen[rows]) - add(rows, layout.last[rows] + 1, seen[rows])
    moved = np.zeros((units, width))
    moved[:, :-1] = -np.cumsum(risk, axis=1)[:, :-1] * steps.h2
    own = at[ties.row]
    tied, place = ties.row[own], ties.place[own]
    moved += add(tied, ties.at[place], seen[tied] * steps.unseen_h2[place])
    happened = fit.data.event_row[at[fit.data.event_row]]
    last = layout.last[happened]
    moved += add(happened, last, pulls.amount[happened] * steps.h[last] / steps.weight[last])
    running = np.zeros((units, width))
    np.cumsum(moved[:, :-1], axis=1, out=running[:, 1:])
    return running
