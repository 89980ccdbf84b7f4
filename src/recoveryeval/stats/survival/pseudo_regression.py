"""Regression of pseudo-observations: differences (identity link) and ratios (log link) of means.

Pseudo-observations are not the values of a person, so only the mean is modeled and the variance is
robust (Andersen, Klein and Rosthoj 2003, doi:10.1093/biomet/90.1.15). The estimating equation is
that of least squares, also under the log link; near its solution that link is a linear model in
the columns x times the fitted mean, from which the variance follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.least_squares import clustered_least_squares
from recoveryeval.stats.survival.cells import Floats, Ints

Link = Literal["identity", "log"]
STEPS, SMALL = 200, 1e-10
FAR, SINGULAR = 30.0, 1e14


@dataclass(frozen=True, slots=True, eq=False)
class PseudoData:
    """Pseudo-observations (N,) of the mean, covariates (N, q), counts of people (N,), clusters."""

    y: Floats
    x: NDArray[np.float64]
    n: Floats
    cluster: Ints | None = None


def pseudo_regression(data: PseudoData, link: Link) -> Coefficients | None:
    """Return coefficients with a robust covariance, or None where there is no solution.

    HC3 and N - q degrees of freedom without clusters, CR2 and its own degrees of freedom with them.
    """
    beta = _identity(data) if link == "identity" else _log(data)
    if beta is None:
        return None
    mean = data.x @ beta if link == "identity" else np.exp(data.x @ beta)
    slope = data.x if link == "identity" else data.x * mean[:, None]
    if data.cluster is not None:
        times = data.n.astype(np.int64)
        target = slope @ beta + data.y - mean  # its least squares fit is beta, with these residuals
        return clustered_least_squares(
            np.repeat(slope, times, axis=0),
            np.repeat(target, times),
            np.repeat(data.cluster, times),
        )
    return _independent(data, slope, data.y - mean, beta)


def _independent(
    data: PseudoData, slope: NDArray[np.float64], residual: Floats, beta: Floats
) -> Coefficients:
    """Return coefficients with HC3; ``slope`` (N, q) is the derivative of the mean."""
    bread = np.linalg.inv((slope * data.n[:, None]).T @ slope)
    leverage = np.einsum("ij,jk,ik->i", slope, bread, slope)
    factor = data.n / np.maximum(1.0 - leverage, 1e-12) ** 2
    middle = (slope * (factor * residual**2)[:, None]).T @ slope
    df = float(data.n.sum()) - slope.shape[1]
    return Coefficients(beta, bread @ middle @ bread, "residual", df)


def _identity(data: PseudoData) -> Floats:
    """Return least squares (q,)."""
    weighted = data.x * data.n[:, None]
    return np.asarray(np.linalg.solve(weighted.T @ data.x, weighted.T @ data.y))


def _log(data: PseudoData) -> Floats | None:
    """Return the solution (q,) under the log link by Gauss and Newton, halving steps that miss."""
    mean = float(np.average(data.y, weights=data.n))
    if mean <= 0:
        return None
    start = np.linalg.lstsq(data.x, np.full(data.y.size, np.log(mean)), rcond=None)[0]
    beta, loss = start, _loss(data, start)
    for _ in range(STEPS):
        fitted = np.exp(data.x @ beta)
        slope = data.x * fitted[:, None]
        weighted = slope * data.n[:, None]
        score = weighted.T @ (data.y - fitted)
        spread = weighted.T @ slope
        if np.ptp(data.x @ beta) > FAR or _is_singular(spread):
            return None  # a group's mean is zero or below, so its logarithm runs off
        step = np.linalg.solve(spread, score)
        if np.max(np.abs(data.x @ step)) < SMALL:
            return np.asarray(beta + step)
        size = 1.0
        while size > SMALL and _loss(data, beta + size * step) > loss * (1.0 + 1e-13):
            size /= 2
        beta = beta + size * step
        loss = _loss(data, beta)
    return None


def _is_singular(spread: NDArray[np.float64]) -> bool:
    """Return whether a matrix (q, q) has no inverse, whatever the units of the columns."""
    unit = np.sqrt(np.diag(spread))
    return not (unit > 0).all() or bool(np.linalg.cond(spread / np.outer(unit, unit)) > SINGULAR)


def _loss(data: PseudoData, beta: Floats) -> float:
    """Return the sum of squares that the solution makes least."""
    with np.errstate(over="ignore"):
        value = float(data.n @ (data.y - np.exp(data.x @ beta)) ** 2)
    return value if np.isfinite(value) else float("inf")
