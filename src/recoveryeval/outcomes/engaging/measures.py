"""The measures of engagement by name: the function of each, and the parameters it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recoveryeval.outcomes.engaging import (
    counting,
    first_contact,
    iet,
    needs,
    never_enrolled,
    shares,
)
from recoveryeval.outcomes.engaging.measured import Measured, Source

_LOG = ("service", "after_end")
_COUNT = (*_LOG, "window_days", "same_day")
_IET = ("service", "day_zero", "initiation_days", "clear_days", "died")


@dataclass(frozen=True, slots=True)
class Measure:
    """How one measure is made, and the parameters that its definition must have.

    ``log`` says whether it needs a log of contacts; ``open_window`` whether
    ``window_days`` = 0 means to the end of observation.
    """

    make: Callable[[Source], Measured]
    needs: tuple[str, ...]
    log: bool = True
    open_window: bool = False


MEASURES: dict[str, Measure] = {
    "contacts": Measure(counting.contacts, _COUNT, open_window=True),
    "minutes": Measure(counting.minutes, (*_COUNT, "missing_minutes"), open_window=True),
    "weeks": Measure(counting.weeks, _COUNT, open_window=True),
    "completions": Measure(counting.completions, (*_COUNT, "attempts"), open_window=True),
    "gaps_with_coach": Measure(
        counting.gaps_with_coach, (*_LOG, "window_days", "coach_service"), open_window=True
    ),
    "active": Measure(shares.active, (*_LOG, "at_days", "lookback_days", "died")),
    "sustained": Measure(shares.sustained, (*_LOG, "window_days", "gap_days", "died")),
    "reach": Measure(
        never_enrolled.reach, (*_LOG, "window_days", "died", "denominator", "outreach_service")
    ),
    "first_contact": Measure(
        first_contact.first_contact, (*_LOG, "window_days", "exits"), open_window=True
    ),
    "initiation": Measure(iet.initiation, _IET, log=False),
    "engagement_clock": Measure(
        iet.engagement_clock,
        (*_IET, "engagement_days", "services_needed", "denominator"),
        log=False,
    ),
    "needs_worked_on": Measure(
        needs.needs_worked_on, (*_LOG, "window_days", "needs"), open_window=True
    ),
    "need_addressed": Measure(needs.need_addressed, (*_LOG, "window_days", "needs", "died")),
}
