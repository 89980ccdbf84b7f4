"""Rows that compare restricted means: differences and ratios to the reference group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from recoveryeval.models.curves.rmst_error import RmstErrors
from recoveryeval.models.curves.rmst_rows import DIFFERENCE, NAN, RATIO, GroupPart
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.differences import Part, difference_limits
from recoveryeval.stats.survival.limits import critical_value


def contrast_rows(
    parts: Sequence[GroupPart], reference: str, level: float, robust: RmstErrors | None = None
) -> list[dict[str, Any]]:
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
        rows.append({**_difference(part, base, level, robust), **shared})
        rows.append({**_ratio(part, base, level, robust), **shared})
    return rows


def _difference(
    part: GroupPart, base: GroupPart, level: float, robust: RmstErrors | None
) -> dict[str, Any]:
    """Return the difference of two restricted means."""
    value = part.found.estimate - base.found.estimate
    error, df = _error(part, base, (1.0, 1.0), robust)
    if robust is None:
        low, high = (float(v[0]) for v in difference_limits(_as_part(part), _as_part(base)))
    else:
        reach = critical_value(level, df) * error
        low, high = value - reach, value + reach
    return {
        "contrast": f"{part.label} - {base.label}",
        "estimand": DIFFERENCE,
        "estimate": value,
        "std_error": error,
        **_tested(value, error, df),
        "conf_low": low,
        "conf_high": high,
        "method": f"difference of areas under Kaplan-Meier curves{_judged(robust, error, df)}",
    }


def _ratio(
    part: GroupPart, base: GroupPart, level: float, robust: RmstErrors | None
) -> dict[str, Any]:
    """Return the ratio of two restricted means, worked out on the log scale."""
    a, b = part.found.estimate, base.found.estimate
    fine = a > 0 and b > 0
    log_ratio = math.log(a / b) if fine else NAN
    error, df = _error(part, base, (1 / a, 1 / b), robust) if fine else (NAN, math.inf)
    reach = critical_value(level, df) * error
    judged = _judged(robust, error, df)
    return {
        "contrast": f"{part.label} / {base.label}",
        "estimand": RATIO,
        "estimate": math.exp(log_ratio),
        "std_error": math.exp(log_ratio) * error,
        **_tested(log_ratio, error, df),
        "conf_low": math.exp(log_ratio - reach),
        "conf_high": math.exp(log_ratio + reach),
        "method": f"ratio of areas under Kaplan-Meier curves, log scale{judged}",
    }


def _error(
    part: GroupPart, base: GroupPart, by: tuple[float, float], robust: RmstErrors | None
) -> tuple[float, float]:
    """Return error and degrees of freedom of ``by[0]`` x part less ``by[1]`` x base."""
    if robust is None:
        return _independent(part, base, by)
    return robust.contrast(part.place, base.place, by)


def _independent(part: GroupPart, base: GroupPart, by: tuple[float, float]) -> tuple[float, float]:
    """Return error and Welch's degrees of freedom: without censoring the test is Welch's own."""
    own = [(by[0] * part.std_error) ** 2, (by[1] * base.std_error) ** 2]
    below = sum(v**2 / (p.n - 1) for v, p in zip(own, (part, base), strict=True) if p.n > 1)
    return math.sqrt(sum(own)), sum(own) ** 2 / below if below > 0 else math.inf


def _judged(robust: RmstErrors | None, error: float, df: float) -> str:
    """Return how a contrast was judged."""
    by_t = f", t with {df:.1f} degrees of freedom" if math.isfinite(df + error) else ""
    return by_t if robust is None else f", robust error{by_t}"


def _as_part(part: GroupPart) -> Part:
    """Return a group's estimate and limits as arrays (1,)."""
    return np.array([part.found.estimate]), np.array([part.low]), np.array([part.high])


def _tested(value: float, error: float, df: float) -> dict[str, float]:
    """Return the statistic and its two-sided p value, by t where degrees of freedom are few."""
    z = value / error if error > 0 else NAN
    if math.isinf(df) or math.isnan(z):
        return {"statistic": z, "p_value": math.erfc(abs(z) / math.sqrt(2))}
    from scipy.special import stdtr

    return {"statistic": z, "df": df, "p_value": float(2 * stdtr(df, -abs(z)))}
