"""Penalized likelihood of coefficients and log frailties, without a matrix of groups by groups.

The information is a diagonal block of frailties, bordered by the covariates, less what risk sets
take away. Its product with a direction costs one pass over the rows; equations are solved by
conjugate gradients, started from the bordered diagonal, whose frailties are eliminated first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_likelihood import WIDEST, hazard_seen
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.survival.cells import Floats, Ints

ENOUGH, EXACT, MOST_TURNS = 1e-8, 1e-13, 500  # of the length at the start


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Rows (M,) of scaled covariates, the group of each of them (M,), and events (G,) of groups."""

    data: CoxData
    group: Ints
    events: Floats

    def along(self, direction: Floats) -> Floats:
        """Return what a direction (p + G,) does to the predictor of each row, (M,)."""
        p = self.data.p
        # No threads for products this thin: waiting for them costs more than the product.
        moved = np.einsum("p,pm->m", direction[:p], self.data.x) + direction[p:][self.group]
        return np.asarray(moved)

    def gathered(self, rows: Floats) -> Floats:
        """Return values (M,) of rows added up by covariates and groups, (p + G,)."""
        by_group = np.bincount(self.group, rows, self.events.size)
        return np.concatenate([np.einsum("pm,m->p", self.data.x, rows), by_group])


@dataclass(frozen=True, slots=True, eq=False)
class Penalized:
    """Log-likelihood, score (p + G,), and what its information is made of.

    ``seen`` (M,) is risk times the hazard seen, ``border`` (p, G) and ``diagonal`` (G,) add it up;
    ``left`` (p, p) is the block of covariates once frailties are eliminated.
    """

    value: float
    score: Floats
    rows: Grouped
    steps: Steps
    total: Floats
    seen: Floats
    penalty: Floats
    diagonal: Floats
    border: Floats
    left: NDArray[np.float64]

    def times(self, direction: Floats) -> Floats:
        """Return the information times a direction (p + G,)."""
        steps, ties, data = self.steps, self.rows.data.ties, self.rows.data
        z = self.rows.along(direction)
        moved = steps.risk * z
        g = data.layout.risk_sums(moved)
        own = np.maximum(ties.sums(steps.risk[ties.row]), 1e-300)
        c = ties.sums(moved[ties.row]) / own
        g[ties.at] -= c * self.total[ties.at]
        h = steps.h[ties.at]
        by_tied = c * steps.weight[ties.at] + g[ties.at] * h
        by_risk = g * steps.h2
        by_risk[ties.at] += c * h
        out = self.seen * z - steps.risk * data.layout.spans(by_risk)
        back = (by_tied - self.total[ties.at] * by_risk[ties.at]) / own
        out[ties.row] -= steps.risk[ties.row] * back[ties.place]
        result = self.rows.gathered(out)
        result[data.p :] += self.penalty * direction[data.p :]
        return result

    def solved(self, right: Floats, *, close: float = EXACT) -> Floats:
        """Return the direction (p + G,) whose product with the information is ``right``."""
        found, rest = np.zeros_like(right), right.copy()
        near = self._nearly(rest)
        turn, size = near.copy(), float(rest @ near)
        enough = close**2 * size
        for _ in range(MOST_TURNS):
            if not size > enough:
                break
            product = self.times(turn)
            length = size / float(turn @ product)
            found += length * turn
            rest -= length * product
            near = self._nearly(rest)
            size, before = float(rest @ near), size
            turn = near + size / before * turn
        return found

    def _nearly(self, right: Floats) -> Floats:
        """Return the solution (p + G,) if risk sets took nothing away."""
        p = self.rows.data.p
        own = right[p:] / self.diagonal
        first = np.linalg.solve(self.left, right[:p] - self.border @ own)
        return np.concatenate([first, own - (first @ self.border) / self.diagonal])


def penalized(rows: Grouped, point: Floats, theta: float) -> Penalized:
    """Return the penalized likelihood at a point (p + G,) of scaled coefficients and frailties.

    It is minus infinity where no computer could tell it from a limit.
    """
    p, size = rows.data.p, rows.events.size
    w = point[p:]
    data = replace(rows.data, offset=rows.data.offset + w[rows.group])
    steps = cox_steps(data, point[:p])
    seen = steps.risk * hazard_seen(data, steps)
    linear = float(point[:p] @ data.event_x + w @ rows.events) - steps.shift * data.event_amount
    value = linear - float(steps.log.sum()) + float((w - np.exp(w)).sum()) / theta
    penalty = np.exp(w) / theta
    score = np.concatenate([data.event_x, rows.events]) - rows.gathered(seen)
    score[p:] += 1.0 / theta - penalty
    weighted = data.x * seen
    border = np.zeros((p, size))
    for j in range(p):
        border[j] = np.bincount(rows.group, weighted[j], size)
    diagonal = np.bincount(rows.group, seen, size) + penalty
    return Penalized(
        value=value if float(np.ptp(steps.predictor)) <= WIDEST else -np.inf,
        score=score,
        rows=rows,
        steps=steps,
        total=data.layout.risk_sums(steps.risk),
        seen=seen,
        penalty=penalty,
        diagonal=diagonal,
        border=border,
        left=weighted @ data.x.T - (border / diagonal) @ border.T,
    )
