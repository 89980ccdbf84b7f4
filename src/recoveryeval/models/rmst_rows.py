"""Rows of a restricted mean: each group, and its difference and ratio to the reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.results.status import worst
from recoveryeval.stats.differences import Part, difference_limits
from recoveryeval.stats.exact_limits import lower_without_events
from recoveryeval.stats.limits import z_value
from recoveryeval.stats.product_limit import product_limit
from recoveryeval.stats.restricted_mean import RestrictedMean, restricted_mean
from recoveryeval.stats.risk_table import RiskTable

MEAN = "restricted mean time"
DIFFERENCE = "difference in restricted mean time"
RATIO = "ratio of restricted mean times"
IN_A_LINE = ("contrast", "estimate", "conf_low", "conf_high")
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class GroupPart:
    """The restricted mean of one group, with limits and how far it can be trusted."""

    label: str
    n: float
    found: RestrictedMean
    std_error: float
    low: float
    high: float
    horizon: float
    status: str
    reason: str
    method: str


def group_part(
    label: str, table: RiskTable, people: float, asked: tuple[float, float]
) -> GroupPart:
    """Return one group's restricted mean; ``asked`` is (horizon, confidence level)."""
    horizon, level = asked
    found = restricted_mean(table, horizon)
    status, reason = _trust(table, people, horizon, found)
    error = found.std_error if found.std_error > 0 else NAN
    low, high = (found.estimate + sign * z_value(level) * error for sign in (-1, 1))
    method = "area under the Kaplan-Meier curve"
    if status == "fallback":
        known = table.at_risk(np.array([horizon]))
        low = horizon * float(lower_without_events(known, level)[0])
        high, method = horizon, f"{method}, limits from the exact limit of survival"
    return GroupPart(label, people, found, error, low, high, horizon, status, reason, method)


def _trust(
    table: RiskTable, people: float, horizon: float, found: RestrictedMean
) -> tuple[str, str]:
    """Return status and reason of a group's restricted mean."""
    if people <= 1:
        return "not_estimable", "one person only: no standard error can be estimated"
    if horizon > table.time[-1] and product_limit(table).survival[-1] > 0:
        return "not_estimable", "the horizon lies beyond the last observed time of this group"
    if not table.n_event[table.time < horizon].any():
        return "fallback", "nobody had the event before the horizon: limits by an exact method"
    if found.std_error == 0:
        return "flagged", "everyone had the event at one time: no standard error"
    return "ok", ""


def group_row(part: GroupPart) -> dict[str, Any]:
    """Return the row of one group; limits do not leave 0 and the horizon."""
    return {
        "group": part.label,
        "estimand": MEAN,
        "estimate": part.found.estimate,
        "std_error": part.std_error,
        "conf_low": max(part.low, 0.0) if part.low == part.low else NAN,
        "conf_high": min(part.high, part.horizon) if part.high == part.high else NAN,
        "n": part.n,
        "n_event": part.found.n_event,
        "n_censor": part.found.n_censor,
        "status": part.status,
        "reason": part.reason,
        "method": part.method,
    }


def contrast_rows(parts: Sequence[GroupPart], reference: str, level: float) -> list[dict[str, Any]]:
    """Return difference and ratio of each group to the reference."""
    base = next(part for part in parts if part.label == reference)
    rows: list[dict[str, Any]] = []
    for part in parts:
        if part is base:
            continue
        told = "; ".join(f"{p.label}: {p.reason}" for p in (part, base) if p.reason)
        shared = {
            "n": part.n + base.n,
            "n_event": part.found.n_event + base.found.n_event,
            "status": worst([part.status, base.status]),
            "reason": told,
        }
        rows.append({**_difference(part, base), **shared})
        rows.append({**_ratio(part, base, level), **shared})
    return rows


def _difference(part: GroupPart, base: GroupPart) -> dict[str, Any]:
    """Return the difference of two restricted means."""
    value = part.found.estimate - base.found.estimate
    error = math.hypot(part.std_error, base.std_error)
    low, high = difference_limits(_as_part(part), _as_part(base))
    return {
        "contrast": f"{part.label} - {base.label}",
        "estimand": DIFFERENCE,
        "estimate": value,
        "std_error": error,
        **_z_test(value, error),
        "conf_low": float(low[0]),
        "conf_high": float(high[0]),
        "method": "difference of areas under Kaplan-Meier curves",
    }


def _ratio(part: GroupPart, base: GroupPart, level: float) -> dict[str, Any]:
    """Return the ratio of two restricted means, worked out on the log scale."""
    a, b = part.found.estimate, base.found.estimate
    fine = a > 0 and b > 0
    log_ratio = math.log(a / b) if fine else NAN
    error = math.hypot(part.std_error / a, base.std_error / b) if fine else NAN
    reach = z_value(level) * error
    return {
        "contrast": f"{part.label} / {base.label}",
        "estimand": RATIO,
        "estimate": math.exp(log_ratio),
        "std_error": math.exp(log_ratio) * error,
        **_z_test(log_ratio, error),
        "conf_low": math.exp(log_ratio - reach),
        "conf_high": math.exp(log_ratio + reach),
        "method": "ratio of areas under Kaplan-Meier curves, log scale",
    }


def _as_part(part: GroupPart) -> Part:
    """Return a group's estimate and limits as arrays (1,)."""
    return np.array([part.found.estimate]), np.array([part.low]), np.array([part.high])


def _z_test(value: float, error: float) -> dict[str, float]:
    """Return z and its two-sided p value."""
    z = value / error if error > 0 else NAN
    return {"statistic": z, "p_value": math.erfc(abs(z) / math.sqrt(2))}


def in_one_line(table: pd.DataFrame) -> str:
    """Return the differences in one line, for the foot of the picture."""
    rows = table[(table["estimand"] == DIFFERENCE) & (table["status"] != "not_estimable")]
    if rows.empty:
        return ""
    told = [
        f"{name}: {value:.2f} ({low:.2f} to {high:.2f})"
        for name, value, low, high in zip(*(rows[c] for c in IN_A_LINE), strict=True)
    ]
    return f"Difference {'; '.join(told)}"
