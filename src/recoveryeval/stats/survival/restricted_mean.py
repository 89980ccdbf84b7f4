"""The restricted mean: the area under a survival curve up to a horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.survival.product_limit import greenwood_terms, product_limit
from recoveryeval.stats.survival.risk_table import RiskTable


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean time without the event up to a horizon, and its standard error."""

    estimate: float
    std_error: float
    n_event: float
    n_censor: float


def restricted_mean(table: RiskTable, horizon: float) -> RestrictedMean:
    """Return the area under the curve up to ``horizon``, which must lie within observation.

    Variance: sum over event times of (area from there to the horizon)^2 d / (Y (Y - d)).
    """
    inside = table.time <= horizon
    time = table.time[inside]
    survival = product_limit(table).survival[inside]
    widths = np.diff(np.concatenate([[0.0], time, [horizon]]))
    areas = widths * np.concatenate([[1.0], survival])
    ahead = np.cumsum(areas[::-1])[::-1][1:]
    terms = greenwood_terms(table.weight_risk[inside], table.weight_event[inside])
    # Where everyone at risk had the event, no area is left ahead: 0 times infinity is 0 here.
    parts = np.where(np.isinf(terms), 0.0, ahead**2 * np.where(np.isinf(terms), 0.0, terms))
    return RestrictedMean(
        estimate=float(areas.sum()),
        std_error=float(np.sqrt(parts.sum())),
        n_event=float(table.n_event[inside].sum()),
        n_censor=float(table.n_censor[table.time < horizon].sum()),
    )
