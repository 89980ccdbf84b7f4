"""Retention of a few people, told by the days of their contacts."""

from __future__ import annotations

from collections.abc import Mapping

from plain_program import day, plain_program

import recoveryeval as rv


def rows(outcome: rv.Outcome) -> dict[str, tuple[float, bool, str]]:
    """Return time, event and rule by person."""
    data = outcome.data
    return {str(r.person): (float(r.time), bool(r.event), str(r.rule)) for r in data.itertuples()}


def stay(
    people: Mapping[str, Mapping],
    contacts: Mapping[str, list],
    *,
    extract: int = 100,
    **options: object,
) -> rv.Outcome:
    """Return retention of people followed from 2025-01-01 to a day."""
    events = options.pop("events", ())
    program = plain_program(people, contacts, extract=day(extract), events=events)
    return rv.retention(rv.cohort(program), **options)  # type: ignore[arg-type]


# The ten people of docs/explanation/leaving.md; observation ends on day 100, the gap is 30 days.
TEN = {
    "A": ({}, [0, 10, 20]),
    "B": ({}, [0, 25, 50, 75, 95]),
    "C": ({}, [0, 20, 60, 90]),
    "D": ({}, [0, 30, 60, 70]),
    "E": ({}, [0, 30, 60, 71]),
    "F": ({}, []),
    "G": ({"end": 45, "end_reason": "dropout"}, [0, 15, 40, 50, 65]),
    "H": ({"end": 40, "end_reason": "completed"}, [0, 15, 35]),
    "I": ({"end": 80, "end_reason": "dropout"}, [0, 10]),
    "J": ({}, [0, 20, 35]),
}
BY_HAND = {
    "A": (20, True, "gap"),
    "B": (70, False, "end of observation"),
    "C": (20, True, "gap"),
    "D": (70, True, "gap"),
    "E": (70, False, "end of observation"),
    "F": (0, True, "no contact"),
    "G": (45, True, "recorded end"),
    "H": (40, False, "completed"),
    "I": (10, True, "gap"),
    # Died on day 50: leaving could be seen until 30 days before day 49.
    "J": (19, False, "death"),
}


def ten(**options: object) -> rv.Outcome:
    """Return the retention of the ten people."""
    return stay(
        {who: told for who, (told, _) in TEN.items()},
        {who: days for who, (_, days) in TEN.items()},
        events=[{"person_id": "J", "type": "death", "start": 50}],
        **options,
    )
