"""Leaving by missed weeks: too many whole weeks in a row without a contact."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving import told
from recoveryeval.outcomes.leaving.contacts import Contacts, completed_contacts, unused
from recoveryeval.outcomes.leaving.earliest import ended
from recoveryeval.outcomes.leaving.elsewhere import other_enrollments
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.gaps import last_before_gap
from recoveryeval.outcomes.leaving.limits import days, limits, never
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.window import Window, window
from recoveryeval.outcomes.rules import GAP, MISSED_WEEKS

WEEK = 7


def by_weeks(cohort: Cohort, options: Options) -> Followed:
    """Return when everyone left: at the start of the first run of missed weeks."""
    contacts = completed_contacts(cohort, options.services)
    if not contacts.any_log:
        raise OutcomeError(
            "Missed weeks show by contacts, and the source holds none",
            code="RE-O22",
            do="Use a definition whose rule is 'gap': without a log it takes recorded ends.",
        )
    ways = limits(cohort, options)
    seen = window(ways, options, gaps=True)
    # Only whole weeks are judged, so time stops where the last window of whole weeks begins.
    seen = replace(seen, to=WEEK * np.floor((seen.to + 1) / WEEK))
    left, met = _left(contacts, seen, options.gap_days // WEEK)
    found = ended(left, met, ways, seen, options)
    n = len(cohort.frame)
    return Followed(
        place=np.arange(n),
        found=replace(found, rule=np.where(found.rule == GAP.id, MISSED_WEEKS.id, found.rule)),
        reach=seen.to - ways.zero,
        start=np.zeros(n),
        checks=(*told.unused(unused(contacts, ways)), *other_enrollments(cohort, options, ways)),
    )


def _left(contacts: Contacts, seen: Window, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the start of the first run of missed weeks, infinite without one, and who was met.

    In weeks the rule is a gap rule: with week -1 as attended, a gap of more
    than w weeks leaves w weeks in a row without a contact.
    """
    closing = np.floor(seen.closing / WEEK)
    people = pd.DataFrame(
        {
            "person": np.arange(len(closing)),
            "start": -1,
            "last": np.where(seen.last == seen.closing, closing, closing - 1),
            "closing": closing,
        }
    )
    after_zero = contacts.frame[contacts.frame["day"] >= 0]
    attended = after_zero.assign(day=after_zero["day"] // WEEK)
    found = last_before_gap(attended, people, gap_days=weeks).sort_values("person")
    return never(WEEK * (days(found["left_day"]) + 1)), found["n_days"].to_numpy() > 0
