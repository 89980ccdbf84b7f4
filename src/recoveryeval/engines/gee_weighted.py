"""The corrected covariance of weighted estimating equations, which statsmodels cannot give."""

from __future__ import annotations

from typing import Any

import numpy as np


def weighted_correction(model: Any) -> np.ndarray:
    """Return Mancl and DeRouen's covariance (q, q) of a solved model with weights W.

    With equations D'V^-1 W (y - mu), a cluster's own pull on its fit is
    H = D B^-1 D'V^-1 W, where B sums D'V^-1 W D, and residuals are divided by I - H.
    """
    parts = [_cluster(model, i) for i in range(model.num_group)]
    bread = np.linalg.inv(sum(turned @ slopes for slopes, turned, _ in parts))
    middle = np.zeros_like(bread)
    for slopes, turned, left in parts:
        own = slopes @ bread @ turned
        score = turned @ np.linalg.solve(np.eye(len(left)) - own, left)
        middle += np.outer(score, score)
    return np.asarray(bread @ middle @ bread)


def _cluster(model: Any, i: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return D (m, q), D'V^-1 W (q, m) and residuals (m,) of a cluster."""
    mean, predictor = model.cached_means[i]
    slopes = model.mean_deriv(model.exog_li[i], predictor)
    spread = np.sqrt(model.family.variance(mean))
    weighted = np.diag(model.weights_li[i])
    inverse = model.cov_struct.covariance_matrix_solve(mean, i, spread, (weighted,))[0]
    return slopes, slopes.T @ inverse, model.endog_li[i] - mean
