"""From survival of a Cox model's reference person to cumulative hazards, and how they move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.hazards.cox_curve_error import CurveError
from recoveryeval.stats.hazards.cox_curve import CoxCurve
from recoveryeval.stats.survival.limits import critical_value


def joint(known: CurveError, curves: Mapping[str, CoxCurve]) -> dict[str, Any]:
    """Return how cumulative hazards (minus log survival) move with what was estimated."""
    some = next(iter(curves.values()))
    moves = {
        label: {
            "on_hazard": -c.on_hazard / c.survival,
            "on_coefficients": -c.on_coefficients / c.survival,
        }
        for label, c in curves.items()
    }
    return {"time": some.time, **known.carried(some), "curves": moves}


def cumulative(table: pd.DataFrame, known: CurveError) -> pd.DataFrame:
    """Return rows of survival as rows of the cumulative hazard, limits on the log scale."""
    survival = table["estimate"].to_numpy(dtype=float)
    hazard = -np.log(survival)
    error = np.where(hazard > 0, table["std_error"] / survival, np.nan)
    some = np.where(hazard > 0, hazard, np.nan)
    reach = np.exp(
        critical_value(float(table["conf_level"].iloc[0]), known.clusters.df) * error / some
    )
    return table.assign(
        estimand="cumulative baseline hazard",
        estimate=hazard,
        std_error=error,
        conf_low=some / reach,
        conf_high=some * reach,
        method=f"Cox model, log limits{known.words}",
    )
