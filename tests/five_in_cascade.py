"""The five people of the cascade in docs/explanation/engagement.md, and one without enrollment."""

from __future__ import annotations

from functools import cache

import pandas as pd
from plain_program import day, plain_program

import recoveryeval as rv

STEPS = ["outreach_contact", "assessed", "waiting_list", "started_medication", "retained"]
OUTREACH = {"A": -5, "B": -2, "C": 1, "D": -1, "F": 0}
ASSESSED = {"A": 3, "B": 10, "C": 20, "E": 5, "F": 7}
PREVIOUS, ALL = "share of the previous step", "share of all at the start"


def table(days: dict[str, int], column: str = "date", **more: object) -> pd.DataFrame:
    """Return a row per person on a day."""
    frame = pd.DataFrame({"person_id": [*days], column: [day(d) for d in days.values()]})
    return frame.assign(**more)


@cache
def people() -> rv.Cohort:
    """Return the five people as they are."""
    return people_with()


def people_with(**tables: pd.DataFrame) -> rv.Cohort:
    """Return the five people of docs/explanation/engagement.md; F has records, no enrollment."""
    told = {"A": {}, "B": {"end": 60, "end_reason": "transfer"}, "C": {}, "D": {}, "E": {}}
    contact = pd.concat(
        [
            table(OUTREACH, service="outreach", status="completed"),
            table({"A": 105}, service="peer", status="completed"),
        ]
    )
    made = {
        "contact": contact,
        "assessment": table(ASSESSED, status="complete", instrument="GSE").assign(
            assessment_id=list("abcde")
        ),
        "referral": table({"A": 4}, "waitlist_start", referral_id="r"),
        "drug": table({"A": 10, "B": 10}, product="methadone"),
    }
    program = plain_program(
        told,
        extract=day(200),
        events=[{"person_id": "C", "type": "death", "start": 50}],
        **(made | tables),
    )
    return rv.cohort(program)
