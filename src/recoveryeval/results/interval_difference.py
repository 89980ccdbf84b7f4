"""Differences between curves of events that visits only bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.results.curve_difference import reference_of
from recoveryeval.results.interval_bounds import bounds_at
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.differences import Part, difference_limits

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "difference of Turnbull curves, bootstrap errors, limits by variance estimates recovery"


def interval_difference_rows(
    curve: Curve, reference: str | None, times: np.ndarray, inside: str
) -> pd.DataFrame:
    """Return one row per group but the reference, and time."""
    values = bounds_at(curve, times, inside)
    base = reference_of(list(dict.fromkeys(values["group"])), reference)
    other = values[values["group"] == base].reset_index(drop=True)
    parts = [
        _pair(rows.reset_index(drop=True), other, str(group))
        for group, rows in values.groupby("group", sort=False, observed=True)
        if group != base
    ]
    return pd.concat(parts, ignore_index=True)


def _pair(own: pd.DataFrame, base: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return the rows of one group against the reference."""
    against = str(base["group"].iloc[0])
    low, high = _limits(own, base)
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
            "std_error": np.hypot(own["std_error"], base["std_error"]),
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


def _limits(own: pd.DataFrame, base: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return limits (M,) of own minus base: the lower from the lowest difference, and so on."""
    low, _ = difference_limits(_part(own, "bound_low"), _part(base, "bound_high"))
    _, high = difference_limits(_part(own, "bound_high"), _part(base, "bound_low"))
    return low, high


def _part(rows: pd.DataFrame, value: str) -> Part:
    """Return a bound with the limits of the curve."""
    found, low, high = (
        rows[name].to_numpy(dtype=float) for name in (value, "conf_low", "conf_high")
    )
    return found, low, high
