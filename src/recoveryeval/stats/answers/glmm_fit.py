"""Maximum likelihood of a random-intercept model of answers or counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.answers.glmm_families import FamilyName, Floats, family
from recoveryeval.stats.answers.glmm_likelihood import Clustered, Quadrature, quadrature

SMALLEST, LARGEST = -7.0, 4.0  # bounds of the log of the deviation between clusters
AT_BOUND = -4.5
LARGE_SIZE = 9.0
NEAR = 10  # nodes until the maximum is near
_CLOSE, _STEPS, _H = 1e-7, 25, 1e-5

At = Callable[[Floats], Quadrature]


@dataclass(frozen=True, slots=True, eq=False)
class GlmmFit:
    """Estimates (beta, log sigma[, log size]), their covariance, modes and likelihood.

    ``decrement`` is the last step in units of standard errors, which says
    whether the maximum was reached.
    """

    theta: Floats
    covariance: Floats
    modes: Floats
    spread: Floats
    log_likelihood: float
    decrement: float
    boundary: bool

    @property
    def converged(self) -> bool:
        """Whether another step would move nothing that a reader could see."""
        return bool(self.decrement < 1e-4)


def fit_glmm(
    data: Clustered,
    name: FamilyName,
    *,
    nodes: int,
    start: Floats,
    together: bool = False,
    watch: Callable[[], None] = lambda: None,
) -> GlmmFit:
    """Fit from a start (beta, log sigma[, log size]); ``together`` lets no cluster differ.

    ``watch`` is called at each look at the likelihood.
    """
    terms, sized, q = family(name), name == "negative-binomial", data.x.shape[1]
    held = {"modes": np.zeros(len(data.n))}

    def up(theta: Floats, nodes: int = nodes) -> Quadrature:
        found = quadrature(data, terms, theta, nodes, held["modes"], sized=sized)
        held["modes"] = found.modes
        watch()
        return found

    def near(theta: Floats) -> Quadrature:
        """Return the likelihood by nodes enough to come near the maximum."""
        return up(theta, min(nodes, NEAR))

    widest = SMALLEST if together else LARGEST
    theta = _climbed(near, start, float(data.n.sum()), q, widest)
    free = np.ones(len(theta), dtype=bool)
    free[q] = theta[q] >= AT_BOUND
    if sized:  # a size this large is a Poisson count
        free[q + 1] = theta[q + 1] < LARGE_SIZE - 0.5
    theta, information, decrement = _polish(up, theta, free)
    last = up(theta)
    covariance = np.zeros((len(theta), len(theta)))
    covariance[np.ix_(free, free)] = np.linalg.inv(information)
    boundary = not bool(free[q])
    return GlmmFit(theta, covariance, last.modes, last.spread, last.value, decrement, boundary)


def _climbed(up: At, start: Floats, scale: float, q: int, widest: float) -> Floats:
    """Return a point near the maximum, within bounds of the deviation and the size."""
    from scipy.optimize import minimize

    def down(theta: Floats) -> tuple[float, Floats]:
        found = up(theta)
        return -found.value / scale, -found.gradient / scale

    begin = start.copy()
    begin[q] = min(float(begin[q]), widest)
    bounds = [(None, None)] * q + [(SMALLEST, widest)] + [(-8.0, LARGE_SIZE)] * (len(start) - q - 1)
    found = minimize(down, begin, jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-8})  # fmt: skip
    return np.asarray(found.x, dtype=float)


def _polish(up: At, theta: Floats, free: np.ndarray) -> tuple[Floats, Floats, float]:
    """Return Newton's last point, the information there, and its last step in errors."""
    decrement = np.inf
    information = np.eye(int(free.sum()))
    for _ in range(_STEPS):
        gradient = up(theta).gradient[free]
        information = _information(up, theta, free)
        step = np.linalg.solve(information, gradient)
        decrement = float(np.sqrt(max(gradient @ step, 0.0)))
        if not np.isfinite(step).all() or np.linalg.eigvalsh(information)[0] <= 0:
            return theta, information, np.inf
        if decrement < _CLOSE:
            break
        theta = theta.copy()
        theta[free] += step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-300))
    return theta, information, decrement


def _information(up: At, theta: Floats, free: np.ndarray) -> Floats:
    """Return less the second derivatives by the free parameters, from exact gradients."""
    places = np.flatnonzero(free)
    rows = []
    for k in places:
        h = _H * max(1.0, abs(theta[k]))
        above, below = theta.copy(), theta.copy()
        above[k] += h
        below[k] -= h
        rows.append((up(below).gradient[free] - up(above).gradient[free]) / (2 * h))
    square = np.array(rows)
    return np.asarray((square + square.T) / 2)
