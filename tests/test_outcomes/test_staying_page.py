"""Each definition of retention finds what the page finds by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from plain_program import day, plain_program
from staying_people import of_contacts, of_supplies, of_visits, page_definitions, page_rows

import recoveryeval as rv


def told(outcome: rv.Outcome, word: str = "left") -> dict[str, str]:
    """Return what an outcome says of each person, in the words of the page."""
    rows = outcome.data.itertuples()
    if outcome.kind == "binary":
        return {str(r.person): "yes" if r.value else "no" for r in rows}
    return {str(r.person): f"{r.time:g} {word if r.event else 'censored'}" for r in rows}


DEFINITIONS = page_definitions()


@pytest.mark.parametrize("name", DEFINITIONS)
def test_contacts_by_each_definition(name: str) -> None:
    outcome = rv.retention(rv.cohort(of_contacts()), definition=name)
    assert told(outcome) == dict(zip("ABCDE", DEFINITIONS[name], strict=True))
    assert outcome.definition.id == f"retention.{name} v1"


def test_returns_are_stays_of_their_own() -> None:
    outcome = rv.retention(rv.cohort(of_contacts()), definition="service_free_30_days")
    assert outcome.kind == "recurrent"
    rows = outcome.data[["person", "start", "stop", "event", "stay"]].itertuples(index=False)
    assert [tuple(row) for row in rows] == [
        ("A", 0, 25, True, 1),
        ("A", 80, 95, True, 2),
        ("B", 0, 170, False, 1),
        ("C", 0, 15, True, 1),
        ("C", 46, 60, True, 2),
        ("D", 0, 60, False, 1),
        ("E", 40, 50, True, 2),
    ]
    assert outcome.dropped == {"no contact at time zero, so no stay begins then": 1}
    assert {c.id: c.statistic for c in outcome.check_rows}["stays_after_return"] == 3


def test_medication_by_hand() -> None:
    cohort = rv.cohort(of_supplies())
    page = page_rows("F-J")
    for place, name in ((1, "medication_7_days"), (2, "medication_180_days")):
        outcome = rv.retention(cohort, definition=name)
        assert {**told(outcome, "stopped"), "J": "left out"} == {
            w: c[place] for w, c in page.items()
        }
        assert outcome.dropped == {"without a supply of the medication under observation": 1}
        assert outcome.origin == "the first day with a supply of medication"


def test_visits_by_hand() -> None:
    outcome = rv.retention(rv.cohort(of_visits()), definition="last_visit")
    assert told(outcome) == {who: cells[2] for who, cells in page_rows("K-O").items()}
    rules = outcome.data.set_index("person")["rule"]
    assert rules["O"] == "no visit"
    assert rules["M"] == "missed visit"


def test_an_end_recorded_after_the_last_visit_is_leaving_on_that_visit() -> None:
    frame = pd.DataFrame(
        {"person_id": ["1", "1", "2"], "wave": ["baseline", "month_3", "baseline"]}
    )
    frame = frame.assign(
        assessment_id=["a", "b", "c"],
        instrument="GSE",
        status="complete",
        date=[day(0), day(90), day(0)],
    )
    ends = {
        "1": {"end": 100, "end_reason": "dropout"},
        "2": {"end": 100, "end_reason": "completed"},
    }
    people = plain_program(ends, extract=day(200), assessment=frame)
    found = rv.retention(rv.cohort(people), definition="last_visit").data
    assert found[["time", "event", "rule"]].to_numpy().tolist() == [
        [90, True, "recorded end"],
        [0, False, "end of observation"],
    ]


def test_a_completion_that_contacts_follow_did_not_end_the_stay() -> None:
    ends = {
        "1": {"end": 30, "end_reason": "completed"},
        "2": {"end": 30, "end_reason": "completed"},
    }
    people = plain_program(ends, {"1": [0, 20, 45, 60], "2": [0, 20]}, extract=day(200))
    same = rv.retention(rv.cohort(people), reentry="same")
    assert told(same) == {"1": "60 left", "2": "30 censored"}
    assert {c.id: c.statistic for c in same.check_rows}["ends_followed_by_contacts"] == 1
