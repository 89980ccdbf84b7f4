"""Contacts that cannot simply count: each is counted under its rule, or refused."""

from __future__ import annotations

import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.engagement import engagement


def log(rows: list[dict]) -> pd.DataFrame:
    """Return contacts; each is a completed peer contact unless a row says otherwise."""
    usual = {"person_id": "01", "status": "completed", "service": "peer", "minutes": 10.0}
    made = [{**usual, **row, "date": day(row["day"])} for row in rows]
    return pd.DataFrame([{k: v for k, v in row.items() if k != "day"} for row in made])


def cohort(rows: list[dict], **tables) -> rv.Cohort:
    """Return two people followed for 100 days; 01 left on day 40, 02 died on day 60."""
    people = {"01": {"end": 40, "end_reason": "dropout"}, "02": {}}
    events = [{"person_id": "02", "type": "death", "start": 60}]
    program = plain_program(people, extract=day(100), events=events, contact=log(rows), **tables)
    return rv.cohort(program)


def answer(people: rv.Cohort, **options) -> tuple[list[float], dict[str, float]]:
    """Return the counts, and the statistic of each check on contacts."""
    found = engagement(people, window_days=0, **options)
    checks = {c.id: c.statistic for c in found.check_rows if c.id.startswith("contacts_")}
    return found.data["count"].tolist(), checks


def test_contacts_outside_the_enrollment_are_counted_and_not_used() -> None:
    rows = [{"day": -3}, {"day": 5}, {"day": 45}]
    assert answer(cohort(rows)) == ([1, 0], {"contacts_before_zero": 1, "contacts_after_end": 1})


def test_contacts_after_death_are_set_aside_at_load_or_counted() -> None:
    program = cohort([{"day": 5, "person_id": "02"}, {"day": 70, "person_id": "02"}])
    assert answer(program) == ([0, 1], {})
    assert "after_death" in set(program.program.quarantine["reason"])
    # Family is helped after a death too; it is no contact with the person.
    kept = cohort([{"day": 5}, {"day": 70, "person_id": "02", "service": "family"}])
    assert answer(kept) == ([1, 0], {"contacts_after_death": 1})


def test_contacts_in_unobserved_time_are_counted_and_not_used() -> None:
    span = pd.DataFrame({"person_id": ["01", "02"], "kind": "study", "start": day(0)})
    rows = [{"day": 5}, {"day": 35}]
    people = cohort(rows, span=span.assign(end=[day(30), day(60)]))
    assert answer(people) == ([1, 0], {"contacts_after_observation": 1})
    assert engagement(people, window_days=0).data["exposure"].tolist() == [31, 61]


def test_a_death_after_the_records_end_does_not_complete_a_window() -> None:
    span = pd.DataFrame({"person_id": ["01", "02"], "kind": "study", "start": day(0)})
    people = cohort([{"day": 5}], span=span.assign(end=[day(90), day(20)]))
    found = engagement(people, definition="reach", window_days=80)
    assert found.data["person"].tolist() == ["01"]
    assert found.dropped == {"not observed to day 79": 1}


def test_contacts_of_unknown_people_are_counted() -> None:
    rows = [{"day": 5}, {"day": 5, "person_id": None}, {"day": 6, "person_id": "99"}]
    assert answer(cohort(rows)) == ([1, 0], {"contacts_unknown_person": 2})


def test_contacts_that_look_entered_twice_count_by_a_stated_rule() -> None:
    rows = [
        {"day": 5, "contact_id": "a"},
        {"day": 5, "contact_id": "b"},
        {"day": 5, "contact_id": "c", "minutes": 45},
    ]
    assert answer(cohort(rows)) == ([3, 0], {"contacts_alike": 1})
    assert answer(cohort(rows), same_day="one") == ([1, 0], {"contacts_same_day": 2})


