"""Fit Gaussian repeated measures: climb in free numbers, finish by Newton, certify the optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.gaussian_likelihood import Moments, moments
from recoveryeval.stats.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian_structures import Structure

GRADIENT_NORM = 1e-6
_HUGE = 1e300
Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True, slots=True, eq=False)
class GaussianFit:
    """The optimum: ``free`` (s,), ``phi`` (K,), its moments, and the Jacobian dphi/dfree (K, s).

    ``gradient_norm`` is that of the deviance in the free numbers, each scaled
    by its curvature; ``hessian`` (s, s) of the deviance in the free numbers.
    """

    structure: str
    free: np.ndarray
    phi: np.ndarray
    at: Moments
    jacobian: np.ndarray
    hessian: np.ndarray
    gradient_norm: float
    log_likelihood: float
    reml: bool
    residual: bool


def fit_gaussian(
    patterns: Patterns, structure: Structure, *, residual: bool, reml: bool = True
) -> GaussianFit:
    """Return the fit, or raise when no certified optimum was reached."""
    from scipy.optimize import minimize

    def objective(free: np.ndarray) -> tuple[float, np.ndarray]:
        with np.errstate(over="ignore", invalid="ignore"):
            found = moments(patterns, structure.phi(free), residual=residual, reml=reml)
        if found is None or not np.isfinite(found.deviance):
            return _HUGE, np.zeros(len(free))
        return found.deviance, _jacobian(structure, free).T @ found.gradient

    best = minimize(
        objective, structure.start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 1000}
    )
    free = _newton(objective, np.asarray(best.x))
    return _certified(patterns, structure, free, residual=residual, reml=reml)


def _newton(objective: Objective, free: np.ndarray) -> np.ndarray:
    """Return the point after up to fifty safeguarded Newton steps on numeric curvature."""
    value, gradient = objective(free)
    for _ in range(50):
        curvature = _curvature(objective, free)
        if np.linalg.eigvalsh(curvature)[0] <= 0:
            return free
        step = -np.linalg.solve(curvature, gradient)
        if -float(gradient @ step) < 1e-16:
            return free
        size = 1.0
        while size > 1e-4:
            moved, slope = objective(free + size * step)
            if moved <= value:
                break
            size /= 2
        else:
            return free
        free, value, gradient = free + size * step, moved, slope
    return free


def _curvature(objective: Objective, free: np.ndarray) -> np.ndarray:
    """Return the Hessian (s, s) as central differences of the exact gradient."""
    steps = 1e-5 * np.maximum(1.0, np.abs(free))
    rows = [
        (objective(free + move)[1] - objective(free - move)[1]) / (2 * step)
        for step, move in zip(steps, np.diag(steps), strict=True)
    ]
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2)


def _jacobian(structure: Structure, free: np.ndarray) -> np.ndarray:
    """Return dphi/dfree (K, s); phi is smooth and cheap, so differences of order four are exact."""
    columns = []
    for j in range(len(free)):
        step = 1e-3 * max(1.0, abs(free[j]))
        at = [structure.phi(free + m * step * np.eye(len(free))[j]) for m in (-2, -1, 1, 2)]
        columns.append((at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step))
    return np.array(columns).T


def _certified(
    patterns: Patterns, structure: Structure, free: np.ndarray, *, residual: bool, reml: bool
) -> GaussianFit:
    """Return the record of an optimum whose gradient is nothing against its curvature."""

    def slope(at: np.ndarray) -> tuple[float, np.ndarray]:
        found = moments(patterns, structure.phi(at), residual=residual, reml=reml)
        gradient = np.full(len(at), np.nan) if found is None else found.gradient
        return 0.0, _jacobian(structure, at).T @ gradient

    at = moments(patterns, structure.phi(free), residual=residual, reml=reml)
    hessian = _curvature(slope, free)
    gradient = slope(free)[1]
    scaled = np.abs(gradient) / np.sqrt(np.maximum(np.abs(np.diag(hessian)), 1e-12))
    norm = float(scaled.max())
    if at is None or not np.isfinite(norm) or norm > GRADIENT_NORM:
        raise EstimationError(
            "The repeated-measures model did not converge",
            code="RE-E11",
            do="Use a simpler covariance structure or fewer random effects.",
        )
    return GaussianFit(
        structure=structure.name,
        free=free,
        phi=structure.phi(free),
        at=at,
        jacobian=_jacobian(structure, free),
        hessian=hessian,
        gradient_norm=norm,
        log_likelihood=-at.deviance / 2,
        reml=reml,
        residual=residual,
    )
