"""Leaving by the first gap between contacts that is too long; who returns later has left."""

from __future__ import annotations

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving import told
from recoveryeval.outcomes.leaving.contacts import completed_contacts, left_by_gap, unused
from recoveryeval.outcomes.leaving.earliest import ended
from recoveryeval.outcomes.leaving.elsewhere import other_enrollments
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.limits import limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.window import window


def by_gap(cohort: Cohort, options: Options) -> Followed:
    """Return when everyone left by the gap rule, or by a recorded end before."""
    contacts = completed_contacts(cohort, options.services)
    ways = limits(cohort, options)
    if not contacts.any_log and cohort.frame["end_day"].isna().all():
        raise OutcomeError(
            "The program holds neither contacts nor a recorded end, so everyone would seem to stay",
            code="RE-O22",
            rows=0,
            do="Map the contact log, or the end of each enrollment.",
        )
    seen = window(ways, options, gaps=contacts.any_log)
    left, met = left_by_gap(contacts, seen, options.gap_days)
    n = len(cohort.frame)
    lost = np.zeros(n, dtype=bool) if contacts.any_log else _without_end(cohort)
    return Followed(
        place=np.arange(n),
        found=ended(left, met, ways, seen, options),
        reach=seen.to - ways.zero,
        start=np.zeros(n),
        checks=(
            *told.unused(unused(contacts, ways)),
            *other_enrollments(cohort, options, ways),
            *told.without_end(int(lost.sum())),
        ),
        any_log=contacts.any_log,
        no_end=lost,
    )


def _without_end(cohort: Cohort) -> np.ndarray:
    """Return who (n,) is closed, or perhaps closed, without a day: not known to have stayed."""
    people = cohort.frame
    gone = people["status"].isin(("closed", "unknown")).fillna(False) & people["end_day"].isna()
    return np.asarray(gone, dtype=bool)
