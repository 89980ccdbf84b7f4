"""Differences between curves of events that visits only bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.results.curve_difference import reference_of
from recoveryeval.results.interval_bounds import bounds_at, place
from recoveryeval.results.status import worst

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "difference of Turnbull curves, bootstrap percentile limits"


def interval_difference_rows(
    curve: Curve, reference: str | None, times: np.ndarray, inside: str
) -> pd.DataFrame:
    """Return one row per group but the reference, and time."""
    values = bounds_at(curve, times, inside)
    base = reference_of(list(dict.fromkeys(values["group"])), reference)
    other = values[values["group"] == base].reset_index(drop=True)
    parts = [
        _pair(curve, rows.reset_index(drop=True), other, str(group))
        for group, rows in values.groupby("group", sort=False, observed=True)
        if group != base
    ]
    return pd.concat(parts, ignore_index=True)


def _pair(curve: Curve, own: pd.DataFrame, base: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return the rows of one group against the reference."""
    against = str(base["group"].iloc[0])
    low, high = _limits(curve, group, against, own["time"].to_numpy(dtype=float))
    reasons = [
        "; ".join(f"{name}: {why}" for name, why in ((group, a), (against, b)) if why)
        for a, b in zip(own["reason"], base["reason"], strict=True)
    ]
    return pd.DataFrame(
        {
            "outcome": own["outcome"],
            "contrast": f"{group} - {against}",
            "estimand": "difference in survival",
            "time": own["time"],
            "estimate": own["estimate"] - base["estimate"],
            "bound_low": own["bound_low"] - base["bound_high"],
            "bound_high": own["bound_high"] - base["bound_low"],
            "conf_low": low,
            "conf_high": high,
            "conf_level": own["conf_level"],
            "n": own["n"] + base["n"],
            "n_risk": own["n_risk"] + base["n_risk"],
            "status": [worst(s) for s in zip(own["status"], base["status"], strict=True)],
            "method": METHOD,
            "reason": reasons,
        }
    )


def _limits(
    curve: Curve, group: str, base: str, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return limits (M,) of group minus base; missing without resampling, and beyond the data."""
    points = np.asarray(curve.extras["points"], dtype=float)
    where, pairs = place(points, times), curve.extras["pairs"]
    beyond = times > points[-1]
    for name, sign in ((f"{group} - {base}", 1.0), (f"{base} - {group}", -1.0)):
        if name in pairs:
            ends = [
                sign * np.asarray(pairs[name][side], dtype=float)[where]
                for side in ("conf_low", "conf_high")
            ]
            low, high = ends if sign > 0 else ends[::-1]
            # Where both curves are still at 1, resampled differences say nothing.
            silent = beyond | ((low == 0) & (high == 0))
            return np.where(silent, np.nan, low), np.where(silent, np.nan, high)
    none = np.full(times.size, np.nan)
    return none, none
