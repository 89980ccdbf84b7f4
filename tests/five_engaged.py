"""The five people of docs/explanation/engagement.md, and the measures of each by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
from plain_program import day, plain_program

import recoveryeval as rv

# Per person: day, service, status, minutes, needs. C enrolled 80 days later than the others, and
# the extract is on day 100, so that C is observed to day 20.
LOG: dict[str, list[tuple[int, str, str, int | None, str | None]]] = {
    "A": [
        (0, "peer", "completed", 60, "housing"),
        (7, "peer", "completed", 30, "housing;legal"),
        (21, "therapy", "completed", 45, None),
        (24, "peer", "completed", 20, "employment"),
        (30, "therapy", "completed", 45, None),
        (58, "peer", "completed", 30, "housing"),
    ],
    "B": [
        (2, "peer", "no_show", None, None),
        (9, "peer", "completed", None, None),
        (40, "therapy", "completed", 60, None),
    ],
    "C": [(5, "peer", "attempted", None, None)],
    "D": [
        (1, "peer", "completed", 30, None),
        (10, "therapy", "completed", 50, None),
        (12, "peer", "completed", 15, "family"),
        (20, "therapy", "completed", 50, None),
        (28, "psychiatric", "completed", 30, None),
        (35, "peer", "completed", 20, "housing"),
        (50, "therapy", "completed", 50, None),
    ],
    "E": [
        (0, "peer", "completed", 40, None),
        (5, "medication", "completed", 20, None),
    ],
}
LATE = {"C": 80}
PEOPLE = {
    "A": {},
    "B": {},
    "C": {"anchor": day(80)},
    "D": {"end": 30, "end_reason": "dropout"},
    "E": {},
}
# By hand: what engagement() gives for each person, "-" where a person is left out.
BY_HAND: dict[str, tuple[dict[str, Any], list[str]]] = {
    "completed_contacts": ({"window_days": 30}, ["4/30", "1/30", "0/21", "5/30", "2/26"]),
    "contact_minutes": ({"window_days": 30}, ["155/30", "0/30", "0/21", "175/30", "60/26"]),
    "contact_weeks": ({"window_days": 30}, ["3/5", "1/5", "0/3", "4/5", "1/4"]),
    "completed_attempts": ({"window_days": 30}, ["4/4", "1/2", "0/1", "5/5", "2/2"]),
    "clinical_contacts": ({"window_days": 90}, ["2/90", "1/90", "0/21", "4/90", "1/26"]),
    "gaps_with_coach": ({}, ["1/1", "-", "-", "2/3", "-"]),
    "needs_worked_on": ({"window_days": 90}, ["3/90", "0/90", "0/21", "1/90", "0/26"]),
    "active": ({"at_days": 60}, ["yes", "yes", "-", "no", "no"]),
    "sustained": ({"window_days": 60}, ["yes", "no", "-", "no", "no"]),
    "reach": ({}, ["yes", "yes", "-", "yes", "yes"]),
    "initiation": ({}, ["no", "yes", "no", "yes", "yes"]),
    "engagement_clock": ({}, ["-", "no", "-", "yes", "no"]),
    "need_addressed": (
        {"needs": "housing", "window_days": 60},
        ["yes", "no", "-", "no", "no"],
    ),
    "first_contact": (
        {},
        [
            "0: first contact",
            "9: first contact",
            "20: censored",
            "1: first contact",
            "0: first contact",
        ],
    ),
}


def contacts() -> pd.DataFrame:
    """Return the log, with outreach to two people who never enrolled, and to one without a name."""
    rows = [
        (who, day(when + LATE.get(who, 0)), *rest)
        for who, told in LOG.items()
        for when, *rest in told
    ]
    rows += [
        ("F", day(10), "outreach", "completed", 15, None),
        ("G", day(11), "outreach", "attempted", None, None),
        (None, day(12), "outreach", "completed", 5, None),
    ]
    names = ["person_id", "date", "service", "status", "minutes", "domains"]
    return pd.DataFrame(rows, columns=names)


@cache
def five() -> rv.Cohort:
    """Return the five people."""
    drug = pd.DataFrame({"person_id": ["B"], "date": [day(3)], "product": ["buprenorphine"]})
    program = plain_program(
        PEOPLE,
        extract=day(100),
        events=[{"person_id": "E", "type": "death", "start": 25}],
        contact=contacts(),
        drug=drug,
    )
    return rv.cohort(program)


def told(outcome: rv.Outcome) -> list[str]:
    """Return what an outcome says of each of the five, as the page writes it."""
    data = outcome.data.set_index("person")
    return [_told(data.loc[who], outcome) if who in data.index else "-" for who in PEOPLE]


def _told(row: pd.Series, outcome: rv.Outcome) -> str:
    """Return one person's answer."""
    if outcome.kind == "count":
        return f"{row['count']:g}/{row['exposure']:g}"
    if outcome.kind == "binary":
        return "yes" if row["value"] else "no"
    causes = {0: "censored", **outcome.causes}
    return f"{row['time']:g}: {causes[int(row['cause'])]}"
