"""Services received by a study's people, where the program keeps a log of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort

WEEK = 7


def service_results(people: Cohort, horizon_days: int) -> list[Result]:
    """Return services received and the dose over time; nothing without a log of contacts."""
    from recoveryeval.analyses.dose import dose_over_time
    from recoveryeval.analyses.services_received import services_received
    from recoveryeval.outcomes.engaging.log import contact_log

    if not (contact_log(people).frame["status"] == "completed").any():
        return []
    by = "arm" if people.arms else None
    weeks = max(horizon_days // WEEK, 1)
    return [
        services_received(people, days=horizon_days),
        dose_over_time(people, by=by, weeks=weeks),
    ]
