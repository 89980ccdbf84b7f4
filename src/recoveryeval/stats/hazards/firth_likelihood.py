"""Cox's log-likelihood with Firth's penalty: half the log determinant of the information.

The penalty (Firth 1993, doi:10.1093/biomet/80.1.27; Heinze and Schemper 2001,
doi:10.1111/j.0006-341X.2001.00114.x) keeps coefficients finite where nobody in one arm has the
event. Its gradient needs third moments of the covariates in the risk sets; like the mean they are
c + g / s for the s of the tied events, so that powers of 1 / s up to the third are all it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_likelihood import likelihood
from recoveryeval.stats.hazards.cox_steps import cox_steps
from recoveryeval.stats.hazards.efron_sums import efron_sums
from recoveryeval.stats.survival.cells import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PenalizedLikelihood:
    """Penalized log-likelihood, its gradient (p,), and the information (p, p) without penalty."""

    value: float
    score: Floats
    information: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """A weighted mean over risk sets, c + g / s for each tied event; c and g (..., T)."""

    c: Floats
    g: Floats


def penalized(data: CoxData, beta: Floats) -> PenalizedLikelihood:
    """Return the penalized log-likelihood at coefficients (p,) of the scaled covariates."""
    plain = likelihood(data, beta)
    sign, log_det = np.linalg.slogdet(plain.information)
    if not np.isfinite(plain.value) or sign <= 0:
        return PenalizedLikelihood(-np.inf, plain.score, plain.information)
    inverse = np.asarray(np.linalg.inv(plain.information), dtype=np.float64)
    score = plain.score + 0.5 * _trace_of_slopes(data, beta, inverse)
    return PenalizedLikelihood(plain.value + 0.5 * float(log_det), score, plain.information)


def _trace_of_slopes(data: CoxData, beta: Floats, inverse: NDArray[np.float64]) -> Floats:
    """Return tr(inverse @ dI/db_r) for each coefficient r, (p,)."""
    steps = cox_steps(data, beta)
    quadratic = np.einsum("pm,pq,qm->m", data.x, inverse, data.x)
    outer = (data.x[:, None] * data.x[None]).reshape(-1, data.x.shape[1])
    mean = _moment(data, steps.risk, data.x)
    square = _moment(data, steps.risk, quadratic[None])
    cube = _moment(data, steps.risk, data.x * quadratic)
    cross = _moment(data, steps.risk, outer)
    shape = (data.p, data.p, -1)
    cross = _Moment(cross.c.reshape(shape), cross.g.reshape(shape))
    turned = _Moment(inverse @ mean.c, inverse @ mean.g)
    sums = _powers(data, steps.risk)
    out = np.einsum("pt,t->p", cube.c, sums[0]) + np.einsum("pt,t->p", cube.g, sums[1])
    for i, a in enumerate((turned.c, turned.g)):
        for j, b in enumerate((cross.c, cross.g)):
            out -= 2 * np.einsum("qt,pqt,t->p", a, b, sums[i + j])
    for i, e in enumerate((mean.c, mean.g)):
        for j, q in enumerate((square.c, square.g)):
            out -= np.einsum("pt,t->p", e, q[0] * sums[i + j])
        for j, a in enumerate((turned.c, turned.g)):
            for k, f in enumerate((mean.c, mean.g)):
                out += 2 * np.einsum("pt,t->p", e, (a * f).sum(axis=0) * sums[i + j + k])
    return np.asarray(out)


def _moment(data: CoxData, risk: Floats, values: Floats) -> _Moment:
    """Return the mean over risk sets of values (k, M)."""
    ties = data.ties
    g = np.stack([data.layout.risk_sums(risk * v) for v in values])
    c = np.zeros_like(g)
    own = ties.sums(risk[ties.row])
    c[:, ties.at] = np.stack([ties.sums((risk * v)[ties.row]) for v in values]) / own
    return _Moment(c, g - c * data.layout.risk_sums(risk))


def _powers(data: CoxData, risk: Floats) -> list[Floats]:
    """Return sums (T,) over tied events of weighted 1, 1/s, 1/s^2 and 1/s^3."""
    ties = data.ties
    total = data.layout.risk_sums(risk)
    sums = [ties.count / total**k for k in range(4)]
    own = np.minimum(ties.sums(risk[ties.row]), total[ties.at])
    tied = efron_sums(total[ties.at], own, ties.count[ties.at])
    for k, part in enumerate((tied.inverse, tied.inverse2, tied.inverse3), start=1):
        sums[k][ties.at] = part
    return [ties.mean_weight * part for part in sums]
