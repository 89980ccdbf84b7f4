"""Times by which given shares of people have had the event, with limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.results.group_curve import GroupCurve, group_curves
from recoveryeval.stats.survival.quantiles import curve_quantiles

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "midpoint rule, limits by inverting the pointwise limits"


def checked_shares(shares: float | Sequence[float]) -> np.ndarray:
    """Return shares as floats (M,), each strictly between 0 and 1."""
    try:
        found = np.atleast_1d(np.asarray(shares, dtype="float64"))
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.size == 0 or found.ndim != 1 or not ((found > 0) & (found < 1)).all():
        raise EstimationError(
            "Quantiles are asked as shares strictly between 0 and 1",
            code="RE-M26",
            do="Give shares such as quantiles([0.25, 0.5, 0.75]).",
        )
    return found


def quantile_rows(curve: Curve, shares: np.ndarray) -> pd.DataFrame:
    """Return one row per curve and share."""
    if float(curve.extras["start"]) != 1 and curve.kind != "cumulative_incidence":
        raise EstimationError(
            "Quantiles are defined for curves of shares of people only",
            code="RE-M27",
            do="Use at(times).",
        )
    parts = [_one(curve, found, shares) for found in group_curves(curve)]
    return pd.concat(parts, ignore_index=True)


def _one(curve: Curve, found: GroupCurve, shares: np.ndarray) -> pd.DataFrame:
    """Return the rows of one curve."""
    time = found.numbers("time")
    survival, lower, upper = _falling(found)
    # Exact limits at 1 and at 0 are not part of the curves that are inverted.
    usual = (survival > 0) & (survival < 1)
    low, high = (
        curve_quantiles(time, np.where(usual, side, np.nan), shares) for side in (lower, upper)
    )
    estimate = curve_quantiles(time, survival, shares)
    known = ~np.isnan(estimate)
    level, unit = float(curve.extras["conf_level"]), curve.labels.get("unit", "")
    return pd.DataFrame(
        {
            **found.key,
            "term": [f"time by which {100 * share:g}% have had the event" for share in shares],
            "estimand": "quantile of the time to the event",
            "estimate": estimate,
            "conf_low": low,
            "conf_high": np.where(np.isnan(high) & known, np.inf, high),
            "conf_level": level,
            "n": float(found.numbers("n")[0]),
            "n_event": float(found.numbers("n_event").sum()),
            "status": np.where(known, "ok", "not_estimable"),
            "method": METHOD,
            "reason": [
                "" if fine else _reason(found, bound, level, unit)
                for fine, bound in zip(known, low, strict=True)
            ],
        }
    )


def _falling(found: GroupCurve) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the share of people without the event (T,) and its limits."""
    names = ("estimate", "conf_low", "conf_high")
    estimate, low, high = (found.numbers(name) for name in names)
    return (estimate, low, high) if found.start == 1 else (1 - estimate, 1 - high, 1 - low)


def _reason(found: GroupCurve, bound: float, level: float, unit: str) -> str:
    """Return why a quantile is missing, with the limit that is known all the same."""
    if found.numbers("n")[0] <= 1:
        return str(found.rows["reason"].iloc[0])
    at_least = (
        "" if np.isnan(bound) else f"; with {level:.0%} confidence not before {bound:g} {unit}"
    )
    return f"not reached during observation{at_least}"
