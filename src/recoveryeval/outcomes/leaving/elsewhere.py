"""Contacts of the same people in another enrollment, which may overlap the one followed."""

from __future__ import annotations

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.leaving.contacts import person_contacts
from recoveryeval.outcomes.leaving.limits import Limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.results.check import Check


def other_enrollments(cohort: Cohort, options: Options, limits: Limits) -> tuple[Check, ...]:
    """Return how many contacts under observation belong to another enrollment and do not count."""
    enrolled = cohort.program.tables["episode"]["person_id"]
    if not enrolled[enrolled.duplicated()].isin(cohort.frame["person_id"]).any():
        return ()
    rows = person_contacts(cohort, options.services)
    place = rows["person"].to_numpy()
    day = rows["day"].to_numpy(dtype="float64", na_value=np.nan)
    other = ~rows["own"].to_numpy(dtype=bool)
    used = other & (day >= limits.zero) & (day <= limits.seen_to[place])
    if not used.any():
        return ()
    n, people = int(used.sum()), len(np.unique(place[used]))
    overlap = int((used & (day <= limits.any_end[place])).sum())
    return (
        Check(
            id="contacts_other_enrollment",
            verdict="concern" if overlap else "note",
            statistic=float(n),
            meaning=f"{n} completed contacts of {people} people lie under observation in another "
            f"of their enrollments, {overlap} of them before the one followed ended (enrollments "
            "that overlap); they are not used. reentry='same' or 'new' counts them.",
        ),
    )
