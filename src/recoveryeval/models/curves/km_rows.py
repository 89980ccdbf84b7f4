"""Kaplan-Meier rows of one group: estimate, error, limits, and how far each can be trusted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.curves.curve_clusters import corrected
from recoveryeval.models.curves.km_error import KmOptions, km_error
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.exact_limits import lower_without_events, upper_after_last_event
from recoveryeval.stats.survival.limits import survival_limits
from recoveryeval.stats.survival.product_limit import ProductLimit, product_limit
from recoveryeval.stats.survival.risk_table import RiskTable

ONE_PERSON = "one person only: no curve can be estimated"
NO_EVENTS = "nobody had the event: limits by an exact method, quantiles not reached"
ALL_EVENTS = "everyone still followed had the event by then: limits by an exact method"
NO_LIMITS = "no limits: the formula has none where everyone had the event, and weights or clusters "
NO_LIMITS += "rule out the exact ones"
NO_EVENTS_NO_LIMITS = "nobody had the event: no limits, since weights or clusters rule out the "
NO_EVENTS_NO_LIMITS += "exact ones; quantiles not reached"


def km_rows(cells: Cells, table: RiskTable, people: float, options: KmOptions) -> pd.DataFrame:
    """Return one row per distinct time of the group, in the columns of the glossary."""
    curve = product_limit(table)
    error, together = km_error(cells, table, curve, options)
    level, scale = options.conf_level, options.conf_type
    low, high = survival_limits(
        curve.survival, error, conf_level=level, conf_type=scale, df=together.df
    )
    low, high = _completed(low, high, curve, table, options)
    inside = (curve.survival > 0) & (curve.survival < 1)
    status, reason = _trust(curve, table, people, options)
    if together.too_few and people > 1:
        status, reason = np.full(inside.size, "flagged"), np.full(inside.size, together.reason)
    return pd.DataFrame(
        {
            "time": curve.time,
            "estimate": curve.survival,
            "std_error": np.where(inside, error, np.nan),
            "conf_low": low,
            "conf_high": high,
            "n": people,
            "n_event": table.n_event,
            "n_censor": table.n_censor,
            "n_risk": table.n_risk,
            "status": status,
            "method": _method(inside, options, corrected(together)),
            "reason": reason,
        }
    )


def _completed(
    low: np.ndarray,
    high: np.ndarray,
    curve: ProductLimit,
    table: RiskTable,
    options: KmOptions,
) -> tuple[np.ndarray, np.ndarray]:
    """Return limits with exact ones where the curve is at 1 or at 0; none where robust."""
    if options.robust:
        return low, high
    whole, gone = curve.survival == 1, curve.survival == 0
    known = table.n_risk - table.n_event
    low = np.where(whole, lower_without_events(known, options.conf_level), low)
    high = np.where(whole, 1.0, high)
    if gone.any():
        first = int(np.argmax(gone))
        upper = upper_after_last_event(
            table.n_risk[: first + 1], table.n_event[: first + 1], options.conf_level
        )
        before = high[first - 1] if first else 1.0
        # Survival cannot rise, so the limit just before holds as well.
        low, high = np.where(gone, 0.0, low), np.where(gone, min(upper, before), high)
    return low, high


def _trust(
    curve: ProductLimit, table: RiskTable, people: float, options: KmOptions
) -> tuple[np.ndarray, np.ndarray]:
    """Return status and reason (T,) of each row."""
    status = np.full(curve.time.size, "ok", dtype=object)
    reason = np.full(curve.time.size, "", dtype=object)
    if people <= 1:
        status[:], reason[:] = "not_estimable", ONE_PERSON
    elif not table.n_event.any():
        status[:] = "flagged" if options.robust else "fallback"
        reason[:] = NO_EVENTS_NO_LIMITS if options.robust else NO_EVENTS
    else:
        gone = curve.survival == 0
        status[gone] = "flagged"
        reason[gone] = NO_LIMITS if options.robust else ALL_EVENTS
    return status, reason


def edge_method(*, robust: bool) -> str:
    """Return the method of rows where the curve is at 1 or at 0."""
    return f"Kaplan-Meier, {'no limits' if robust else 'beta product limits'}"


def _method(inside: np.ndarray, options: KmOptions, clusters: str) -> np.ndarray:
    """Return the method (T,) of each row's limits."""
    error = f"robust{clusters}" if options.robust else "Greenwood"
    usual = f"Kaplan-Meier, {error}, {options.conf_type} limits"
    method = np.full(inside.size, usual, dtype=object)  # one text, not one copy per row
    method[~inside] = edge_method(robust=options.robust)
    return method
