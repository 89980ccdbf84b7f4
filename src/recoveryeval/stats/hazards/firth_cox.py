"""Firth's penalized Cox model, the fallback where a coefficient would run off to infinity.

Limits and tests come from the profile of the penalized likelihood: near a monotone likelihood the
curve is far from symmetric, and a standard error would mislead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_fit import cox_faults
from recoveryeval.stats.hazards.cox_likelihood import WIDEST
from recoveryeval.stats.hazards.firth_likelihood import PenalizedLikelihood, penalized
from recoveryeval.stats.newton import CLOSE, Maximum, Quadratic, maximize
from recoveryeval.stats.survival.cells import Floats

# The information without penalty stands in for the curvature, so that convergence is linear and
# the last step must be smaller than Newton's would have to be.
SHARP = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class FirthFit:
    """Penalized log hazard ratios (p,) in units of x, profile limits, and tests of each (p,).

    ``statistic`` is the penalized likelihood-ratio statistic of each coefficient, chi-square with
    one df. A limit is infinite where the profile never falls far enough. ``ending`` is
    "converged", or "not converged" with NaN in place of numbers.
    """

    coefficients: Floats
    covariance: NDArray[np.float64]
    low: Floats
    high: Floats
    statistic: Floats
    penalized_log_likelihood: float
    penalized_log_likelihood_null: float
    ending: str


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The penalized likelihood with one coefficient held, by the others (p - 1,)."""

    value: float
    score: Floats
    information: NDArray[np.float64]


def firth_cox(data: CoxData, *, critical: float) -> FirthFit:
    """Return the penalized fit; ``critical`` is the chi-square quantile that bounds the limits."""
    if data.event_amount == 0 or cox_faults(data):
        raise EstimationError(
            "There are no events, or some covariates are constant or sums of others",
            code="RE-E18",
            do="Leave these covariates out of the model.",
        )
    zero = np.zeros(data.p)
    top = _highest(lambda b: penalized(data, b), zero, SHARP)
    if not top.converged:
        return _nothing(data)
    here = penalized(data, top.point)
    places = range(data.p)
    low, high = (
        np.array([_limit(data, top.point, here, (j, side), critical) for j in places])
        for side in (-1, 1)
    )
    nulls = [_held(data, top.point, j, 0.0)[0] for j in places]
    null = penalized(data, zero).value
    unit = float(np.log(data.scale).sum())
    return FirthFit(
        coefficients=top.point / data.scale,
        covariance=np.linalg.inv(here.information) / np.outer(data.scale, data.scale),
        low=low / data.scale,
        high=high / data.scale,
        statistic=2 * (here.value - np.array(nulls)),
        penalized_log_likelihood=here.value + unit,
        penalized_log_likelihood_null=null + unit,
        ending="converged",
    )


def _highest(at: Callable[[Floats], Quadratic], start: Floats, close: float = CLOSE) -> Maximum:
    """Return the maximum; with steps of half the length where full ones swing around it.

    With one event the penalty bends the likelihood as much as the event does, and the information
    without penalty says half the curvature.
    """

    def slower(point: Floats) -> Quadratic:
        """Return the same likelihood with twice the information."""
        here = at(point)
        return _Part(here.value, here.score, 2 * here.information)

    top = maximize(at, start, close=close)
    return top if top.converged else maximize(slower, start, close=close)


def _nothing(data: CoxData) -> FirthFit:
    """Return a fit without numbers."""
    nan, none = float("nan"), np.full(data.p, np.nan)
    empty = np.full((data.p, data.p), np.nan)
    return FirthFit(none, empty, none, none, none, nan, nan, "not converged")


def _held(data: CoxData, start: Floats, j: int, value: float) -> tuple[float, Floats]:
    """Return the highest penalized likelihood with coefficient j held, and where (p,) it is."""
    others = np.delete(np.arange(data.p), j)

    def whole(part: Floats) -> Floats:
        """Put the held coefficient back among the others, (p,)."""
        return np.insert(part, j, value)

    def at(part: Floats) -> _Part:
        """Return the likelihood of the other coefficients (p - 1,)."""
        full = penalized(data, whole(part))
        return _Part(full.value, full.score[others], full.information[np.ix_(others, others)])

    top = _highest(at, start[others])
    if not top.converged:
        return float("nan"), start
    return at(top.point).value, whole(top.point)


def _limit(
    data: CoxData,
    point: Floats,
    top: PenalizedLikelihood,
    which: tuple[int, int],
    critical: float,
) -> float:
    """Return where the profile has fallen by ``critical``; ``which`` is coefficient and side."""
    from scipy.optimize import brentq

    (j, side), near = which, point

    def gap(value: float) -> float:
        """Return by how much the fall at a value exceeds the critical one."""
        nonlocal near
        highest, near = _held(data, near, j, value)
        return 2 * (top.value - highest) - critical

    reach = np.sqrt(critical * np.linalg.inv(top.information)[j, j])
    inner, outer = float(point[j]), float(point[j] + side * reach)
    span = float(np.ptp(data.x[j]))
    while not gap(outer) >= 0:
        if abs(outer) * span > WIDEST / 4:
            return side * float("inf")
        inner, outer = outer, outer + side * abs(outer - float(point[j]))
    if inner == outer:
        return inner
    return float(brentq(gap, inner, outer, xtol=1e-12, rtol=1e-13))
