"""Which covariance a Fine-Gray model reports, and what few clusters make of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.curve_clusters import (
    ENOUGH,
    CurveClusters,
    cluster_checks,
)
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.lone_levels import lone_terms, without_values
from recoveryeval.models.too_few_clusters import LEAST, no_error, too_few_check
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.competing.fine_gray import FineGrayFit
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_covariance


@dataclass(frozen=True, slots=True, eq=False)
class FineGrayVariance:
    """Coefficients with the covariance reported, how it was made, and what to watch.

    ``reason`` says why there is no covariance, where there is none.
    """

    coefficients: Coefficients
    method: str
    check_rows: tuple[Check, ...] = ()
    reason: str = ""


def fine_gray_variance(fit: FineGrayFit, found: CoxInput) -> FineGrayVariance:
    """Return the full sandwich; few clusters are corrected and judged by t, two give none."""
    known = _clustered(fit, found)
    alone = lone_terms(found.found, found.frame)
    return FineGrayVariance(
        without_values(known.coefficients, alone), known.method, known.check_rows, known.reason
    )


def _clustered(fit: FineGrayFit, found: CoxInput) -> FineGrayVariance:
    """Return the covariance as the number of clusters asks for."""
    covariance = fine_gray_covariance(fit, found.cluster)
    plain = Coefficients(fit.coefficients, covariance)
    if found.cluster is None:
        return FineGrayVariance(plain, "full sandwich")
    count = int(np.unique(found.cluster).size)
    words = f"full sandwich clustered by {found.clustered_by}"
    if count >= ENOUGH:
        return FineGrayVariance(plain, words)
    df = float(count - 1)
    if count < LEAST:
        nothing = Coefficients(fit.coefficients, np.full_like(covariance, np.nan))
        told = too_few_check(count, found.clustered_by)
        return FineGrayVariance(nothing, words, (told,), no_error(count))
    corrected = covariance * count / (count - 1)
    alone = np.diag(fine_gray_covariance(fit))
    smaller = bool((np.diag(corrected) < alone).any())
    checks = cluster_checks("", CurveClusters(count, 1.0, df), found.clustered_by, smaller=smaller)
    return FineGrayVariance(
        Coefficients(fit.coefficients, corrected, "residual", df),
        f"{words}, {count} clusters, t with {df:g} df",
        tuple(checks),
    )
