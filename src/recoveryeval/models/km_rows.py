"""Kaplan-Meier rows of one group: estimate, error, limits, and how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.stats.cells import Cells
from recoveryeval.stats.exact_limits import lower_without_events, upper_after_last_event
from recoveryeval.stats.infinitesimal_jackknife import robust_error
from recoveryeval.stats.limits import ConfType, survival_limits
from recoveryeval.stats.product_limit import ProductLimit, product_limit
from recoveryeval.stats.risk_table import RiskTable

ONE_PERSON = "one person only: no curve can be estimated"
NO_EVENTS = "nobody had the event: limits by an exact method, quantiles not reached"
ALL_EVENTS = "everyone still followed had the event by then: limits by an exact method"
NO_LIMITS = "no limits: the formula has none where everyone had the event, and weights rule out "
NO_LIMITS += "the exact ones"


@dataclass(frozen=True, slots=True)
class KmOptions:
    """What the user asked of the limits."""

    conf_level: float
    conf_type: ConfType
    weighted: bool
    clustered: bool


def km_rows(cells: Cells, table: RiskTable, people: float, options: KmOptions) -> pd.DataFrame:
    """Return one row per distinct time of the group, in the columns of the glossary."""
    curve = product_limit(table)
    error = curve.std_error
    if options.weighted:
        error = robust_error(cells, table, curve.survival, clustered=options.clustered)
    low, high = survival_limits(
        curve.survival, error, conf_level=options.conf_level, conf_type=options.conf_type
    )
    low, high = _completed(low, high, curve, table, options)
    inside = (curve.survival > 0) & (curve.survival < 1)
    status, reason = _trust(curve, table, people, options)
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
            "method": _method(inside, options),
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
    """Return limits with exact ones where the curve is at 1 or at 0; none with weights."""
    if options.weighted:
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
        status[:], reason[:] = "fallback", NO_EVENTS
    else:
        gone = curve.survival == 0
        status[gone] = "flagged"
        reason[gone] = NO_LIMITS if options.weighted else ALL_EVENTS
    return status, reason


def edge_method(*, weighted: bool) -> str:
    """Return the method of rows where the curve is at 1 or at 0."""
    return f"Kaplan-Meier, {'no limits' if weighted else 'beta product limits'}"


def _method(inside: np.ndarray, options: KmOptions) -> np.ndarray:
    """Return the method (T,) of each row's limits."""
    error = "robust" if options.weighted else "Greenwood"
    usual = f"Kaplan-Meier, {error}, {options.conf_type} limits"
    method = np.full(inside.size, usual, dtype=object)  # one text, not one copy per row
    method[~inside] = edge_method(weighted=options.weighted)
    return method
