"""Tests that all coefficients, or some of them, are zero; statistics are chi-square."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.survival.cells import Floats


def likelihood_ratio(fit: CoxFit) -> float:
    """Return the likelihood-ratio statistic against no effect at all, with p df."""
    return 2.0 * (fit.log_likelihood - fit.log_likelihood_null)


def wald(
    coefficients: Floats, covariance: NDArray[np.float64], columns: Sequence[int] | None = None
) -> float:
    """Return the Wald statistic of some coefficients (all by default); NaN if it has none."""
    picked = np.arange(coefficients.size) if columns is None else np.asarray(columns)
    b, v = coefficients[picked], covariance[np.ix_(picked, picked)]
    spread = np.sqrt(np.abs(np.diag(v)))
    if not np.isfinite(v).all() or not (spread > 0).all():
        return float("nan")
    # In standard errors, so that the rank does not depend on the units of the covariates.
    b, v = b / spread, v / np.outer(spread, spread)
    if np.linalg.matrix_rank(v, hermitian=True) < picked.size:
        return float("nan")
    return float(b @ np.linalg.solve(v, b))
