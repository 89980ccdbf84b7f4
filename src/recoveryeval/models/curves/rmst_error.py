"""Errors of restricted means: of independent people, or robust for weights and clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.curve_clusters import (
    ENOUGH,
    CurveClusters,
    cluster_checks,
    curve_clusters,
)
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.too_few_clusters import LEAST
from recoveryeval.results.check import Check
from recoveryeval.stats.sandwich import cluster_sums
from recoveryeval.stats.survival.restricted_mean_robust import restricted_mean_pull
from recoveryeval.stats.survival.risk_table import RiskTable


@dataclass(frozen=True, slots=True, eq=False)
class RmstErrors:
    """Robust covariance (K, K) of K restricted means, and the clusters of each group.

    ``together`` counts the clusters of all groups where some have people in several; else it is 0.
    """

    covariance: np.ndarray
    clusters: tuple[CurveClusters, ...]
    together: int

    def error(self, group: int) -> float:
        """Return the standard error of one group; NaN where clusters are too few."""
        return float(np.sqrt(self.covariance[group, group]))

    def contrast(self, first: int, second: int, by: tuple[float, float]) -> tuple[float, float]:
        """Return error and degrees of freedom of ``by[0]`` x first less ``by[1]`` x second."""
        a, b = by
        own = a**2 * self.covariance[first, first], b**2 * self.covariance[second, second]
        shared = 2 * a * b * self.covariance[first, second]
        variance = max(own[0] + own[1] - shared, 0.0) if not math.isnan(sum(own)) else math.nan
        return math.sqrt(variance), self._df(own, (first, second))

    def _df(self, own: tuple[float, float], groups: tuple[int, int]) -> float:
        """Return degrees of freedom: Satterthwaite's where the groups share no cluster."""
        if self.together:
            return math.inf if self.together >= ENOUGH else self.together - 1.0
        below = sum(v**2 / self.clusters[g].df for v, g in zip(own, groups, strict=True))
        return sum(own) ** 2 / below if below > 0 else math.inf


def rmst_errors(
    found: SurvivalInput, tables: Sequence[RiskTable], horizon: float, *, weighted: bool
) -> RmstErrors | None:
    """Return robust errors where weights or clusters ask for them."""
    if not weighted and not found.cluster_by:
        return None
    cells = found.cells
    pulls = np.zeros((len(tables), cells.time.size))
    clusters = []
    for g, table in enumerate(tables):
        own = cells.group == g
        clusters.append(curve_clusters(cells.where(own), found.cluster_by))
        pull = restricted_mean_pull(cells.where(own), table, horizon)
        pulls[g, own] = pull * clusters[g].factor
    if found.clustered:
        sums = cluster_sums(pulls * cells.n, cells.cluster)
        covariance = sums @ sums.T
    else:
        covariance = (pulls * cells.n) @ pulls.T
    return RmstErrors(covariance, tuple(clusters), _together(found))


def _together(found: SurvivalInput) -> int:
    """Return the number of clusters where some have people in several groups, else 0."""
    if not found.cluster_by:
        return 0
    pairs = np.unique(np.stack([found.cells.cluster, found.cells.group]), axis=1)
    count = int(np.unique(found.cells.cluster).size)
    return count if pairs.shape[1] > count else 0


def rmst_cluster_checks(
    found: SurvivalInput, tables: Sequence[RiskTable], horizon: float, errors: RmstErrors | None
) -> list[Check]:
    """Return what few clusters mean for the errors of each group."""
    if errors is None or not found.cluster_by:
        return []
    checks: list[Check] = []
    for g, (label, table) in enumerate(zip(found.labels, tables, strict=True)):
        where = f"Group {label}: " if len(found.labels) > 1 else ""
        own = found.cells.where(found.cells.group == g)
        alone = float(own.n @ restricted_mean_pull(own, table, horizon) ** 2)
        together = errors.clusters[g]
        smaller = together.count >= LEAST and errors.error(g) ** 2 < alone
        checks += cluster_checks(where, together, found.cluster_by, smaller=bool(smaller))
    return list(gathered(checks, len(found.labels)))
