"""Rows of a restricted mean: each group, and its difference and ratio to the reference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.curves.curve_clusters import NONE, CurveClusters, corrected
from recoveryeval.models.curves.rmst_error import RmstErrors
from recoveryeval.stats.survival.exact_limits import lower_without_events
from recoveryeval.stats.survival.limits import ConfType, survival_limits
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.restricted_mean import RestrictedMean, restricted_mean
from recoveryeval.stats.survival.risk_table import RiskTable

MEAN = "restricted mean time"
DIFFERENCE = "difference in restricted mean time"
RATIO = "ratio of restricted mean times"
MOST_TOLD = 3
IN_A_LINE = ("contrast", "estimate", "conf_low", "conf_high")
NAN = float("nan")
NO_LIMITS = "nobody had the event before the horizon, and weights or clusters rule out exact limits"


@dataclass(frozen=True, slots=True)
class RmstAsked:
    """The horizon, and the level and scale of the limits."""

    horizon: float
    conf_level: float
    conf_type: ConfType


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
    place: int = 0


def group_part(
    group: tuple[int, str, float],
    table: RiskTable,
    asked: RmstAsked,
    robust: RmstErrors | None = None,
) -> GroupPart:
    """Return one group's restricted mean; ``group`` is its place, label and people."""
    (place, label, people), horizon = group, asked.horizon
    found = restricted_mean(table, horizon)
    if robust is not None:
        found = replace(found, std_error=robust.error(place))
    status, reason = _trust(table, people, horizon, found)
    together = NONE if robust is None else robust.clusters[place]
    if together.too_few and status != "not_estimable":
        status, reason = "flagged", together.reason
    error = found.std_error if found.std_error > 0 else NAN
    low, high = _limits(found.estimate, error, asked, together.df)
    method = f"area under the Kaplan-Meier curve{_told(robust, together)}"
    if status == "fallback" and robust is not None:
        status, reason = "flagged", NO_LIMITS
    elif status == "fallback":
        known = table.at_risk(np.array([horizon]))
        low = horizon * float(lower_without_events(known, asked.conf_level)[0])
        high, method = horizon, f"{method}, limits from the exact limit of survival"
    else:
        method = f"{method}, {asked.conf_type} limits"
    return GroupPart(label, people, found, error, low, high, horizon, status, reason, method, place)


def _limits(mean: float, error: float, asked: RmstAsked, df: float) -> tuple[float, float]:
    """Return limits of a mean, whose share of the horizon is a share like one of survival."""
    low, high = survival_limits(
        np.array([mean / asked.horizon]),
        np.array([error / asked.horizon]),
        conf_level=asked.conf_level,
        conf_type=asked.conf_type,
        df=df,
    )
    return asked.horizon * float(low[0]), asked.horizon * float(high[0])


def _told(robust: RmstErrors | None, together: CurveClusters) -> str:
    """Return how the error was made, where it is not the usual one."""
    return "" if robust is None else f", robust error{corrected(together)}"


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
    """Return the row of one group."""
    return {
        "group": part.label,
        "estimand": MEAN,
        "estimate": part.found.estimate,
        "std_error": part.std_error,
        "conf_low": part.low,
        "conf_high": part.high,
        "n": part.n,
        "n_event": part.found.n_event,
        "n_censor": part.found.n_censor,
        "status": part.status,
        "reason": part.reason,
        "method": part.method,
    }


def in_one_line(table: pd.DataFrame) -> str:
    """Return the differences in one line, for the foot of the picture."""
    rows = table[(table["estimand"] == DIFFERENCE) & (table["status"] != "not_estimable")]
    if rows.empty:
        return ""
    if len(rows) > MOST_TOLD:
        return f"{len(rows)} differences stand in tidy()."
    told = [
        f"{name}: {value:.2f} ({low:.2f} to {high:.2f})"
        for name, value, low, high in zip(*(rows[c] for c in IN_A_LINE), strict=True)
    ]
    return f"Difference {'; '.join(told)}"
