"""The covariance of a logistic model's coefficients: its own, or one that clusters do not fool."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.engines.glm import GlmFit
from recoveryeval.models.scores.linear_fit import clusters_check
from recoveryeval.models.too_few_clusters import (
    LEAST,
    LONE,
    no_error,
    refuse_clusters,
    too_few_check,
    without_error,
)
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.least_squares import clustered_least_squares


@dataclass(frozen=True, slots=True, eq=False)
class RiskVariance:
    """Coefficients with their covariance, how it was made, and why clusters may leave none."""

    known: Coefficients
    method: str
    checks: tuple[Check, ...] = ()
    no_error: str = ""


def risk_coefficients(
    fit: GlmFit,
    counts: tuple[np.ndarray, np.ndarray],
    x: np.ndarray,
    used: pd.DataFrame,
    *,
    cluster: str | None,
) -> RiskVariance:
    """Return the coefficients of ``counts`` (yes, n) on x (cells, q) with their covariance."""
    if cluster is None:
        return RiskVariance(Coefficients(fit.beta, fit.covariance), "delta method")
    codes, levels = pd.factorize(used[cluster])
    refuse_clusters(codes, cluster)
    known = _reduced(fit, counts, x, np.asarray(codes))
    count = len(levels)
    if count < LEAST:
        check = too_few_check(count, cluster)
        return RiskVariance(without_error(known), "no error", (check,), no_error(count))
    method = f"delta method, CR2 clustered by {cluster}"
    return RiskVariance(known, method, (clusters_check(count),), LONE)


def _reduced(
    fit: GlmFit, counts: tuple[np.ndarray, np.ndarray], x: np.ndarray, codes: np.ndarray
) -> Coefficients:
    """Return the bias-reduced covariance (CR2) of the weighted least squares at the estimates."""
    yes, n = counts
    p = 1 / (1 + np.exp(-x @ fit.beta))
    root = np.sqrt(n * p * (1 - p))
    scaled = x * root[:, None]
    found = clustered_least_squares(scaled, scaled @ fit.beta + (yes - n * p) / root, codes)
    return replace(found, beta=fit.beta)
