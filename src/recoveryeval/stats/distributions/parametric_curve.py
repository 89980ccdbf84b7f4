"""Survival and restricted means under a parametric model, averaged over people, with errors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recoveryeval.stats.distributions.parametric_families import log_survival
from recoveryeval.stats.distributions.parametric_fit import ParametricFit

_STEP = 1e-5
_NODES = 64


def mean_survival(
    fit: ParametricFit, x: np.ndarray, n: np.ndarray, time: float
) -> tuple[float, float]:
    """Return S(time) averaged over rows x (rows, p), weights n (rows,), and its standard error."""
    value, covariance = mean_curves(fit, [(x, n)], np.array([float(time)]))
    return float(value[0, 0]), float(np.sqrt(covariance[0, 0]))


def mean_curves(
    fit: ParametricFit, groups: list[tuple[np.ndarray, np.ndarray]], times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return survival (G, T) at times (T,) averaged over each group's rows, and its covariance.

    A group is its rows (rows, p) with weights (rows,); the covariance is (G T, G T).
    """
    kept = [_patterns(x, n) for x, n in groups]
    return _delta(
        fit, lambda theta: np.stack([_survival(fit, theta, x, n, times) for x, n in kept])
    )


def restricted_means(
    fit: ParametricFit, groups: list[tuple[np.ndarray, np.ndarray]], horizon: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean time up to a horizon (G,) and its covariance (G, G), by Gauss's rule.

    Nodes crowd towards time zero, where survival of a falling hazard is steepest.
    """
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    place = (node + 1) / 2
    times, share = horizon * place**3, horizon * 1.5 * place**2 * weight
    kept = [_patterns(x, n) for x, n in groups]
    return _delta(
        fit, lambda theta: np.array([_survival(fit, theta, x, n, times) @ share for x, n in kept])
    )


def _survival(
    fit: ParametricFit, theta: np.ndarray, x: np.ndarray, n: np.ndarray, times: np.ndarray
) -> np.ndarray:
    """Return survival (T,) averaged over rows."""
    p = x.shape[1]
    eta, shape = x @ theta[:p], theta[p:]
    out = np.ones(times.size)
    for j in np.flatnonzero(times > 0):
        rows = np.exp(
            log_survival(fit.distribution, eta, shape, np.full(len(x), times[j]), fit.knots)
        )
        out[j] = np.average(rows, weights=n)
    return out


def _patterns(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return distinct rows of a design and the weight of each."""
    rows, which = np.unique(x, axis=0, return_inverse=True)
    return rows, np.bincount(np.ravel(which), n, minlength=len(rows))


def _delta(
    fit: ParametricFit, value: Callable[[np.ndarray], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return a function of the estimates and the covariance of its flattened values."""
    slope = np.stack(
        [
            ((value(fit.theta + move) - value(fit.theta - move)) / (2 * _STEP)).ravel()
            for move in _STEP * np.eye(len(fit.theta))
        ]
    )
    return value(fit.theta), slope.T @ fit.covariance @ slope
