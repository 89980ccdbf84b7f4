"""The value of an interval-censored curve at given times, or the bounds between which it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

Inside = Literal["bounds", "earliest", "latest", "even"]
BEYOND = "beyond the last visit of this group"
CONVENTION = {
    "earliest": "by convention: events between visits placed at the earliest possible time",
    "latest": "by convention: events between visits placed at the latest possible time",
    "even": "by convention: events between visits spread evenly",
}


def checked_inside(inside: str) -> str:
    """Return the convention, or raise where it is not one."""
    known = get_args(Inside)
    if inside not in known:
        raise EstimationError(
            "There is no convention of that name for times between visits",
            code="RE-M41",
            do=f"Use one of {', '.join(known)}." + nearest(str(inside), known),
        )
    return inside


def place(points: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Return the look point (M,) that stands for each time: an end, the gap before it, the last."""
    ends = points[::2]
    after = np.searchsorted(ends, times, side="left")
    nearest_end = np.minimum(after, ends.size - 1)
    exact = (ends[nearest_end] == times) | (after == ends.size)
    return np.asarray(np.where(exact, 2 * nearest_end, np.maximum(2 * nearest_end - 1, 0)))


def count_seen(curve: Curve, group: str, times: np.ndarray) -> np.ndarray:
    """Return people (M,) of a group known to be without the event just before each time."""
    seen = curve.extras["seen"][group]
    ends, n = np.asarray(seen["time"], dtype=float), np.asarray(seen["n"], dtype=float)
    before = np.concatenate([[0.0], np.cumsum(n)])
    return np.asarray(n.sum() - before[np.searchsorted(ends, times, side="left")])


def bounds_at(curve: Curve, times: np.ndarray, inside: str) -> pd.DataFrame:
    """Return one row per group and time."""
    parts = [
        _one(curve, str(group), rows, times, inside)
        for group, rows in curve.table.groupby("group", sort=False, observed=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _one(
    curve: Curve, group: str, rows: pd.DataFrame, times: np.ndarray, inside: str
) -> pd.DataFrame:
    """Return the rows of one group."""
    band = {k: np.asarray(v, dtype=float) for k, v in curve.extras["bands"][group].items()}
    points = np.asarray(curve.extras["points"], dtype=float)
    value = {name: numbers[place(points, times)] for name, numbers in band.items()}
    beyond = times > points[-1]
    value["low"] = np.where(beyond, 0.0, value["low"])  # the curve may have ended by then
    known = value["low"] == value["high"]
    open_end = ~known & (value["low"] == 0) & (times > float(rows["time"].iloc[-1]))
    status, reason = _trust(rows, value, known, open_end, inside)
    estimate = _value(rows, value, times, inside)
    return pd.DataFrame(
        {
            "outcome": rows["outcome"].iloc[0],
            "group": group,
            "estimand": "survival",
            "time": times,
            "estimate": np.where(known, value["high"], estimate),
            "std_error": value["std_error"],
            "bound_low": value["low"],
            "bound_high": value["high"],
            "conf_low": value["conf_low"],
            "conf_high": value["conf_high"],
            "conf_level": float(curve.extras["conf_level"]),
            "n": float(rows["n"].iloc[0]),
            "n_risk": count_seen(curve, group, times),
            "status": status,
            "method": rows["method"].iloc[0],
            "reason": reason,
        }
    )


def _value(
    rows: pd.DataFrame, value: dict[str, np.ndarray], times: np.ndarray, inside: str
) -> np.ndarray:
    """Return the value by convention (M,) inside a stretch."""
    if inside == "bounds":
        return np.full(times.size, np.nan)
    if inside != "even":
        return value["low"] if inside == "earliest" else value["high"]
    begin, end = rows["time_from"].to_numpy(dtype=float), rows["time"].to_numpy(dtype=float)
    row = np.minimum(np.searchsorted(end, times, side="left"), end.size - 1)
    width = np.where(end > begin, end - begin, 1.0)[row]
    share = np.clip((times - begin[row]) / width, 0, 1)
    return np.asarray(value["high"] - share * (value["high"] - value["low"]))


def _trust(
    rows: pd.DataFrame,
    value: dict[str, np.ndarray],
    known: np.ndarray,
    open_end: np.ndarray,
    inside: str,
) -> tuple[np.ndarray, np.ndarray]:
    """Return status and reason (M,)."""
    status = np.full(known.size, "ok", dtype=object)
    reason = np.full(known.size, "", dtype=object)
    if rows["status"].isin(["not_estimable", "fallback"]).all():
        status[:], reason[:] = rows["status"].iloc[0], rows["reason"].iloc[0]
    status[open_end & (status != "not_estimable")] = "not_estimable"
    reason[open_end & (reason == "")] = BEYOND
    for i in np.flatnonzero(~known & ~open_end & (status == "ok")):
        status[i] = "flagged"
        reason[i] = CONVENTION.get(
            inside,
            f"no visit tells: between {value['low'][i]:.3g} and {value['high'][i]:.3g}",
        )
    return status, reason
