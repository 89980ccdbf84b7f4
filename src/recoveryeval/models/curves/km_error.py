"""Which standard error a Kaplan-Meier curve reports, and what its clusters make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.curve_clusters import (
    NONE,
    CurveClusters,
    cluster_checks,
    curve_clusters,
)
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.results.check import Check
from recoveryeval.stats.competing.infinitesimal_jackknife import robust_error
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.limits import ConfType
from recoveryeval.stats.survival.product_limit import ProductLimit, product_limit
from recoveryeval.stats.survival.risk_table import RiskTable


@dataclass(frozen=True, slots=True)
class KmOptions:
    """What the user asked of the limits.

    ``robust`` errors go with weights and with named clusters; ``clustered`` ones add up rows.
    """

    conf_level: float
    conf_type: ConfType
    robust: bool
    clustered: bool
    cluster_by: str = ""


def km_error(
    cells: Cells, table: RiskTable, curve: ProductLimit, options: KmOptions
) -> tuple[np.ndarray, CurveClusters]:
    """Return the standard error (T,), Greenwood's or robust, and the clusters it rests on."""
    if not options.robust:
        return curve.std_error, NONE
    together = curve_clusters(cells, options.cluster_by)
    error = robust_error(cells, table, curve.survival, clustered=options.clustered)
    return error * together.factor, together


def km_cluster_checks(
    found: SurvivalInput, tables: Sequence[RiskTable], options: KmOptions
) -> tuple[Check, ...]:
    """Return, for each group, what is to be said about few clusters."""
    if not options.cluster_by:
        return ()
    checks: list[Check] = []
    for code, (text, table) in enumerate(zip(found.labels, tables, strict=True)):
        where = f"Group {text}: " if len(found.labels) > 1 else ""
        curve = product_limit(table)
        cells = found.cells.where(found.cells.group == code)
        error, together = km_error(cells, table, curve, options)
        alone = robust_error(cells, table, curve.survival, clustered=False)
        inside = np.flatnonzero((curve.survival > 0) & (curve.survival < 1))
        smaller = inside.size > 0 and bool(error[inside[-1]] < alone[inside[-1]])
        checks += cluster_checks(where, together, options.cluster_by, smaller=smaller)
    return gathered(checks, len(found.labels))
