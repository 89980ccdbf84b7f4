"""Maximum likelihood for parametric survival: exact, censored, bracketed and late-entered times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.distributions.parametric_families import Distribution, shape_names
from recoveryeval.stats.distributions.parametric_likelihood import (
    Bracketed,
    derivatives,
    row_log_likelihood,
)
from recoveryeval.stats.distributions.spline_knots import USUAL, check_pieces, spline_knots

_TOLERANCE = 1e-10
_ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class ParametricFit:
    """Estimates theta (q,): the p coefficients, then the shapes; covariance (q, q).

    ``df`` are the degrees of freedom of what is predicted; infinite unless clusters are few.
    """

    distribution: Distribution
    theta: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    decrement: float
    knots: np.ndarray
    shapes: tuple[str, ...]
    df: float = float("inf")


def fit_parametric(
    data: Bracketed,
    distribution: Distribution,
    *,
    knots: int = USUAL,
    people: np.ndarray | None = None,
    rows: int | None = None,
) -> ParametricFit:
    """Return the maximum-likelihood fit, or raise when no interior maximum was reached.

    ``people`` (rows,) places the knots of a spline where the counts in the data are weighted ones;
    ``rows`` says how many there were before equal ones were added up.
    """
    counts = data.n if people is None else people
    check_pieces(distribution, knots)
    places = spline_knots(data, counts, knots) if distribution == "spline" else np.empty(0)
    names = shape_names(distribution, places)
    best: tuple[float, np.ndarray, np.ndarray, float] | None = None
    for start in _starts(data, distribution, len(names), rows):
        found = _newton(data, distribution, start, places)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        raise EstimationError(
            "The parametric model did not converge",
            code="RE-E11",
            rows=int(data.lower.size) if rows is None else rows,
            do="Use fewer covariates, another distribution, or cox() and kaplan_meier().",
        )
    value, theta, covariance, decrement = best
    return ParametricFit(distribution, theta, covariance, value, decrement, places, names)


def _starts(
    data: Bracketed, distribution: Distribution, shapes: int, rows: int | None
) -> list[np.ndarray]:
    """Return starting points; richer families start from the simpler ones they contain."""
    p = data.x.shape[1]
    if distribution in ("exponential", "weibull", "log_normal", "log_logistic"):
        last = np.where(np.isinf(data.upper), np.maximum(data.lower, 1e-9), data.upper)
        start = np.zeros(p + shapes)
        start[0] = np.average(np.log(last), weights=data.n) + 0.5
        return [start]
    weibull = fit_parametric(data, "weibull", rows=rows).theta
    if distribution == "spline":
        rate = np.exp(-weibull[p])
        return [np.concatenate([-weibull[:p] * rate, [rate], np.zeros(shapes - 1)])]
    normal = fit_parametric(data, "log_normal", rows=rows).theta
    return [np.append(weibull, 1.0), np.append(weibull, 0.6), np.append(normal, 0.1)]


def _newton(
    data: Bracketed, distribution: Distribution, start: np.ndarray, knots: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, float] | None:
    """Return value, theta, covariance and Newton decrement at a maximum, or None."""

    def value(theta: np.ndarray) -> float:
        p = data.x.shape[1]
        with np.errstate(all="ignore"):  # a step too far is not a number, and is taken back
            rows = row_log_likelihood(data, distribution, data.x @ theta[:p], theta[p:], knots)
        total = float(data.n @ rows)
        return total if np.isfinite(total) else -np.inf

    theta, current = start.astype(float), value(start)
    for _ in range(_ROUNDS):
        gradient, information = derivatives(data, distribution, theta, knots)
        step, definite = _direction(gradient, information)
        decrement = float(gradient @ step)
        if definite and decrement < _TOLERANCE:
            # Newton's last step squares the error, so it is taken without asking whether it helps.
            last = theta + step
            return max(value(last), current), last, np.linalg.inv(information), decrement
        theta, moved = _line_search(value, theta, step, current)
        if moved <= current:
            flat = definite and decrement < 1e-7
            return (current, theta, np.linalg.inv(information), decrement) if flat else None
        current = moved
    return None


def _line_search(
    value: Callable[[np.ndarray], float], theta: np.ndarray, step: np.ndarray, current: float
) -> tuple[np.ndarray, float]:
    """Return a better point along the step and its value, or the old ones."""
    size = 1.0
    while size > 1e-8:
        moved = value(theta + size * step)
        if moved > current:
            return theta + size * step, moved
        size /= 2
    return theta, current


def _direction(gradient: np.ndarray, information: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return Newton's step, lifted to a rising one, and whether the information is definite."""
    if not np.isfinite(information).all():
        return gradient, False
    roots, vectors = np.linalg.eigh(information)
    definite = bool(roots[0] > 1e-10 * max(roots[-1], 1.0))
    lifted = np.maximum(np.abs(roots), 1e-6 * max(abs(roots[-1]), 1.0))
    return np.asarray(
        vectors @ ((vectors.T @ gradient) / (roots if definite else lifted))
    ), definite
