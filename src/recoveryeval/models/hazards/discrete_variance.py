"""Which covariance a discrete-time hazard has: the model's, or that of clusters or weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.engines.glm import GlmFit
from recoveryeval.models.hazards.cox_variance import FEW
from recoveryeval.models.hazards.discrete_input import DiscreteInput
from recoveryeval.models.scores.linear_fit import clusters_check
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error, too_few_check
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.even_columns import turned
from recoveryeval.stats.hazards.period_clusters import (
    PeriodParts,
    information_of,
    plain_covariance,
    reduced_covariance,
)


@dataclass(frozen=True, slots=True, eq=False)
class DiscreteVariance:
    """Coefficients with the covariance reported, how it was made, and what to watch.

    ``reason`` says why a coefficient has no variance, where clusters are why.
    """

    coefficients: Coefficients
    method: str = ""
    check_rows: tuple[Check, ...] = ()
    reason: str = ""


def discrete_variance(
    fit: GlmFit, given: DiscreteInput, even: np.ndarray, turn: np.ndarray, link: str
) -> DiscreteVariance:
    """Return what a fit on even columns (cells, q) says of the columns they were turned from."""
    beta, covariance = turned(fit.beta, fit.covariance, turn)
    if given.unit is None:
        return DiscreteVariance(Coefficients(beta, covariance))
    count = int(given.unit.max()) + 1
    information = information_of(fit.fitted, given.cells.at_risk, link)
    parts = PeriodParts(fit.scores, information, even, given.unit, count, turn)
    if not given.clustered_by:
        return DiscreteVariance(
            Coefficients(beta, plain_covariance(parts, given.copies)), "robust variance"
        )
    by = f"clustered by {given.clustered_by}"
    if count < LEAST:
        nothing = Coefficients(beta, np.full_like(covariance, np.nan))
        check = too_few_check(count, given.clustered_by)
        return DiscreteVariance(nothing, f"robust variance {by}", (check,), no_error(count))
    if count >= FEW:
        return DiscreteVariance(
            Coefficients(beta, plain_covariance(parts)), f"robust variance {by}"
        )
    reduced, dfs = reduced_covariance(parts)
    known = Coefficients(beta, reduced, "each", dfs=dfs)
    return DiscreteVariance(known, f"bias-reduced variance {by}", (clusters_check(count),), LONE)
