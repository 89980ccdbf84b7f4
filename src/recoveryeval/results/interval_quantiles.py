"""Within which stretch between visits a given share of people have had the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.results.interval_bounds import CONVENTION

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "stretch in which the curve passes the share, limits by inverting the pointwise limits"
CLOSE = 1e-10


def interval_quantile_rows(curve: Curve, shares: np.ndarray, inside: str) -> pd.DataFrame:
    """Return one row per group and share."""
    rows = [
        {
            "outcome": own["outcome"].iloc[0],
            "group": str(group),
            "term": f"time by which {100 * share:g}% have had the event",
            "estimand": "quantile of the time to the event",
            **_quantile(own, float(share), inside),
            **_limits(curve, str(group), float(share)),
            "conf_level": float(curve.extras["conf_level"]),
            "n": float(own["n"].iloc[0]),
            "method": METHOD,
        }
        for group, own in curve.table.groupby("group", sort=False, observed=True)
        for share in shares
    ]
    return pd.DataFrame(rows)


def _quantile(own: pd.DataFrame, share: float, inside: str) -> dict[str, Any]:
    """Return the stretch in which the curve passes 1 - share, and a value where there is one."""
    none = {"estimate": np.nan, "bound_low": np.nan, "bound_high": np.nan}
    if (own["status"] == "not_estimable").all():
        return {**none, "status": "not_estimable", "reason": str(own["reason"].iloc[0])}
    survival = own["estimate"].to_numpy(dtype=float)
    passed = np.flatnonzero(survival <= 1 - share + CLOSE)
    if passed.size == 0:
        return {
            **none,
            "bound_low": float(own["time"].iloc[-1]),
            "status": "not_estimable",
            "reason": "not reached by the last visit",
        }
    row = int(passed[0])
    begin, end = float(own["time_from"].iloc[row]), float(own["time"].iloc[row])
    found = {"bound_low": begin, "bound_high": end}
    if begin == end:
        return {**found, "estimate": end, "status": "ok", "reason": ""}
    if inside == "bounds":
        told = f"no visit tells: between {begin:g} and {end:g}"
        return {**found, "estimate": np.nan, "status": "flagged", "reason": told}
    before = 1.0 if row == 0 else float(survival[row - 1])
    even = begin + (end - begin) * (before - (1 - share)) / (before - float(survival[row]))
    value = {"earliest": begin, "latest": end, "even": even}[inside]
    return {**found, "estimate": value, "status": "flagged", "reason": CONVENTION[inside]}


def _limits(curve: Curve, group: str, share: float) -> dict[str, float]:
    """Return the times at which the pointwise limits pass 1 - share."""
    points = np.asarray(curve.extras["points"], dtype=float)
    band = curve.extras["bands"][group]
    low, high = (np.asarray(band[name], dtype=float) for name in ("conf_low", "conf_high"))
    if np.isnan(low).all():
        return {"conf_low": np.nan, "conf_high": np.nan}
    first, last = (np.flatnonzero(limit <= 1 - share) for limit in (low, high))
    # A gap stands for every time in it: the earliest is the end before, the latest the end after.
    return {
        "conf_low": float(points[first[0] - first[0] % 2]) if first.size else np.nan,
        "conf_high": float(points[last[0] + last[0] % 2]) if last.size else np.inf,
    }
