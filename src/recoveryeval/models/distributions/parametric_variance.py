"""Which covariance a parametric model reports: of the model, robust, clustered, or corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.models.distributions.parametric_input import ParametricInput
from recoveryeval.models.hazards.cox_variance import FEW, VERY_FEW
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error, too_few_check
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.distributions.parametric_clusters import few_cluster_covariance
from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.distributions.parametric_forms import Ratio, reported
from recoveryeval.stats.distributions.parametric_robust import robust_covariance


@dataclass(frozen=True, slots=True, eq=False)
class ParametricVariance:
    """A fit with the covariance reported, its coefficients in the form reported, and words on it.

    ``reason`` says why there is no error, where there is none.
    """

    fit: ParametricFit
    coefficients: Coefficients
    shapes: tuple[str, ...]
    method: str
    check_rows: tuple[Check, ...] = ()
    reason: str = ""


def parametric_variance(
    fit: ParametricFit, given: ParametricInput, ratio: Ratio
) -> ParametricVariance:
    """Return the fit with the covariance that weights and clusters ask for."""
    if given.cluster is None:
        if given.weight is not None:
            fit = replace(fit, covariance=_robust(fit, given, given.person))
        return _in_form(fit, given, ratio, "" if given.weight is None else "robust errors")
    words = f"errors clustered by {given.cluster_by}"
    count = int(given.cluster.max()) + 1
    if count < LEAST:
        nothing = np.full_like(fit.covariance, np.nan)
        known = _in_form(replace(fit, covariance=nothing), given, ratio, words)
        told = (too_few_check(count, given.cluster_by),)
        return replace(known, check_rows=told, reason=no_error(count))
    if count >= FEW:
        return _in_form(
            replace(fit, covariance=_robust(fit, given, given.cluster)), given, ratio, words
        )
    return _few(fit, given, ratio, given.cluster)


def _robust(fit: ParametricFit, given: ParametricInput, together: np.ndarray | None) -> np.ndarray:
    """Return the sandwich (q, q); scores of what belongs together are added up first."""
    weight = np.ones_like(given.people) if given.weight is None else given.weight
    return robust_covariance(given.data, fit, given.people, weight, cluster=together)


def _in_form(
    fit: ParametricFit, given: ParametricInput, ratio: Ratio, words: str
) -> ParametricVariance:
    """Return the estimates in the ratio asked for and in the units of the formula."""
    theta, slope, shapes = reported(fit, ratio, given.turn)
    own = Coefficients(theta, slope @ fit.covariance @ slope.T)
    return ParametricVariance(fit, own, shapes, words)


def _few(
    fit: ParametricFit, given: ParametricInput, ratio: Ratio, cluster: np.ndarray
) -> ParametricVariance:
    """Return the corrected covariance, with degrees of freedom of each coefficient."""
    count = int(cluster.max()) + 1
    theta, slope, shapes = reported(fit, ratio, given.turn)
    inner, _ = few_cluster_covariance(given.data, fit, cluster, np.eye(theta.size))
    outer, dfs = few_cluster_covariance(given.data, fit, cluster, slope)
    least = float(np.nanmin(dfs)) if np.isfinite(dfs).any() else float("nan")
    told = (
        f"There are {count} clusters; the variance is corrected for their number, and each "
        "comparison is judged by t with degrees of freedom of its own."
    )
    verdict: Verdict = "concern" if count < VERY_FEW else "note"
    checks = [Check("few_clusters", told, verdict, statistic=float(count))]
    if count < VERY_FEW and (np.diag(inner) < np.diag(fit.covariance)).any():
        told = (
            "With so few clusters the clustered variance came out smaller than the one that "
            "ignores them, which is a sign of chance, not of precision."
        )
        checks.append(Check("cluster_variance_small", told, "concern"))
    return ParametricVariance(
        replace(fit, covariance=inner, df=least),
        Coefficients(theta, outer, "each", dfs=dfs),
        shapes,
        f"bias-reduced errors clustered by {given.cluster_by}",
        tuple(checks),
        LONE,
    )
