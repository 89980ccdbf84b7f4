"""One test of the log-rank family with its p value: plain, weighted, or by clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.curve_clusters import (
    ENOUGH,
    CurveClusters,
    cluster_checks,
    clusters_span_groups,
)
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.too_few_clusters import LEAST, no_error
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.logrank_family import LogRank, TimeWeight, logrank_family
from recoveryeval.stats.survival.logrank_robust import hotelling, robust_logrank


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A test, its p value, against what it was held, and why it says nothing where it does not."""

    test: LogRank
    p_value: float
    against: str
    reason: str = ""


Tester = Callable[[Cells, int], Tested]


def family_test(found: SurvivalInput, weight: TimeWeight, *, weighted: bool) -> Tester:
    """Return the function that tests cells of K groups, as weights and clusters ask for."""
    if not weighted and not found.cluster_by:
        return lambda cells, n_groups: _plain(logrank_family(cells, n_groups, weight))

    def robust(cells: Cells, n_groups: int) -> Tested:
        tested = robust_logrank(cells, n_groups, weight, clustered=found.clustered)
        clusters = tested.n_clusters if found.cluster_by else 0
        nested = not clusters_span_groups(cells, found.cluster_by)
        return _robust(tested.test, (clusters, nested), found.cluster_by)

    return robust


def _plain(test: LogRank) -> Tested:
    """Return a test with hypergeometric variance."""
    return Tested(test, _chi_square(test), "chi-square")


def _robust(test: LogRank, counted: tuple[int, bool], by: str) -> Tested:
    """Return a test with robust variance; few clusters are held against F, two against nothing.

    ``counted`` is the number of clusters, and whether each of them is in one group.
    """
    clusters, nested = counted
    words = f"robust variance clustered by {by}" if by else "robust variance"
    if 0 < clusters < LEAST:
        return Tested(test, float("nan"), words, no_error(clusters))
    if clusters == 0 or clusters >= ENOUGH or not test.df:
        return Tested(test, _chi_square(test), f"{words}, chi-square")
    f, free = hotelling(test.statistic, test.df, clusters, nested=nested)
    if np.isnan(f):
        reason = f"{clusters} clusters are too few for a test of {test.df + 1} groups"
        return Tested(test, float("nan"), words, reason)
    p_value = FTest(f, float(test.df), free).p_value
    return Tested(test, p_value, f"{words}, F with {free:g} denominator degrees of freedom")


def _chi_square(test: LogRank) -> float:
    """Return the upper tail of the chi-square; NaN where nothing is compared."""
    from scipy.special import chdtrc

    return float(chdtrc(test.df, test.statistic)) if test.df else float("nan")


def logrank_cluster_checks(found: SurvivalInput, weight: TimeWeight, tested: Tested) -> list[Check]:
    """Return what few clusters mean for the test."""
    if not found.cluster_by:
        return []
    count = int(np.unique(found.cells.cluster).size)
    alone = robust_logrank(found.cells, len(found.labels), weight, clustered=False).test
    smaller = bool((np.diag(tested.test.covariance) < np.diag(alone.covariance)).any())
    clusters = CurveClusters(count, 1.0, float(count - 1))
    return cluster_checks("", clusters, found.cluster_by, smaller=smaller)
