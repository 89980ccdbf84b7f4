"""Which errors curves of a Cox model have: its own, or those of weighted or clustered people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.curves.curve_clusters import (
    NONE,
    CurveClusters,
    cluster_checks,
    corrected,
    curve_clusters,
)
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.results.check import Check
from recoveryeval.stats.hazards.cox_curve import CoxCurve
from recoveryeval.stats.hazards.cox_curve_robust import together_covariance, together_error
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.survival.cells import Floats

LARGEST = 20_000_000  # numbers that say how hazards and coefficients vary together


@dataclass(frozen=True, slots=True, eq=False)
class CurveError:
    """Robust covariance (K, S + p, S + p) at each time, or None where the model's errors hold."""

    fit: CoxFit
    together: np.ndarray | None
    clusters: CurveClusters = NONE
    clustered_by: str = ""

    def of(self, curve: CoxCurve) -> Floats:
        """Return the standard errors (K,) of a curve."""
        if self.together is None:
            return curve.std_error(self.fit.covariance)
        return together_error(curve, self.together)

    @property
    def words(self) -> str:
        """How errors were made, for a row's method; empty for those of the model."""
        if self.together is None:
            return ""
        by = f" clustered by {self.clustered_by}" if self.clustered_by else ""
        return f", robust{by}{corrected(self.clusters)}"

    @property
    def sentence(self) -> str:
        """How errors were made, in the paragraph for a paper."""
        if self.together is None:
            return "delta-method errors"
        by = f" that add up people of one {self.clustered_by}" if self.clustered_by else ""
        few = corrected(self.clusters).removeprefix(", ")
        few = f" ({few})" if few else ""
        return f"robust delta-method errors{by}{few} (doi:10.2307/2290085)"

    def carried(self, some: CoxCurve) -> dict[str, Any]:
        """Return what differences between curves of the fit need."""
        if self.together is None:
            return {"covariance": self.fit.covariance, "hazard_variance": some.hazard_variance}
        return {"together": self.together, "df": self.clusters.df}

    def check_rows(self, some: CoxCurve) -> tuple[Check, ...]:
        """Return what is to be said of few clusters."""
        if not self.clustered_by or self.together is None:
            return ()
        inside = np.flatnonzero((some.survival > 0) & (some.survival < 1))
        alone = some.std_error(self.fit.covariance)
        smaller = inside.size > 0 and bool(self.of(some)[inside[-1]] < alone[inside[-1]])
        return tuple(cluster_checks("", self.clusters, self.clustered_by, smaller=smaller))


def curve_error(fit: CoxFit, found: CoxInput, times: Floats) -> CurveError:
    """Return the errors that weights and clusters ask for; those of the model without any."""
    if found.cluster is None and not found.weighted:
        return CurveError(fit, None)
    strata = int(np.unique(found.cells.stratum).size)
    _refuse_large(times.size, strata + fit.data.p, len(found.frame))
    clusters = curve_clusters(found.cells_by_cluster(), found.clustered_by)
    together = together_covariance(fit, times, found.cluster) * clusters.factor**2
    return CurveError(fit, together, clusters, found.clustered_by)


def _refuse_large(times: int, size: int, rows: int) -> None:
    """Raise where strata and times are too many to hold how the hazards vary together."""
    if times * size**2 > LARGEST:
        raise EstimationError(
            f"There are {times} distinct times and {size} strata and coefficients, too many for "
            "errors that know weights or clusters",
            code="RE-M23",
            column="time",
            rows=rows,
            do="Round times to whole days or weeks, or use fewer strata.",
        )
