"""Differences between the curves of a result at given times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.results.curve_at import rows_at
from recoveryeval.results.joint_difference import with_joint_errors
from recoveryeval.results.shared_correlation import correlations
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.differences import difference_limits, reach

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

METHOD = "difference of curves, limits by variance estimates recovery"
SHARED = "difference of curves that share clusters, limits by variance estimates recovery"


def reference_of(groups: list[str], reference: str | None) -> str:
    """Return the reference group: the first, unless one is named."""
    if len(groups) < 2:
        raise EstimationError(
            "A difference needs at least two groups",
            code="RE-M24",
            do="Name a grouping column with by= when estimating.",
        )
    if reference is None:
        return groups[0]
    if str(reference) not in groups:
        raise EstimationError(
            "There is no group of that name to compare with",
            code="RE-M25",
            do="Name one of the groups of the result." + nearest(str(reference), groups),
        )
    return str(reference)


def difference_rows(curve: Curve, reference: str | None, times: np.ndarray) -> pd.DataFrame:
    """Return one row per group but the reference (per cause) and time."""
    _refuse_unknown_together(curve)
    values = rows_at(curve, times)
    base = reference_of(list(dict.fromkeys(values["group"])), reference)
    shared = [k for k in ("cause", "time") if k in values]
    pairs = values[values["group"] != base].merge(
        values[values["group"] == base], on=shared, suffixes=("", "_base"), how="left"
    )
    together = correlations(curve, pairs)
    low, high = difference_limits(_part(pairs, ""), _part(pairs, "_base"), together)
    status = [worst(both) for both in zip(pairs["status"], pairs["status_base"], strict=True)]
    rows = pairs[[*shared, "outcome", "estimand", "conf_level"]].assign(
        contrast=pairs["group"] + " - " + base,
        estimand="difference in " + pairs["estimand"],
        estimate=pairs["estimate"] - pairs["estimate_base"],
        std_error=reach(pairs["std_error"], pairs["std_error_base"], together),
        conf_low=low,
        conf_high=high,
        status=status,
        reason=[_reason(row) for row in pairs.to_dict("records")],
        method=SHARED if "shared" in curve.extras else METHOD,
    )
    if "joint" in curve.extras:
        rows = with_joint_errors(curve, rows, pairs)
    return rows.assign(**{c: pairs[c] + pairs[f"{c}_base"] for c in ("n", "n_event", "n_risk")})


def _refuse_unknown_together(curve: Curve) -> None:
    """Raise where clusters have people in several groups and nothing says how curves go along."""
    if curve.extras.get("together") and "shared" not in curve.extras:
        raise EstimationError(
            "Clusters have people in several groups, and groups and times are too many to hold how "
            "their curves hang together",
            code="RE-M28",
            do="Compare groups by cox(), or recurrent_cox() where events recur, with cluster=; or "
            "leave cluster= out of the curves.",
        )


def _part(pairs: pd.DataFrame, suffix: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return estimate and limits of one side."""
    estimate, low, high = (
        pairs[f"{name}{suffix}"].to_numpy(dtype="float64")
        for name in ("estimate", "conf_low", "conf_high")
    )
    return estimate, low, high


def _reason(row: dict[str, object]) -> str:
    """Return what is wrong with either side, naming it."""
    sides = ((row["group"], row["reason"]), (row["group_base"], row["reason_base"]))
    return "; ".join(f"{group}: {reason}" for group, reason in sides if reason)
