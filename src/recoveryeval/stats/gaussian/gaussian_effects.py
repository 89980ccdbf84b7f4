"""Predicted effects of groups: shrunken toward the mean as far as the data are silent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit
from recoveryeval.stats.gaussian.gaussian_groups import with_groups
from recoveryeval.stats.gaussian.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian.gaussian_sums import summed


@dataclass(frozen=True, slots=True, eq=False)
class GroupEffects:
    """Best linear unbiased predictions (G,) of one level, and the errors (G,) of prediction.

    ``variance`` is that between the groups; ``n`` (G,) are people.
    """

    estimate: np.ndarray
    std_error: np.ndarray
    variance: float
    n: np.ndarray


def group_effects(patterns: Patterns, fit: GaussianFit, level: int) -> GroupEffects:
    """Return predictions for a level's groups; errors know that fixed effects are estimates."""
    inner, q = len(fit.phi) - patterns.levels, patterns.q
    below = summed(patterns, fit.phi[:inner], residual=fit.residual, second=False)
    if below is None:
        raise AssertionError("a certified fit has a positive definite covariance")
    sums = with_groups(patterns, below, fit.phi[inner:])
    own = np.flatnonzero(patterns.level == level)
    tau = float(fit.phi[inner + level])
    covariance = np.linalg.inv(sums.a[:q, :q])
    delta = covariance @ sums.a[:q, q]
    brought = sums.az[own]
    estimate = tau * (brought[:, q] - brought[:, :q] @ delta)
    known = sums.s[np.ix_(own, own)] - brought[:, :q] @ covariance @ brought[:, :q].T
    error = np.sqrt(np.maximum(tau - tau**2 * np.diag(known), 0.0))
    return GroupEffects(estimate, error, tau, people_by_group(patterns)[own])


def people_by_group(patterns: Patterns) -> np.ndarray:
    """Return how many people each group of any level has."""
    leaf = np.zeros(len(patterns.above))
    for batch in patterns.items:
        if batch.leaves is not None:
            np.add.at(leaf, batch.leaves.leaf, batch.leaves.n)
    return np.asarray(patterns.above.T @ leaf)
