"""What the number of clusters does to the error of a curve: none, too few, few, or enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.models.too_few_clusters import LEAST, no_error, too_few_check
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.survival.cells import Cells

ENOUGH = 40
VERY_FEW = 10


@dataclass(frozen=True, slots=True)
class CurveClusters:
    """Clusters of one group (0 where none were named), and what follows for its errors.

    Errors are multiplied by ``factor`` and judged by t with ``df`` degrees of freedom.
    """

    count: int
    factor: float
    df: float

    @property
    def too_few(self) -> bool:
        """Whether clusters were named, and are too few for any error."""
        return 0 < self.count < LEAST

    @property
    def reason(self) -> str:
        """Why estimates stand without an error; empty where they have one."""
        return no_error(self.count) if self.too_few else ""


NONE = CurveClusters(0, 1.0, float("inf"))


def curve_clusters(cells: Cells, cluster_by: str) -> CurveClusters:
    """Return what the clusters among the cells of a group mean for its errors.

    The pulls of G clusters add up to zero, so the sum of their squares is too small by (G - 1) / G.
    """
    if not cluster_by:
        return NONE
    count = int(np.unique(cells.cluster).size)
    if count >= ENOUGH:
        return CurveClusters(count, 1.0, float("inf"))
    if count < LEAST:
        return CurveClusters(count, float("nan"), float(count - 1))
    return CurveClusters(count, float(np.sqrt(count / (count - 1))), float(count - 1))


def corrected(found: CurveClusters) -> str:
    """Return the words of the correction, for a method."""
    if found.too_few:
        return f", {found.count} clusters"
    few = found.count and found.count < ENOUGH
    return f", {found.count} clusters, t with {found.df:g} df" if few else ""


def cluster_checks(where: str, found: CurveClusters, by: str, *, smaller: bool) -> list[Check]:
    """Return what to say about few clusters; ``smaller`` than the error that ignores them.

    ``where`` names the group, ``by`` the column of clusters.
    """
    if found.count == 0 or found.count >= ENOUGH:
        return []
    if found.too_few:
        return [too_few_check(found.count, by, where)]
    told = (
        f"{where}there are {found.count} clusters; errors are corrected for their number, and "
        f"limits are those of t with {found.df:g} degrees of freedom."
    )
    verdict: Verdict = "concern" if found.count < VERY_FEW else "note"
    told = told[:1].upper() + told[1:]
    checks = [Check("few_clusters", told, verdict, float(found.count))]
    if smaller and found.count < VERY_FEW:
        told = (
            f"{where}with so few clusters the clustered error came out smaller than the one that "
            "ignores them, which is a sign of chance, not of precision."
        )
        told = told[:1].upper() + told[1:]
        checks.append(Check("cluster_variance_small", told, "concern"))
    return checks


def clusters_span_groups(cells: Cells, cluster_by: str) -> bool:
    """Return whether some cluster has people in several groups, so that curves hang together."""
    if not cluster_by:
        return False
    pairs = np.unique(np.stack([cells.cluster, cells.group]), axis=1)
    return bool(pairs.shape[1] > np.unique(cells.cluster).size)
