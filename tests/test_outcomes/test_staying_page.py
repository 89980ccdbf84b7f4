"""Each definition of retention finds what the page finds by hand."""

from __future__ import annotations

import pytest
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
        assert outcome.dropped == {"without a supply of the medication": 1}
        assert outcome.origin == "the first day with a supply of medication"


def test_visits_by_hand() -> None:
    outcome = rv.retention(rv.cohort(of_visits()), definition="last_visit")
    assert told(outcome) == {who: cells[2] for who, cells in page_rows("K-O").items()}
    rules = outcome.data.set_index("person")["rule"]
    assert rules["O"] == "no visit"
    assert rules["M"] == "missed visit"
