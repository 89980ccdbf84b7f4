"""Log survival and log density of six families, each as a function of a linear predictor.

``eta`` (rows,) is the location on the log-time scale, or the log cumulative
hazard at log time zero for ``spline``; ``shape`` holds the family's other
parameters; ``time`` (rows,) is positive.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Distribution = Literal[
    "exponential", "weibull", "log_normal", "log_logistic", "generalized_gamma", "spline"
]
DISTRIBUTIONS: tuple[Distribution, ...] = (
    "exponential",
    "weibull",
    "log_normal",
    "log_logistic",
    "generalized_gamma",
    "spline",
)
_NEARLY_ZERO = 1e-4


def shape_names(distribution: Distribution, knots: np.ndarray) -> tuple[str, ...]:
    """Return the names of the shape parameters."""
    if distribution == "spline":
        return tuple(f"spline {j}" for j in range(1, max(len(knots) - 1, 1) + 1))
    if distribution == "exponential":
        return ()
    return ("log(scale)", "shape") if distribution == "generalized_gamma" else ("log(scale)",)


def log_survival(
    distribution: Distribution,
    eta: np.ndarray,
    shape: np.ndarray,
    time: np.ndarray,
    knots: np.ndarray,
) -> np.ndarray:
    """Return log S(time) (rows,)."""
    from scipy.special import log_expit, log_ndtr

    if distribution == "spline":
        return np.asarray(-np.exp(eta + _spline(np.log(time), shape, knots)[0]))
    if distribution == "exponential":
        return np.asarray(-time * np.exp(-eta))
    z = (np.log(time) - eta) * np.exp(-shape[0])
    if distribution == "weibull":
        return np.asarray(-np.exp(z))
    if distribution == "log_logistic":
        return np.asarray(log_expit(-z))
    if distribution == "log_normal" or abs(shape[1]) < _NEARLY_ZERO:
        return np.asarray(log_ndtr(-z))
    return _gamma_log_survival(z, shape[1])


def _gamma_log_survival(z: np.ndarray, q: float) -> np.ndarray:
    """Return log S of the generalized gamma with shape q."""
    from scipy.special import gammainc, gammaincc

    k = q**-2
    side = gammaincc if q > 0 else gammainc
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(np.log(side(k, k * np.exp(q * z))))


def log_density(
    distribution: Distribution,
    eta: np.ndarray,
    shape: np.ndarray,
    time: np.ndarray,
    knots: np.ndarray,
) -> np.ndarray:
    """Return log f(time) (rows,); minus infinity where the spline's hazard is negative."""
    from scipy.special import gammaln, log_expit

    log_time = np.log(time)
    if distribution == "spline":
        return _spline_log_density(eta, shape, log_time, knots)
    if distribution == "exponential":
        return np.asarray(-eta - time * np.exp(-eta))
    z = (log_time - eta) * np.exp(-shape[0])
    base = -shape[0] - log_time
    if distribution == "weibull":
        return np.asarray(base + z - np.exp(z))
    if distribution == "log_logistic":
        return np.asarray(base + log_expit(z) + log_expit(-z))
    if distribution == "log_normal" or abs(shape[1]) < _NEARLY_ZERO:
        return np.asarray(base - 0.5 * z**2 - 0.5 * np.log(2 * np.pi))
    q = shape[1]
    k = q**-2
    with np.errstate(over="ignore"):
        inner = k * (q * z - np.exp(q * z))
    return np.asarray(base + np.log(abs(q)) + k * np.log(k) - gammaln(k) + inner)


def _spline_log_density(
    eta: np.ndarray, phi: np.ndarray, log_time: np.ndarray, knots: np.ndarray
) -> np.ndarray:
    """Return log f under a spline for the log cumulative hazard."""
    height, slope = _spline(log_time, phi, knots)
    log_hazard = eta + height
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = np.where(slope > 0, np.log(np.where(slope > 0, slope, 1.0)), -np.inf)
    return np.asarray(log_hazard + rising - log_time - np.exp(log_hazard))


def _spline(
    log_time: np.ndarray, phi: np.ndarray, knots: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return a natural cubic spline in log time without intercept, and its slope."""
    height, slope = phi[0] * log_time, np.full(log_time.shape, phi[0])
    if len(phi) == 1:
        return height, slope
    places = np.log(knots)
    low, high = places[0], places[-1]
    for coefficient, knot in zip(phi[1:], places[1:-1], strict=True):
        share = (high - knot) / (high - low)
        for weight, at in ((1.0, knot), (-share, low), (share - 1.0, high)):
            above = np.maximum(log_time - at, 0.0)
            height = height + coefficient * weight * above**3
            slope = slope + coefficient * weight * 3 * above**2
    return height, slope
