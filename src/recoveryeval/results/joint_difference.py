"""Errors of differences between curves that come from one model and so move together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.stats.survival.limits import critical_value

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "difference of curves of one model, delta method"


def with_joint_errors(curve: Curve, rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return difference rows with errors and limits that know how the curves hang together."""
    joint = curve.extras["joint"]
    error = np.array(
        [
            _error(joint, str(row["group"]), str(row["group_base"]), float(row["time"]))
            for row in pairs.to_dict("records")
        ]
    )
    reach = (
        critical_value(float(curve.extras["conf_level"]), float(joint.get("df", np.inf))) * error
    )
    estimate = rows["estimate"].to_numpy(dtype="float64")
    return rows.assign(
        std_error=error, conf_low=estimate - reach, conf_high=estimate + reach, method=METHOD
    )


def _error(joint: dict[str, Any], group: str, base: str, time: float) -> float:
    """Return the standard error of one difference; NaN before the first event."""
    place = int(np.searchsorted(np.asarray(joint["time"]), time, side="right")) - 1
    if place < 0:
        return float("nan")
    first, second = joint["curves"][group], joint["curves"][base]
    hazard, beta = (
        np.asarray(first[k])[:, place] - np.asarray(second[k])[:, place]
        for k in ("on_hazard", "on_coefficients")
    )
    if "together" in joint:
        moved = np.concatenate([hazard, beta])
        variance = moved @ np.asarray(joint["together"])[place] @ moved
    else:
        variance = hazard**2 @ np.asarray(joint["hazard_variance"])[:, place]
        variance += beta @ np.asarray(joint["covariance"]) @ beta
    return float(np.sqrt(variance)) if variance > 0 else float("nan")
