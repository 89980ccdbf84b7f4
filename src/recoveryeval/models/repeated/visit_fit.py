"""Fit a model at planned visits, stepping down to simpler covariances where one fails."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.progress import counted_steps
from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.repeated.gaussian_words import STRUCTURES
from recoveryeval.results.check import Check
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian.gaussian_structures import (
    LADDER,
    StructureName,
    by_name,
    full,
    lower,
)

_FLAT = 1e-8


def fit_visits(
    given: GaussianInput, name: StructureName, *, ladder: bool
) -> tuple[GaussianFit, tuple[Check, ...]]:
    """Return the first covariance on the ladder that converges, and a flag for each step down."""
    steps = (name, *LADDER[LADDER.index(name) + 1 :]) if ladder and name in LADDER else (name,)
    checks: list[Check] = []
    for step in steps:
        with counted_steps(f"Covariance: {STRUCTURES[step]}") as watch:
            fit = _tried(given, step, watch)
        if fit is not None:
            return fit, tuple(checks)
        told = (
            f"The {STRUCTURES[step]} covariance did not converge or could not be told from "
            "others; a simpler one was tried."
        )
        checks.append(Check("covariance_ladder", told, "concern"))
    raise EstimationError(
        "No covariance structure converged" if ladder else "The covariance did not converge",
        code="RE-E11",
        do="Check for a visit that few people reached, or use mixed_model().",
    )


def full_likelihood(given: GaussianInput, fit: GaussianFit) -> float:
    """Return the log-likelihood of the same model by full likelihood; NaN without convergence."""
    structure = by_name(_name(fit), given.patterns.r, given.variance)
    try:
        return fit_gaussian(
            given.patterns, structure, residual=False, reml=False, start=np.array(fit.free)
        ).log_likelihood
    except EstimationError:
        return float("nan")


def _name(fit: GaussianFit) -> StructureName:
    """Return the structure of a fit."""
    found: StructureName = fit.structure  # type: ignore[assignment]
    return found


def _tried(
    given: GaussianInput, step: StructureName, watch: Callable[[], None]
) -> GaussianFit | None:
    """Return a fit whose covariance is definite and known from the data, or None."""
    structure = by_name(step, given.patterns.r, given.variance)
    try:
        fit = fit_gaussian(given.patterns, structure, residual=False, watch=watch)
    except EstimationError:
        return None
    sigma = full(fit.phi, given.patterns.r)
    sd = np.sqrt(np.diag(sigma))
    correlation = np.linalg.eigvalsh(sigma / np.outer(sd, sd))[0]
    # Each element in units of its own standard deviations, so that the scale does not matter.
    turn = np.diag(lower(np.outer(sd, sd))) if step == "us" else fit.jacobian
    known = np.linalg.eigvalsh(turn.T @ fit.at.information @ turn)
    return fit if correlation > _FLAT and known[0] > _FLAT * known[-1] else None