def test_contacts_without_status_service_or_day_are_counted() -> None:
    rows = [{"day": 5}, {"day": 6, "status": None}, {"day": None}, {"day": 7, "service": None}]
    told = {"contacts_no_status": 1, "contacts_no_day": 1, "contacts_no_service": 1}
    assert answer(cohort(rows), service="peer") == ([1, 0], told)


def test_negative_minutes_are_set_aside_and_counted_as_missing() -> None:
    people = cohort([{"day": 5}, {"day": 6}, {"day": 7, "minutes": -9}])
    found = engagement(people, definition="contact_minutes", window_days=0)
    assert found.data["count"].tolist() == [20, 0]
    assert {c.id: c.statistic for c in found.check_rows}["minutes_missing"] == 1
    assert (people.program.quarantine["column"] == "minutes").sum() == 1


def test_hardly_any_minutes_are_refused() -> None:
    people = cohort([{"day": d, "minutes": None} for d in (5, 6)] + [{"day": 7}])
    with pytest.raises(OutcomeError, match="More than half") as caught:
        engagement(people, definition="contact_minutes")
    assert caught.value.code == "RE-O23"


def test_a_program_without_contacts_or_needs_is_refused() -> None:
    bare = rv.cohort(plain_program({"01": {}, "02": {}}, extract=day(100)))
    with pytest.raises(OutcomeError, match="RE-O22"):
        engagement(bare)
    with pytest.raises(OutcomeError, match="RE-O24"):
        engagement(cohort([{"day": 5}]), definition="needs_worked_on")


def test_words_that_are_no_need_do_not_count() -> None:
    people = cohort([{"day": 5, "domains": "Housing; a long story ;"}, {"day": 6}])
    found = engagement(people, definition="needs_worked_on")
    assert found.data["count"].tolist() == [1, 0]
    checks = {c.id: c.statistic for c in found.check_rows}
    assert (checks["needs_unknown"], checks["needs_missing"]) == (1, 1)
    assert not any("long story" in c.meaning for c in found.check_rows)


def test_the_callers_codes_decide_and_rows_without_a_code_are_counted() -> None:
    rows = [
        {"day": 2, "code": "h0038"},
        {"day": 3, "code": None},
        {"day": 9, "code": "G2073", "person_id": "02"},
        {"day": 20, "code": "G2073", "person_id": "02"},
    ]
    codes = {"service": ["H0004"], "long_acting": ["G2073"]}
    start = engagement(cohort(rows), definition="initiation", codes=codes)
    assert start.data["value"].tolist() == [False, True]
    assert {c.id: c.statistic for c in start.check_rows}["contacts_no_code"] == 1
    on = engagement(cohort(rows), definition="engagement_clock", codes=codes)
    assert on.data["value"].tolist() == [True]
    with pytest.raises(OutcomeError, match="RE-O21"):
        engagement(cohort(rows), definition="initiation", codes={"service": ["H9"]})


def test_a_service_in_the_days_before_takes_people_out_of_the_denominator() -> None:
    rows = [{"day": -20, "service": "therapy"}, {"day": 3, "service": "therapy"}]
    rows += [{"day": 4, "service": "therapy", "person_id": "02"}]
    found = engagement(cohort(rows), definition="initiation")
    assert found.data["person"].tolist() == ["02"]
    assert found.dropped == {"a service in the 60 days before time zero": 1}
    everyone = engagement(cohort(rows), definition="initiation", clear_days=0)
    assert everyone.data["value"].tolist() == [True, True]
    short = engagement(cohort(rows), definition="initiation", clear_days=19)
    assert len(short.data) == 2


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [{"day": d, "minutes": d} for d in (1, 9, 9, 22, 30)] + [{"day": 3, "person_id": "02"}]
    for definition in ("completed_contacts", "contact_minutes", "contact_weeks", "active"):
        one, other = (
            engagement(cohort(turned), definition=definition).data
            for turned in (rows, [*reversed(rows)])
        )
        pd.testing.assert_frame_equal(one, other)
