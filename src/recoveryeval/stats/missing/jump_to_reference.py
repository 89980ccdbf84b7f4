"""Jump to reference: after leaving, people go on as the reference arm does.

Carpenter, Roger and Kenward's rule on a joint normal model: until a person's
last observed wave their own arm's means hold, afterwards the reference arm's;
the covariance is that of the reference arm throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Normal:
    """A joint normal distribution: means (k,) and covariance (k, k)."""

    mean: Floats
    covariance: Floats


def normal_draw(filled: Floats, rng: np.random.Generator) -> Normal:
    """Return a posterior draw of means and covariance from completed rows (n, k), n > k + 1."""
    n, k = filled.shape
    mean = filled.mean(axis=0)
    centered = filled - mean
    square = centered.T @ centered
    # A Wishart draw by Bartlett's decomposition, turned into the covariance.
    factor = np.linalg.cholesky(np.linalg.inv(square))
    lower = np.tril(rng.standard_normal((k, k)), -1)
    lower[np.diag_indices(k)] = np.sqrt(rng.chisquare(n - 1 - np.arange(k)))
    root = np.linalg.inv(factor @ lower)
    covariance = root.T @ root
    at = mean + np.linalg.cholesky(covariance / n) @ rng.standard_normal(k)
    return Normal(np.asarray(at), np.asarray(covariance))


def jump(
    filled: Floats,
    after: NDArray[np.bool_],
    own: Normal,
    reference: Normal,
    rng: np.random.Generator,
) -> Floats:
    """Return rows (n, k) whose values ``after`` leaving (n, k) are drawn from the reference."""
    out = filled.copy()
    for pattern in np.unique(after, axis=0):
        if not pattern.any():
            continue
        rows = (after == pattern).all(axis=1)
        before = ~pattern
        slope: Floats = np.zeros((int(pattern.sum()), int(before.sum())))
        left = reference.covariance[np.ix_(pattern, pattern)]
        if before.any():
            joint = reference.covariance[np.ix_(before, before)]
            across = reference.covariance[np.ix_(pattern, before)]
            slope = np.asarray(np.linalg.solve(joint, across.T).T)
            left = left - slope @ across.T
        mean = reference.mean[pattern] + (filled[rows][:, before] - own.mean[before]) @ slope.T
        noise = rng.standard_normal((int(rows.sum()), int(pattern.sum())))
        drawn = mean + noise @ np.linalg.cholesky((left + left.T) / 2).T
        out[np.ix_(rows, pattern)] = drawn
    return out
