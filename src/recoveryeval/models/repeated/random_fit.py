"""Fit a mixed model, leave out what people do not differ in, and say what lies at zero."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.repeated.group_checks import FEW, zero_checks
from recoveryeval.results.check import Check
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian.gaussian_patterns import Batch, Patterns
from recoveryeval.stats.gaussian.gaussian_structures import (
    Structure,
    full,
    random_effects,
    with_levels,
)

_SINGULAR = 1e-4  # of variances against the residual, and of a correlation's smallest root
_AT_ZERO = 1e-8  # coaches may have a thousand scores each, so that small variances matter


@dataclass(frozen=True, slots=True, eq=False)
class RandomFit:
    """The fit, by which input, and which elements of ``phi`` are at zero.

    ``held`` says that a variance of few groups is at zero too, but stays in the
    degrees of freedom. ``maximum_likelihood`` is the log-likelihood of the refit
    by full likelihood; NaN where that did not converge. ``people_at_zero`` says
    that people do not differ at all.
    """

    fit: GaussianFit
    given: GaussianInput
    maximum_likelihood: float
    at_zero: tuple[int, ...]
    held: bool
    people_at_zero: bool
    checks: tuple[Check, ...]


def fit_random(given: GaussianInput, *, reml: bool) -> RandomFit:
    """Return the certified fit; correlated effects of no variance are left out and flagged."""
    structure = structure_of(given)
    fit = fit_gaussian(given.patterns, structure, residual=True, reml=reml)
    checks: tuple[Check, ...] = ()
    if given.patterns.r > 1 and _singular(fit, given):
        told = (
            "People did not differ detectably in one of the random effects; it was left out, and "
            "the degrees of freedom rest on the simpler model."
        )
        checks = (Check("singular_random_effects", told, "concern"),)
        given = _intercept_only(given)
        structure = structure_of(given)
        fit = fit_gaussian(given.patterns, structure, residual=True, reml=reml)
    people, groups = _people_at_zero(fit, given), _groups_at_zero(fit, given)
    few = [code for code in groups if len(given.levels[code].labels) < FEW]
    inner = len(fit.phi) - len(given.levels)
    return RandomFit(
        fit=fit,
        given=given,
        maximum_likelihood=_full_likelihood(fit, given, structure),
        at_zero=(*((0,) if people else ()), *(inner + c for c in groups if c not in few)),
        held=bool(few),
        people_at_zero=people,
        checks=(*checks, *zero_checks(given, people=people, groups=groups)),
    )


def structure_of(given: GaussianInput) -> Structure:
    """Return the covariance structure of the input's random effects and groups."""
    inner = random_effects(given.patterns.r, given.variance, given.scale)
    return with_levels(inner, len(given.levels), given.variance)


def _full_likelihood(fit: GaussianFit, given: GaussianInput, structure: Structure) -> float:
    """Return the log-likelihood of the same model by full likelihood."""
    if not fit.reml:
        return fit.log_likelihood
    try:
        again = fit_gaussian(
            given.patterns, structure, residual=True, reml=False, start=np.array(fit.free)
        )
    except EstimationError:
        return float("nan")
    return again.log_likelihood


def _singular(fit: GaussianFit, given: GaussianInput) -> bool:
    """Return whether the covariance of people's random effects has no full rank."""
    r, inner = given.patterns.r, len(fit.phi) - len(given.levels)
    g = full(fit.phi[: inner - 1], r) * np.outer(given.scale, given.scale) / fit.phi[inner - 1]
    diagonal = np.sqrt(np.maximum(np.diag(g), 1e-300))
    correlation = g / np.outer(diagonal, diagonal)
    return bool(np.diag(g).min() < _SINGULAR or np.linalg.eigvalsh(correlation)[0] < _SINGULAR)


def _people_at_zero(fit: GaussianFit, given: GaussianInput) -> bool:
    """Return whether people do not differ."""
    residual = fit.phi[len(fit.phi) - len(given.levels) - 1]
    return bool(given.patterns.r == 1 and fit.phi[0] < _SINGULAR * residual)


def _groups_at_zero(fit: GaussianFit, given: GaussianInput) -> list[int]:
    """Return the levels whose groups do not differ."""
    inner = len(fit.phi) - len(given.levels)
    residual = fit.phi[inner - 1]
    return [c for c in range(len(given.levels)) if fit.phi[inner + c] < _AT_ZERO * residual]


def _intercept_only(given: GaussianInput) -> GaussianInput:
    """Return the input with people differing in level only."""
    patterns = given.patterns
    items = tuple(_first_column(batch) for batch in patterns.items)
    return replace(
        given,
        patterns=Patterns(
            items, patterns.offset, patterns.n_rows, patterns.n_people, patterns.spare,
            patterns.above, patterns.level,
        ),
        names=given.names[:1],
        scale=given.scale[:1],
    )  # fmt: skip


def _first_column(batch: Batch) -> Batch:
    """Return a batch whose random effects are the first only; turned visits stay as they are."""
    return replace(batch, z=batch.z[:, :, :1])
