"""Limits of a curve at times at which nothing has happened yet: they depend on who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recoveryeval.results.group_curve import GroupCurve
from recoveryeval.stats.survival.exact_limits import (
    effective_people,
    lower_without_events,
    upper_hazard_without_events,
)

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

Limits = tuple[np.ndarray, np.ndarray]


def edges(
    curve: Curve,
    found: GroupCurve,
    values: dict[str, np.ndarray],
    where: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> Limits:
    """Return limits (M,); ``where`` holds rows in force, times, and people at risk, each (M,)."""
    place, times, n_risk = where
    low = np.where(place < 0, np.nan, values["conf_low"])
    high = np.where(place < 0, np.nan, values["conf_high"])
    if not curve.extras["exact_limits"]:
        return low, high
    quiet = values["estimate"] == found.start
    level = float(curve.extras["conf_level"])
    if found.start == 1:
        exact = lower_without_events(n_risk, level), np.ones_like(n_risk)
    elif "event_free" in curve.extras:
        known = _known(curve, found, place, times, n_risk)
        exact = np.zeros_like(known), 1 - lower_without_events(known, level)
    else:
        exact = np.zeros_like(n_risk), upper_hazard_without_events(n_risk, level)
    return np.where(quiet, exact[0], low), np.where(quiet, exact[1], high)


def _known(
    curve: Curve, found: GroupCurve, place: np.ndarray, times: np.ndarray, n_risk: np.ndarray
) -> np.ndarray:
    """Return of how many people (M,) it is known that this cause did not happen to them."""
    free = np.concatenate([[1.0], curve.extras["event_free"][found.key["group"]]])
    rows = np.append(effective_people(found.numbers("n_risk"), free[:-1]), np.inf)
    on_row = (place >= 0) & (found.numbers("time")[np.maximum(place, 0)] == times)
    free_now = free[np.where(on_row, place, place + 1)]
    now = np.divide(n_risk, free_now, out=np.full(n_risk.size, np.inf), where=free_now > 0)
    return np.asarray(np.minimum(now, rows[place]))
