"""The product-limit (Kaplan-Meier) estimator and its Greenwood variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.survival.cells import Floats
from recoveryeval.stats.survival.risk_table import RiskTable


@dataclass(frozen=True, slots=True, eq=False)
class ProductLimit:
    """A survival curve on distinct times (T,); right-continuous, 1 before the first time.

    ``std_error`` is on the scale of survival, and NaN where survival is 0: there the variance
    formula divides by zero.
    """

    time: Floats
    survival: Floats
    std_error: Floats


def product_limit(table: RiskTable) -> ProductLimit:
    """Return survival (T,) with Greenwood's standard error."""
    risk, event = table.weight_risk, table.weight_event
    at_risk = risk > 0
    left = np.where(at_risk, risk - event, 1.0)
    # Weights: a remainder that is rounding dust means that everyone left had the event.
    left = np.where(left <= 1e-12 * risk, 0.0, left)
    survival = np.cumprod(np.divide(left, risk, out=np.ones_like(risk), where=at_risk))
    variance = np.cumsum(greenwood_terms(risk, event))
    with np.errstate(invalid="ignore"):
        error = survival * np.sqrt(variance)
    return ProductLimit(table.time, survival, np.where(survival > 0, error, np.nan))


def greenwood_terms(risk: Floats, event: Floats) -> Floats:
    """Return d / (Y (Y - d)) at each time (T,); infinite where everyone at risk had the event."""
    left = risk - event
    out = np.zeros_like(risk)
    happened = event > 0
    out[happened] = np.inf
    fine = happened & (left > 1e-12 * risk)
    out[fine] = event[fine] / (risk[fine] * left[fine])
    return out
