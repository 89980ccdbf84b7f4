"""The value of a curve at given times; nothing is carried beyond the last observed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.results.curve_edges import edges
from recoveryeval.results.group_curve import GroupCurve, group_curves

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

BEYOND = "beyond the last observed time of this group"
READ = ("estimate", "std_error", "conf_low", "conf_high")


def checked_times(times: float | Sequence[float]) -> np.ndarray:
    """Return times as floats (M,); none, missing or negative ones are refused."""
    try:
        found = np.atleast_1d(np.asarray(times, dtype="float64"))
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.size == 0 or found.ndim != 1 or not (found >= 0).all() or np.isinf(found).any():
        raise EstimationError(
            "Times must be one or more numbers of zero or more",
            code="RE-M23",
            do="Give times since time zero, such as at([30, 90, 180]).",
        )
    return found


def rows_at(curve: Curve, times: np.ndarray) -> pd.DataFrame:
    """Return one row per curve and time, in the columns of the glossary."""
    parts = [_one(curve, found, times) for found in group_curves(curve)]
    return pd.concat(parts, ignore_index=True)


def _one(curve: Curve, found: GroupCurve, times: np.ndarray) -> pd.DataFrame:
    """Return the rows of one curve."""
    place = found.place(times)
    before = place < 0
    values = {name: found.numbers(name)[np.maximum(place, 0)] for name in READ}
    values["estimate"] = np.where(before, found.start, values["estimate"])
    values["std_error"] = np.where(before, np.nan, values["std_error"])
    n_risk = found.at_risk(times)
    low, high = edges(curve, found, values, (place, times, n_risk))
    complete = found.key.get("group", "") in curve.extras.get("complete", ())
    status, reason = _trust(found, place, times, complete=complete)
    return pd.DataFrame(
        {
            **found.key,
            "time": times,
            **values,
            "conf_low": low,
            "conf_high": high,
            "conf_level": float(curve.extras["conf_level"]),
            "n": float(found.numbers("n")[0]),
            "n_event": found.so_far("n_event", times),
            "n_censor": found.so_far("n_censor", times),
            "n_risk": n_risk,
            "status": status,
            "method": _method(curve, found, place, values["estimate"]),
            "reason": reason,
        }
    )


def _method(curve: Curve, found: GroupCurve, place: np.ndarray, estimate: np.ndarray) -> np.ndarray:
    """Return the method (M,) of each value; before the first event limits are of another kind."""
    own = found.rows["method"].to_numpy(dtype=object)[np.maximum(place, 0)]
    return np.where(estimate == found.start, str(curve.extras["start_method"]), own)


def _trust(
    found: GroupCurve, place: np.ndarray, times: np.ndarray, *, complete: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return status and reason (M,): the row's own, or not estimable beyond observation."""
    known = found.rows["status"].to_numpy(dtype=object)
    told = found.rows["reason"].astype("string").fillna("").to_numpy(dtype=object)
    one_state = len(set(known)) == 1
    quiet = np.full(times.size, known[0] if one_state else "ok", dtype=object)
    status = np.where(place >= 0, known[np.maximum(place, 0)], quiet)
    reason = np.where(place >= 0, told[np.maximum(place, 0)], told[0] if one_state else "")
    # A curve that has reached its end (everyone had the event) needs no observation to stay there.
    ended = complete or (found.start == 1 and bool(found.numbers("estimate")[-1] == 0))
    beyond = (times > found.numbers("time")[-1]) & (status != "not_estimable") & (not ended)
    return np.where(beyond, "not_estimable", status), np.where(beyond, BEYOND, reason)
