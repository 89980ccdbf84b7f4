"""Limits of a cumulative incidence: on its own scale, and exact where it is 0 or 1."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.curves.cumulative_incidence_group import GroupIncidence, IncidenceOptions
from recoveryeval.stats.survival.exact_limits import (
    effective_people,
    lower_without_events,
    upper_after_last_event,
)
from recoveryeval.stats.survival.limits import survival_limits

Limits = tuple[np.ndarray, np.ndarray]


def incidence_limits(group: GroupIncidence, place: int, options: IncidenceOptions) -> Limits:
    """Return limits (T,) of the cause at a place among the causes."""
    share, error = group.share[place], group.error[place]
    # Without competing events the limits are those of Kaplan-Meier, mirrored.
    low, high = survival_limits(
        1 - share if options.alone else share,
        error,
        conf_level=options.conf_level,
        conf_type=options.conf_type,
        df=group.together.df,
    )
    if options.alone:
        low, high = 1 - high, 1 - low
    return (low, high) if options.robust else _completed(group, place, options, (low, high))


def _completed(
    group: GroupIncidence, place: int, options: IncidenceOptions, limits: Limits
) -> Limits:
    """Return limits with exact ones where nobody had the event yet, or everybody had it."""
    low, high = limits
    found, level = group.found, options.conf_level
    none, whole = group.share[place] == 0, group.share[place] == 1
    before = np.concatenate([[1.0], found.survival[:-1]])
    known = effective_people(found.n_risk, before)
    low = np.where(none, 0.0, low)
    high = np.where(none, 1 - lower_without_events(known, level), high)
    if whole.any():
        # Nothing else happened to anybody, so the curve is one minus Kaplan-Meier.
        first = int(np.argmax(whole))
        risk, event = found.n_risk[: first + 1], found.n_event[place][: first + 1]
        lower = 1 - upper_after_last_event(risk, event, level)
        already = low[first - 1] if first else 0.0
        low, high = np.where(whole, max(lower, already), low), np.where(whole, 1.0, high)
    return low, high
