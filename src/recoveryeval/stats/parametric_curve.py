"""Survival under a fitted parametric model, averaged over people, with delta-method errors."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.parametric_families import log_survival
from recoveryeval.stats.parametric_fit import ParametricFit

_STEP = 1e-5


def mean_survival(
    fit: ParametricFit, x: np.ndarray, n: np.ndarray, time: float
) -> tuple[float, float]:
    """Return S(time) averaged over rows x (rows, p), weights n (rows,), and its standard error."""
    if time <= 0:
        return 1.0, 0.0
    p = x.shape[1]
    at = np.full(len(x), float(time))

    def average(theta: np.ndarray) -> float:
        eta, shape = x @ theta[:p], theta[p:]
        rows = np.exp(log_survival(fit.distribution, eta, shape, at, fit.knots))
        return float(np.average(rows, weights=n))

    gradient = np.array(
        [
            (average(fit.theta + move) - average(fit.theta - move)) / (2 * _STEP)
            for move in _STEP * np.eye(len(fit.theta))
        ]
    )
    return average(fit.theta), float(np.sqrt(gradient @ fit.covariance @ gradient))
