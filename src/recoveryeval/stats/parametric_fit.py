"""Maximum likelihood for parametric survival: exact, censored, bracketed and late-entered times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.parametric_families import (
    Distribution,
    log_density,
    log_survival,
    shape_names,
)

_STEP = 1e-4
_TOLERANCE = 1e-10
_ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Bracketed:
    """Times known to lie in (lower, upper] (rows,): equal where exact, infinite where censored.

    ``entry`` (rows,) is -inf where observed from the start, ``n`` (rows,) counts
    replications, ``x`` (rows, p) starts with a column of ones.
    """

    lower: np.ndarray
    upper: np.ndarray
    entry: np.ndarray
    n: np.ndarray
    x: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class ParametricFit:
    """Estimates theta (q,): the p coefficients, then the shapes; covariance (q, q)."""

    distribution: Distribution
    theta: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    decrement: float
    knots: np.ndarray
    shapes: tuple[str, ...]


def fit_parametric(data: Bracketed, distribution: Distribution, *, knots: int = 3) -> ParametricFit:
    """Return the maximum-likelihood fit, or raise when no interior maximum was reached."""
    places = _knots(data, knots) if distribution == "spline" else np.empty(0)
    names = shape_names(distribution, places)
    best: tuple[float, np.ndarray, np.ndarray, float] | None = None
    for start in _starts(data, distribution, len(names)):
        found = _newton(data, distribution, start, places)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        raise EstimationError(
            "The parametric model did not converge",
            code="RE-E11",
            do="Use fewer covariates, another distribution, or cox() and kaplan_meier().",
        )
    value, theta, covariance, decrement = best
    return ParametricFit(distribution, theta, covariance, value, decrement, places, names)


def row_log_likelihood(
    data: Bracketed,
    distribution: Distribution,
    eta: np.ndarray,
    shape: np.ndarray,
    knots: np.ndarray,
) -> np.ndarray:
    """Return the log-likelihood of each row (rows,), before multiplying by n."""

    def survives(rows: np.ndarray, at: np.ndarray) -> np.ndarray:
        return log_survival(distribution, eta[rows], shape, at, knots)

    out = np.zeros(len(eta))
    exact = data.lower == data.upper
    censored = np.isinf(data.upper) & (data.lower > 0)
    bracket = ~exact & ~np.isinf(data.upper)
    late = data.entry > 0
    out[exact] = log_density(distribution, eta[exact], shape, data.upper[exact], knots)
    out[censored] = survives(censored, data.lower[censored])
    if bracket.any():
        lower = data.lower[bracket]
        first = np.zeros(lower.shape)
        after = lower > 0
        rows = np.flatnonzero(bracket)[after]
        first[after] = log_survival(distribution, eta[rows], shape, lower[after], knots)
        gap = survives(bracket, data.upper[bracket]) - first
        with np.errstate(divide="ignore"):
            out[bracket] = first + np.log(-np.expm1(np.minimum(gap, 0.0)))
    if late.any():
        out[late] -= survives(late, data.entry[late])
    return out


def _knots(data: Bracketed, count: int) -> np.ndarray:
    """Return count + 1 knots at equally spaced percentiles of the event times."""
    seen = ~np.isinf(data.upper)
    middle = (data.lower[seen] + data.upper[seen]) / 2
    times = np.repeat(middle, data.n[seen].astype(int)) if middle.size < 100_000 else middle
    return np.asarray(np.quantile(times, np.linspace(0.05, 0.95, count + 1)))


def _starts(data: Bracketed, distribution: Distribution, shapes: int) -> list[np.ndarray]:
    """Return starting points; richer families start from the simpler ones they contain."""
    p = data.x.shape[1]
    if distribution in ("weibull", "log_normal", "log_logistic"):
        last = np.where(np.isinf(data.upper), np.maximum(data.lower, 1e-9), data.upper)
        start = np.zeros(p + 1)
        start[0] = np.average(np.log(last), weights=data.n) + 0.5
        return [start]
    weibull = fit_parametric(data, "weibull").theta
    if distribution == "spline":
        rate = np.exp(-weibull[p])
        return [np.concatenate([-weibull[:p] * rate, [rate], np.zeros(shapes - 1)])]
    normal = fit_parametric(data, "log_normal").theta
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
        gradient, information = _derivatives(data, distribution, theta, knots)
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


def _derivatives(
    data: Bracketed, distribution: Distribution, theta: np.ndarray, knots: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient (q,) and observed information (q, q).

    The likelihood of a row depends on its linear predictor and on the shapes
    alone, so central differences in those few numbers are enough.
    """
    p, m = data.x.shape[1], len(theta) - data.x.shape[1]
    eta, shape = data.x @ theta[:p], theta[p:]

    def rows(moves: dict[int, float]) -> np.ndarray:
        change = np.array([moves.get(j + 1, 0.0) for j in range(m)])
        return row_log_likelihood(
            data, distribution, eta + moves.get(0, 0.0), shape + change, knots
        )

    h = _STEP
    centre = rows({})
    up = [rows({a: h}) for a in range(m + 1)]
    down = [rows({a: -h}) for a in range(m + 1)]
    fine_up = [rows({a: h / 10}) for a in range(m + 1)]
    fine_down = [rows({a: -h / 10}) for a in range(m + 1)]
    first = [(u - d) / (0.2 * h) for u, d in zip(fine_up, fine_down, strict=True)]
    second = {(a, a): (up[a] - 2 * centre + down[a]) / h**2 for a in range(m + 1)}
    for a in range(m + 1):
        for b in range(a):
            mixed = rows({a: h, b: h}) - rows({a: h, b: -h}) - rows({a: -h, b: h})
            second[a, b] = second[b, a] = (mixed + rows({a: -h, b: -h})) / (4 * h**2)
    return _chain(data, first, second)


def _chain(
    data: Bracketed, first: list[np.ndarray], second: dict[tuple[int, int], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient and information from derivatives in the predictor and the shapes."""
    x, n, m = data.x, data.n, len(first) - 1
    gradient = np.concatenate([x.T @ (n * first[0]), [n @ first[j] for j in range(1, m + 1)]])
    beta = x.T @ (x * (n * second[0, 0])[:, None])
    cross = np.array([x.T @ (n * second[0, j]) for j in range(1, m + 1)]).reshape(m, -1).T
    shapes = np.array([[n @ second[a, b] for b in range(1, m + 1)] for a in range(1, m + 1)])
    return gradient, -np.block([[beta, cross], [cross.T, shapes.reshape(m, m)]])
