"""The weekly results that a user's own table holds, ready for a definition."""

from __future__ import annotations

from recoveryeval.outcomes.weekly.at_hand import WeeksAtHand
from recoveryeval.outcomes.weekly.weekly_results import WeeklyResults


def own_weeks(given: WeeklyResults) -> WeeksAtHand:
    """Return the user's own weekly results."""
    return WeeksAtHand(
        weeks=given.weeks,
        people=given.people.assign(death_week=float("inf")),
        covariates=given.covariates,
        origin="the start of week 1 in the data",
        population="everyone in the data",
        rows_in=len(given.people),
    )
