"""Fit Gaussian repeated measures by Newton steps in free numbers, and certify the optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.gaussian.free_numbers import bend, jacobian
from recoveryeval.stats.gaussian.gaussian_likelihood import Moments, moments
from recoveryeval.stats.gaussian.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian.gaussian_structures import Structure

GRADIENT_NORM = 1e-6
_HUGE = 1e300
At = Callable[[np.ndarray, bool], Moments | None]


@dataclass(frozen=True, slots=True, eq=False)
class GaussianFit:
    """The optimum: ``free`` (s,), ``phi`` (K,), its moments, and the Jacobian dphi/dfree (K, s).

    ``gradient_norm`` is the deviance's against its curvature ``hessian`` (s, s), both in
    free numbers, whose last ``levels`` are of groups above people.
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
    levels: int = 0


def fit_gaussian(
    patterns: Patterns,
    structure: Structure,
    *,
    residual: bool,
    reml: bool = True,
    start: np.ndarray | None = None,
    watch: Callable[[], None] = lambda: None,
) -> GaussianFit:
    """Return the certified fit, or raise; ``start`` (s,) are free numbers near it, if known.

    ``watch`` is called at each look at the likelihood.
    """

    def at(free: np.ndarray, second: bool) -> Moments | None:
        watch()
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found = moments(
                patterns, structure.phi(free), residual=residual, reml=reml, second=second
            )
        return found if found is not None and np.isfinite(found.deviance) else None

    best = _newton(at, structure, structure.start if start is None else start)
    if not (best and best.certified):
        best = _newton(at, structure, _climbed(at, structure))
    return _recorded(best, structure, patterns.levels, residual=residual, reml=reml)


def _climbed(at: At, structure: Structure) -> np.ndarray:
    """Return free numbers near the optimum, by a quasi-Newton search where Newton lost its way."""
    from scipy.optimize import minimize

    def objective(free: np.ndarray) -> tuple[float, np.ndarray]:
        found = at(free, False)
        if found is None:
            return _HUGE, np.zeros(len(free))
        return found.deviance, jacobian(structure, free).T @ found.gradient

    options = {"gtol": 1e-4, "maxiter": 1000}
    best = minimize(objective, structure.start, jac=True, method="BFGS", options=options)
    return np.asarray(best.x)


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """Free numbers (s,), what the likelihood is there, its slope (s,) and curvature (s, s)."""

    free: np.ndarray
    at: Moments
    slope: np.ndarray
    curvature: np.ndarray

    @property
    def norm(self) -> float:
        """The largest slope, each held against its curvature."""
        size = np.sqrt(np.maximum(np.abs(np.diag(self.curvature)), 1e-12))
        return float((np.abs(self.slope) / size).max())

    @property
    def certified(self) -> bool:
        """Whether this is a minimum of the deviance, flat directions allowed."""
        lowest = np.linalg.eigvalsh(self.curvature)[0]
        return bool(lowest > -1e-6 * np.abs(self.curvature).max() and self.norm <= GRADIENT_NORM)


def _newton(at: At, structure: Structure, free: np.ndarray) -> _Point | None:
    """Return the point after up to fifty safeguarded Newton steps; None where there is none."""
    here = _point(at, structure, free)
    for _ in range(50):
        if here is None:
            return None
        roots, vectors = np.linalg.eigh(here.curvature)
        # Where the deviance is not convex, the step goes downhill by the size of the curvature.
        floor = 1e-8 * max(float(np.abs(roots).max()), 1e-300)
        step = -vectors @ ((vectors.T @ here.slope) / np.maximum(np.abs(roots), floor))
        if -float(here.slope @ step) < 1e-13:  # the last step squares what error is left
            return _point(at, structure, here.free + step) or here
        moved = _lower(at, here, step)
        if moved is None:
            return here
        here = _point(at, structure, *moved)
    return here


def _lower(at: At, here: _Point, step: np.ndarray) -> tuple[np.ndarray, Moments] | None:
    """Return a point down the step, halved until the deviance is no higher."""
    size = 1.0
    while size > 1e-6:
        free = here.free + size * step
        found = at(free, True)
        if found is not None and found.deviance <= here.at.deviance:
            return free, found
        size /= 2
    return None


def _point(
    at: At, structure: Structure, free: np.ndarray, found: Moments | None = None
) -> _Point | None:
    """Return the record of a point, or None where the likelihood does not exist."""
    found = at(free, True) if found is None else found
    return None if found is None else _Point(free, found, *_slopes(structure, free, found))


def _slopes(
    structure: Structure, free: np.ndarray, found: Moments
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient (s,) and Hessian (s, s) of the deviance in the free numbers."""
    turn = jacobian(structure, free)
    hessian = turn.T @ found.hessian @ turn + bend(structure, free, found.gradient)
    return turn.T @ found.gradient, (hessian + hessian.T) / 2


def _recorded(
    best: _Point | None, structure: Structure, levels: int, *, residual: bool, reml: bool
) -> GaussianFit:
    """Return the record of an optimum whose gradient is nothing against its curvature."""
    if best is None or not best.certified:
        raise EstimationError(
            "The repeated-measures model did not converge",
            code="RE-E11",
            do="Use a simpler covariance structure or fewer random effects.",
        )
    return GaussianFit(
        structure=structure.name,
        free=best.free,
        phi=structure.phi(best.free),
        at=best.at,
        jacobian=jacobian(structure, best.free),
        hessian=best.curvature,
        gradient_norm=best.norm,
        log_likelihood=-best.at.deviance / 2,
        reml=reml,
        residual=residual,
        levels=levels,
    )
