"""Fit a mixed model, leave out what people do not differ in, and say what lies at zero."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.repeated.group_checks import FEW, edge_checks, zero_checks
from recoveryeval.results.check import Check
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian.gaussian_patterns import Batch
from recoveryeval.stats.gaussian.gaussian_structures import (
    Structure,
    edge_effects,
    full,
    random_effects,
    with_levels,
)

_EDGE = 1e-8  # of a correlation's smallest root, and of what one effect has of its own
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
    """Return the certified fit; on the edge of what is possible degrees of freedom stay there."""
    structure = structure_of(given)
    fit = fit_gaussian(given.patterns, structure, residual=True, reml=reml)
    likelihood = _full_likelihood(fit, given, structure)
    checks: tuple[Check, ...] = ()
    edge = None if given.patterns.r == 1 else _on_edge(fit, given)
    if edge is not None:
        checks = edge_checks()
        given = given if len(edge[0]) else _intercept_only(given)
        found = edge if len(edge[0]) else (np.zeros(1, dtype=int), 1)
        fit = _along_edge(given, *found, reml=reml)
    people, groups = _people_at_zero(fit, given), _groups_at_zero(fit, given)
    few = [code for code in groups if len(given.levels[code].labels) < FEW]
    inner = len(fit.phi) - len(given.levels)
    return RandomFit(
        fit=fit,
        given=given,
        maximum_likelihood=likelihood,
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


def _on_edge(fit: GaussianFit, given: GaussianInput) -> tuple[np.ndarray, int] | None:
    """Return the effects that vary and how many of them the rest follow from, or None inside.

    Those that the rest follow from come first: pivots of the covariance's root.
    """
    r, inner = given.patterns.r, len(fit.phi) - len(given.levels)
    g = full(fit.phi[: inner - 1], r) * np.outer(given.scale, given.scale) / fit.phi[inner - 1]
    own, left = np.diag(g), g.copy()
    order: list[int] = []
    varies = own > _AT_ZERO
    while len(order) < r:
        free = varies & (np.diag(left) > _EDGE * own)
        if not free.any():
            rest = [k for k in np.flatnonzero(varies) if k not in order]
            return np.array([*order, *rest], dtype=int), len(order)
        best = int(np.argmax(np.where(free, np.diag(left), 0.0)))
        left = left - np.outer(left[best], left[best]) / left[best, best]
        order.append(best)
    return None


def _along_edge(given: GaussianInput, order: np.ndarray, rank: int, *, reml: bool) -> GaussianFit:
    """Return the fit in which random effects follow exactly from the first ones in order."""
    inner = edge_effects(order, rank, given.variance, given.scale)
    structure = with_levels(inner, len(given.levels), given.variance)
    return fit_gaussian(given.patterns, structure, residual=True, reml=reml)


def _people_at_zero(fit: GaussianFit, given: GaussianInput) -> bool:
    """Return whether people do not differ."""
    residual = fit.phi[len(fit.phi) - len(given.levels) - 1]
    return bool(given.patterns.r == 1 and fit.phi[0] < _AT_ZERO * residual)


def _groups_at_zero(fit: GaussianFit, given: GaussianInput) -> list[int]:
    """Return the levels whose groups do not differ."""
    inner = len(fit.phi) - len(given.levels)
    residual = fit.phi[inner - 1]
    return [c for c in range(len(given.levels)) if fit.phi[inner + c] < _AT_ZERO * residual]


def _intercept_only(given: GaussianInput) -> GaussianInput:
    """Return the input with people differing in level only."""
    items = tuple(_first_column(batch) for batch in given.patterns.items)
    return replace(
        given,
        patterns=replace(given.patterns, items=items),
        names=given.names[:1],
        scale=given.scale[:1],
        turn_back=None,
    )


def _first_column(batch: Batch) -> Batch:
    """Return a batch whose random effects are the first only; turned visits stay as they are."""
    return replace(batch, z=batch.z[:, :, :1])
