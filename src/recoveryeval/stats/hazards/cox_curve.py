"""Survival curves from a Cox model: for one person, or averaged over people (standardized).

The average over people of exp(-H(t) exp(x b)), everyone's covariates as given, is what would be
seen had all of them been as described (the g-formula). A curve for one person is the average over
that person. Its error has two parts: that of the baseline hazard, and that of the coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.hazards.mean_survival import at_hazards
from recoveryeval.stats.survival.cells import Floats, Ints

BLOCK = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class BaselineHazard:
    """Hazard at each event time (T,) of a person with all covariates 0, and its running sum."""

    stratum: Ints
    time: Floats
    hazard: Floats
    cumulative: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CoxCurve:
    """Survival (K,) at ``time`` (K,), and how it moves with what was estimated.

    ``on_hazard`` (S, K) is its derivative by each stratum's cumulative hazard, whose variance is
    ``hazard_variance`` (S, K); ``on_coefficients`` (p, K) is its derivative by the coefficients.
    """

    time: Floats
    survival: Floats
    on_hazard: Floats
    hazard_variance: Floats
    on_coefficients: Floats

    def std_error(self, covariance: NDArray[np.float64]) -> Floats:
        """Return standard errors (K,) for a model or robust covariance (p, p)."""
        return _error(self.on_hazard, self.hazard_variance, self.on_coefficients, covariance)

    def difference_error(self, other: CoxCurve, covariance: NDArray[np.float64]) -> Floats:
        """Return standard errors (K,) of this curve minus another one of the same fit."""
        hazard = self.on_hazard - other.on_hazard
        coefficients = self.on_coefficients - other.on_coefficients
        return _error(hazard, self.hazard_variance, coefficients, covariance)


def baseline_hazard(fit: CoxFit) -> BaselineHazard:
    """Return the hazard by the tie rule of the fit, where all covariates are 0."""
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    at_zero = np.exp(-float(fit.coefficients @ data.center) - steps.shift)
    hazard = steps.h * at_zero
    cumulative = np.empty_like(hazard)
    for start, end in zip(
        data.layout.segments.bounds[:-1], data.layout.segments.bounds[1:], strict=True
    ):
        cumulative[start:end] = np.cumsum(hazard[start:end])
    return BaselineHazard(data.layout.stratum, data.layout.time, hazard, cumulative)


def cox_curve(
    fit: CoxFit,
    x: ArrayLike,
    times: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
) -> CoxCurve:
    """Return the mean survival at ``times`` (K,) of people with covariates ``x`` (N, p).

    ``weight`` (N,) are their weights in the mean, ``stratum`` (N,) the codes of their strata.
    """
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    design = (np.asarray(x, np.float64) - data.center) / data.scale
    when = np.asarray(times, np.float64)
    share = np.ones(design.shape[0]) if weight is None else np.asarray(weight, np.float64)
    share = share / share.sum()
    of = np.zeros(design.shape[0]) if stratum is None else np.asarray(stratum)
    relative = np.exp(design @ fit.beta - steps.shift)
    codes = np.unique(data.layout.stratum)
    survival, on_beta = np.zeros(when.size), np.zeros((data.p, when.size))
    on_hazard, variance = np.zeros((codes.size, when.size)), np.zeros((codes.size, when.size))
    for s, code in enumerate(codes):
        hazard, moved, variance[s] = _cumulative(fit, steps, int(code), when)
        at = np.flatnonzero(of == code)
        mean, slope, slope_x = _averages(hazard, relative[at], share[at], design[at])
        survival += mean
        on_hazard[s] = -slope
        on_beta -= slope_x * hazard - slope * moved
    return CoxCurve(when, survival, on_hazard, variance, on_beta * data.scale[:, None])


def _cumulative(
    fit: CoxFit, steps: Steps, stratum: int, times: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return hazard (K,), its slope by coefficients (p, K), variance (K,) up to each time."""
    picked = fit.data.layout.stratum == stratum
    place = np.searchsorted(fit.data.layout.time[picked], times, side="right")
    parts = np.vstack([steps.h, steps.h2, steps.moved_h])[:, picked]
    running = np.concatenate([np.zeros((parts.shape[0], 1)), parts.cumsum(axis=1)], axis=1)
    sums = running[:, place]
    return sums[0], sums[2:], sums[1]


def _averages(
    hazard: Floats, relative: Floats, share: Floats, design: NDArray[np.float64]
) -> tuple[Floats, Floats, Floats]:
    """Return means over people (N,) at each hazard (K,): S, S r, and S r x (p, K)."""
    columns = np.column_stack([share, share * relative, design * (share * relative)[:, None]])

    def exact(at: Floats) -> NDArray[np.float64]:
        out = np.empty((columns.shape[1], at.size))
        step = max(1, BLOCK // (share.size + 1))
        for start in range(0, at.size, step):
            some = slice(start, start + step)
            out[:, some] = (np.exp(-np.outer(at[some], relative)) @ columns).T
        return out

    found = at_hazards(hazard, float(relative.max(initial=0.0)), exact, share.size)
    return found[0], found[1], found[2:]


def _error(
    on_hazard: Floats,
    hazard_variance: Floats,
    on_coefficients: Floats,
    covariance: NDArray[np.float64],
) -> Floats:
    """Return standard errors (K,) by the delta method."""
    from_hazard = (on_hazard**2 * hazard_variance).sum(axis=0)
    from_beta = np.einsum("pk,pq,qk->k", on_coefficients, covariance, on_coefficients)
    return np.asarray(np.sqrt(from_hazard + from_beta))
