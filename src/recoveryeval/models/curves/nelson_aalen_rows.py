"""Cumulative hazard rows of one group: estimate, error, limits, and how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.models.curves.curve_clusters import corrected, curve_clusters
from recoveryeval.models.curves.each_group import GroupCurves
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.exact_limits import upper_hazard_without_events
from recoveryeval.stats.survival.limits import critical_value
from recoveryeval.stats.survival.nelson_aalen import (
    HazardTies,
    NelsonAalen,
    nelson_aalen,
    robust_hazard,
)

HazardScale = Literal["log", "plain"]
ONE_PERSON = "one person only: no hazard can be estimated"
NO_EVENTS = "nobody had this event: upper limit by an exact method"
NO_LIMITS = "nobody had this event: no limits, since weights or clusters rule out the exact one"
EDGE = {True: "Nelson-Aalen, no limits", False: "Nelson-Aalen, exact limits"}


@dataclass(frozen=True, slots=True)
class HazardOptions:
    """What the user asked; ``robust`` errors go with weights and with named clusters."""

    conf_level: float
    conf_type: HazardScale
    ties: HazardTies
    robust: bool
    clustered: bool
    cluster_by: str

    @property
    def method(self) -> str:
        """The estimator and its error."""
        rule = "Nelson-Aalen" if self.ties == "nelson" else "Fleming-Harrington"
        return f"{rule}, {'robust' if self.robust else 'Poisson'}"


@dataclass(frozen=True, slots=True, eq=False)
class GroupHazard(GroupCurves):
    """Hazards of one group."""

    found: NelsonAalen


def group_hazard(
    cells: Cells, names: tuple[str, ...], people: float, options: HazardOptions
) -> GroupHazard:
    """Return the hazards of all causes in one group."""
    if options.robust:
        found = robust_hazard(cells, len(names), clustered=options.clustered)
    else:
        found = nelson_aalen(cells, len(names), ties=options.ties)
    return GroupHazard(found, names, people, curve_clusters(cells, options.cluster_by))


def hazard_rows(group: GroupHazard, name: str, options: HazardOptions) -> pd.DataFrame:
    """Return one row per distinct time of one cause, in the columns of the glossary."""
    place, found = group.names.index(name), group.found
    estimate = found.hazard[place]
    some = estimate > 0
    error = np.where(some, found.std_error[place] * group.together.factor, np.nan)
    low, high = _limits(group, estimate, error, options)
    status, reason = _trust(group, place, options)
    usual = f"{options.method}{corrected(group.together)}, {options.conf_type} limits"
    return pd.DataFrame(
        {
            "cause": name,
            "time": found.time,
            "estimate": estimate,
            "std_error": error,
            "conf_low": low,
            "conf_high": high,
            "n": group.people,
            "n_event": found.n_event[place],
            "n_censor": found.n_censor,
            "n_risk": found.n_risk,
            "status": status,
            "method": np.where(some, usual, EDGE[options.robust]),
            "reason": reason,
        }
    )


def _limits(
    group: GroupHazard, estimate: np.ndarray, error: np.ndarray, options: HazardOptions
) -> tuple[np.ndarray, np.ndarray]:
    """Return limits (T,), of zero or more; exact where nobody has had the event yet."""
    z = critical_value(options.conf_level, group.together.df)
    if options.conf_type == "plain":
        low, high = np.maximum(estimate - z * error, 0.0), estimate + z * error
    else:
        reach = np.exp(z * np.divide(error, estimate, out=np.zeros_like(error), where=estimate > 0))
        low, high = estimate / reach, estimate * reach
        low, high = np.where(np.isnan(error), np.nan, low), np.where(np.isnan(error), np.nan, high)
    if options.robust:
        return low, high
    exact = upper_hazard_without_events(group.found.n_risk, options.conf_level)
    none = estimate == 0
    return np.where(none, 0.0, low), np.where(none, exact, high)


def _trust(group: GroupHazard, place: int, options: HazardOptions) -> tuple[np.ndarray, np.ndarray]:
    """Return status and reason (T,) of each row."""
    size = group.found.time.size
    if group.people <= 1:
        status, reason = "not_estimable", ONE_PERSON
    elif not group.found.n_event[place].any():
        status = "flagged" if options.robust else "fallback"
        reason = NO_LIMITS if options.robust else NO_EVENTS
    elif group.together.too_few:
        status, reason = "flagged", group.together.reason
    else:
        status, reason = "ok", ""
    return np.full(size, status, dtype=object), np.full(size, reason, dtype=object)
