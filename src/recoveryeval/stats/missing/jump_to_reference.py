"""Jump to reference: after leaving, people go on as the reference arm does.

Carpenter, Roger and Kenward's rule on a joint normal model: until a person's
last observed wave their own arm's means hold, afterwards the reference arm's;
how later waves depend on earlier ones is that of the reference arm. All means
are those of people with the same characteristics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEADY = 1e-9


@dataclass(frozen=True, slots=True)
class Normal:
    """A joint normal distribution: means (k,) and covariance (k, k)."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class Expected:
    """Means (n, k) of people like each person, and the covariance (k, k) around them."""

    mean: Floats
    covariance: Floats


def normal_draw(filled: Floats, rng: np.random.Generator) -> Normal:
    """Return a posterior draw of means and covariance from completed rows (n, k), n > k + 1."""
    n, k = filled.shape
    mean = filled.mean(axis=0)
    centered = filled - mean
    square = _steady(centered.T @ centered)
    # A Wishart draw by Bartlett's decomposition, turned into the covariance.
    factor = np.linalg.cholesky(np.linalg.inv(square))
    lower = np.tril(rng.standard_normal((k, k)), -1)
    lower[np.diag_indices(k)] = np.sqrt(rng.chisquare(n - 1 - np.arange(k)))
    root = np.linalg.inv(factor @ lower)
    covariance = root.T @ root
    at = mean + np.linalg.cholesky(covariance / n) @ rng.standard_normal(k)
    return Normal(np.asarray(at), np.asarray(covariance))


def _steady(square: Floats) -> Floats:
    """Return a matrix (k, k) that columns which repeat each other leave invertible."""
    return np.asarray(square + STEADY * np.diag(np.diag(square)))


def given(found: Normal, people: Floats) -> Expected:
    """Return what is expected of people (n, p): the first p of the columns are theirs."""
    p = people.shape[1]
    if p == 0:
        return Expected(np.asarray(found.mean[None]), found.covariance)
    inner, across = found.covariance[:p, :p], found.covariance[:p, p:]
    slope = np.linalg.solve(inner, across)
    mean = found.mean[p:] + (people - found.mean[:p]) @ slope
    left = found.covariance[p:, p:] - across.T @ slope
    return Expected(np.asarray(mean), _steady((left + left.T) / 2))


def jump(
    scores: Floats,
    after: NDArray[np.bool_],
    own: Expected,
    reference: Expected,
    rng: np.random.Generator,
) -> Floats:
    """Return scores (n, k) whose values ``after`` leaving (n, k) are drawn from the reference."""
    out = scores.copy()
    off = scores - own.mean
    expected = np.broadcast_to(reference.mean, scores.shape)
    for pattern in np.unique(after, axis=0):
        if not pattern.any():
            continue
        rows, before = (after == pattern).all(axis=1), ~pattern
        left = reference.covariance[np.ix_(pattern, pattern)]
        mean = expected[np.ix_(rows, pattern)]
        if before.any():
            joint = _steady(reference.covariance[np.ix_(before, before)])
            across = reference.covariance[np.ix_(pattern, before)]
            slope = np.linalg.solve(joint, across.T).T
            left, mean = left - slope @ across.T, mean + off[np.ix_(rows, before)] @ slope.T
        noise = rng.standard_normal(mean.shape)
        out[np.ix_(rows, pattern)] = mean + noise @ np.linalg.cholesky(_steady(left)).T
    return out
