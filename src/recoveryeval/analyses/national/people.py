"""Everyone who could have answered twice: days from the origin, deaths, and who is due."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.analyses.followup_rate_intakes import intakes
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import CohortError
from recoveryeval.outcomes.leaving.limits import days
from recoveryeval.outcomes.measured.planned import Planned


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Per person (n,): whether the window of the second time has closed, and who died before.

    ``when`` are the days of the two times from the origin, ``begin`` the origin
    itself, ``observed_to`` the last day observed, ``undated`` who has no date to
    count from.
    """

    cohort: Cohort
    when: tuple[float, float]
    begin: np.ndarray
    observed_to: np.ndarray
    due: np.ndarray
    died: np.ndarray
    undated: np.ndarray

    @property
    def n(self) -> int:
        """People of the cohort."""
        return len(self.due)


def asked(cohort: Cohort, waves: Planned) -> Asked:
    """Return who is due: people whose window has closed by the end of the records."""
    of = intakes(cohort)
    begin = days(cohort.frame["origin_day"]) - cohort.landmark_day
    seen = of.seen_to - begin
    undated = np.isnan(seen)
    due = ~undated & (seen >= waves.closes[1])
    if not due.any():
        raise CohortError(
            "Nobody's window for the second time has closed by the end of the records",
            code="RE-A03",
            rows=len(due),
            do="Use an earlier second time (after=90), or people who came earlier.",
        )
    return Asked(
        cohort=cohort,
        when=(float(waves.day[0]), float(waves.day[1])),
        begin=begin,
        observed_to=days(cohort.frame["observed_to"]) - begin,
        due=due,
        died=of.died - begin <= waves.closes[1],
        undated=undated,
    )
