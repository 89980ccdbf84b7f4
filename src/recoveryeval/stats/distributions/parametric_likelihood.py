"""The likelihood of times that are exact, censored, bracketed or entered late; its derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.distributions.parametric_families import (
    Distribution,
    log_density,
    log_survival,
)

_STEP = 1e-3


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


def collapsed(data: Bracketed, people: np.ndarray) -> tuple[Bracketed, np.ndarray]:
    """Return distinct rows in order, with their counts, and people (rows,) in each.

    Rows and cells of them then give the same numbers to the last digit.
    """
    keys = np.column_stack([data.lower, data.upper, data.entry, data.x])
    rows, which = np.unique(keys, axis=0, return_inverse=True)
    n, persons = (np.bincount(np.ravel(which), w, len(rows)) for w in (data.n, people))
    return Bracketed(rows[:, 0], rows[:, 1], rows[:, 2], n, rows[:, 3:]), persons


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


def derivatives(
    data: Bracketed, distribution: Distribution, theta: np.ndarray, knots: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient (q,) and observed information (q, q).

    The likelihood of a row depends on its linear predictor and on the shapes
    alone, so fourth-order differences in those few numbers leave twelve digits.
    """
    p, m = data.x.shape[1], len(theta) - data.x.shape[1]
    eta, shape = data.x @ theta[:p], theta[p:]

    def rows(moves: dict[int, float]) -> np.ndarray:
        change = np.array([moves.get(j + 1, 0.0) for j in range(m)])
        return row_log_likelihood(
            data, distribution, eta + moves.get(0, 0.0), shape + change, knots
        )

    h, at = _STEP, rows({})
    near = [(rows({a: h}), rows({a: -h})) for a in range(m + 1)]
    far = [(rows({a: 2 * h}), rows({a: -2 * h})) for a in range(m + 1)]
    first = [
        (8 * (u - d) - (uu - dd)) / (12 * h) for (u, d), (uu, dd) in zip(near, far, strict=True)
    ]
    second = {
        (a, a): (16 * sum(near[a]) - sum(far[a]) - 30 * at) / (12 * h**2) for a in range(m + 1)
    }

    def mixed(a: int, b: int, s: float) -> np.ndarray:
        corners = rows({a: s, b: s}) - rows({a: s, b: -s}) - rows({a: -s, b: s})
        return np.asarray((corners + rows({a: -s, b: -s})) / (4 * s**2))

    for a in range(m + 1):
        for b in range(a):
            second[a, b] = second[b, a] = (4 * mixed(a, b, h) - mixed(a, b, 2 * h)) / 3
    return _chain(data, first, second)


def _chain(
    data: Bracketed, first: list[np.ndarray], second: dict[tuple[int, int], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient and information from derivatives in the predictor and the shapes."""
    x, n, p, m = data.x, data.n, data.x.shape[1], len(first) - 1
    gradient = np.concatenate([x.T @ (n * first[0]), [n @ first[j] for j in range(1, m + 1)]])
    beta = x.T @ (x * (n * second[0, 0])[:, None])
    cross = np.array([x.T @ (n * second[0, j]) for j in range(1, m + 1)]).reshape(m, p).T
    shapes = np.array([[n @ second[a, b] for b in range(1, m + 1)] for a in range(1, m + 1)])
    return gradient, -np.block([[beta, cross], [cross.T, shapes.reshape(m, m)]])
