"""Five people with stays, told by hand: the example of the docs and of the tests."""

from __future__ import annotations

import pandas as pd

import recoveryeval as rv
from recoveryeval.programs.program import Program

ANCHOR = pd.Timestamp("2025-01-01")
EXTRACT = "2025-06-30"

# Person: stays as (first day, last day, planned, how it ended), all psychiatric; day of death.
FIVE = {
    "A": ([(-6, 0, False, "home"), (20, 24, False, "home")], None),
    "B": ([(-4, 0, False, "home"), (1, 6, False, "home"), (40, 45, False, "home")], None),
    "C": ([(-9, 0, False, "home"), (-5, -3, False, "home"), (12, 15, True, "home"),
           (25, 27, False, "home")], None),
    "D": ([(-3, 0, False, "against_advice"), (10, 12, False, "home")], None),
    "E": ([(-2, 0, False, "home")], 18),
}  # fmt: skip


def five_program(**tables: pd.DataFrame) -> Program:
    """The five as a program whose intake is day 0."""
    return rv.program({**five_tables(), **tables}, extract_date=EXTRACT)


def date(day: float | None) -> str | None:
    """A day as a date; None stays None."""
    return None if day is None else str((ANCHOR + pd.Timedelta(days=day)).date())


def five_tables() -> dict[str, pd.DataFrame]:
    """The tables of the five."""
    rows = [
        {"person_id": who, "type": "psych_inpatient", "start": date(first), "end": date(last),
         "planned": planned, "disposition": how}
        for who, (stays, _) in FIVE.items()
        for first, last, planned, how in stays
    ]  # fmt: skip
    rows += [
        {"person_id": who, "type": "death", "start": date(died)}
        for who, (_, died) in FIVE.items()
        if died is not None
    ]
    event = pd.DataFrame(rows).assign(event_id=lambda d: [f"v{i}" for i in range(len(d))])
    person = pd.DataFrame({"person_id": list(FIVE)})
    episode = person.assign(episode_id=[f"e{who}" for who in FIVE], anchor=date(0))
    return {"person": person, "episode": episode, "event": event}


def counts(outcome: rv.Outcome) -> dict[str, float]:
    """What the checks of an outcome counted, by id."""
    return {check.id: check.statistic for check in outcome.check_rows}
