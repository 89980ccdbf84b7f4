"""Which covariance a Cox model reports, and what has to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error, too_few_check
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.few_clusters import few_cluster_covariance
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_robust import robust_covariance

FEW = 40
VERY_FEW = 10
# Where each person has many events ("people": recurrent_cox) tests reject 6.7 of 100 times at 40.
ENOUGH = {"person": VERY_FEW, "people": 80}


@dataclass(frozen=True, slots=True, eq=False)
class CoxVariance:
    """Coefficients with the covariance reported, how it was made, and what to watch.

    ``reason`` says why a coefficient has no variance, where one has none.
    """

    coefficients: Coefficients
    method: str
    check_rows: tuple[Check, ...] = ()
    reason: str = ""


def cox_variance(fit: CoxFit, found: CoxInput, variance: str) -> CoxVariance:
    """Return the model, robust or clustered covariance, corrected where clusters are few."""
    beta = fit.coefficients
    if variance == "model" or (variance == "auto" and found.cluster is None and not found.weighted):
        _refuse_model(found)
        return CoxVariance(Coefficients(beta, fit.covariance), "model variance")
    if found.cluster is None:
        covariance = robust_covariance(fit)
        return CoxVariance(Coefficients(beta, covariance), "robust variance")
    clusters = int(np.unique(found.cluster).size)
    if clusters < LEAST:
        return _two(fit, found, clusters)
    # Many small clusters, as people are, need no correction before they are very few.
    if clusters >= ENOUGH.get(found.clustered_by, FEW):
        covariance = robust_covariance(fit, found.cluster)
        words = f"robust variance clustered by {found.clustered_by}"
        return CoxVariance(Coefficients(beta, covariance), words)
    return _few(fit, found, clusters)


def _two(fit: CoxFit, found: CoxInput, clusters: int) -> CoxVariance:
    """Return no covariance: two clusters say nothing about how clusters differ."""
    return CoxVariance(
        Coefficients(fit.coefficients, np.full_like(fit.covariance, np.nan)),
        f"robust variance clustered by {found.clustered_by}",
        (too_few_check(clusters, found.clustered_by),),
        no_error(clusters),
    )


def _refuse_model(found: CoxInput) -> None:
    """Raise where a model variance would treat dependent or weighted rows as independent people."""
    if found.weighted or found.cluster is not None:
        raise EstimationError(
            "A model variance is wrong with weights, clusters or several rows per person",
            code="RE-M23",
            do="Use variance='auto'.",
        )


def _few(fit: CoxFit, found: CoxInput, clusters: int) -> CoxVariance:
    """Return the corrected covariance, with degrees of freedom of each coefficient."""
    known = few_cluster_covariance(fit, np.asarray(found.cluster))
    told = (
        f"There are {clusters} clusters; the variance is corrected for their number, and each "
        "comparison is judged by t with degrees of freedom of its own."
    )
    verdict: Verdict = "concern" if clusters < VERY_FEW else "note"
    checks = [Check("few_clusters", told, verdict, statistic=float(clusters))]
    if clusters < VERY_FEW and (np.diag(known.covariance) < np.diag(fit.covariance)).any():
        told = (
            "With so few clusters the clustered variance came out smaller than the one that "
            "ignores them, which is a sign of chance, not of precision."
        )
        checks.append(Check("cluster_variance_small", told, "concern"))
    return CoxVariance(
        Coefficients(fit.coefficients, known.covariance, "each", dfs=known.df),
        f"bias-reduced variance clustered by {found.clustered_by}",
        tuple(checks),
        LONE,
    )
