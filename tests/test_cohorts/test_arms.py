"""Arms: from what was known at time zero, or from a landmark; never from what came later."""

from __future__ import annotations

import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError


def counts(cohort: rv.Cohort) -> dict[str, int]:
    """Return the people in each arm."""
    return cohort.people["arm"].value_counts().to_dict()


PEOPLE = {
    "01": {"group": "x", "coached": True, "times": 1, "end": 200, "end_reason": "dropout"},
    "02": {"group": "y", "coached": False, "times": 0, "end": None},
    "03": {"group": "y", "coached": True, "times": 1, "end": None},
    "04": {"group": None, "coached": None, "times": None, "end": None},
}
ALL_KNOWN = {"group": "anchor", "coached": "anchor", "times": "always"}


def test_a_column_known_at_time_zero_makes_arms() -> None:
    program = plain_program(PEOPLE, known=ALL_KNOWN)
    found = rv.cohort(program, arm="group")
    assert counts(found) == {"y": 2, "x": 1}
    assert found.arms == ("x", "y")
    assert [(s.reason, s.n, s.unknown) for s in found.steps] == [("group unknown", 1, True)]
    assert counts(rv.cohort(program, arm="coached")) == {"coached: yes": 2, "coached: no": 1}
    assert counts(rv.cohort(program, arm="times")) == {"times = 1": 2, "times = 0": 1}


@pytest.mark.parametrize("column", ["end_reason", "status", "group", "end_day"])
def test_a_column_of_later_or_unknown_time_is_refused_with_the_reason(column: str) -> None:
    with pytest.raises(CohortError, match="immortal time") as caught:
        rv.cohort(plain_program(PEOPLE), arm=column)
    assert caught.value.code == "RE-K21"
    assert f"known={{'{column}': 'anchor'}}" in caught.value.do
    assert "landmark" in caught.value.do


def test_a_column_may_be_declared_as_known() -> None:
    program = plain_program(PEOPLE)
    assert counts(rv.cohort(program, arm="group", known={"group": "anchor"})) == {"y": 2, "x": 1}
    with pytest.raises(CohortError, match="nearest valid name is 'group'"):
        rv.cohort(program, arm="group", known={"grup": "anchor"})
    with pytest.raises(CohortError, match="nearest valid name is 'anchor'"):
        rv.cohort(program, arm="group", known={"group": "ancor"})


@pytest.mark.parametrize(("offset", "fine"), [(0, True), (1, False), (None, False)])
def test_a_column_known_on_a_day_must_be_known_by_time_zero(offset: int | None, fine: bool) -> None:
    people = {
        "01": {"group": "x", "told_on": pd.Timestamp(day(0))},
        "02": {"group": "y", "told_on": pd.Timestamp(day(offset))},
    }
    program = plain_program(people, known={"group": "told_on"})
    if fine:
        assert counts(rv.cohort(program, arm="group")) == {"x": 1, "y": 1}
        return
    with pytest.raises(CohortError, match="RE-K21") as caught:
        rv.cohort(program, arm="group")
    assert caught.value.rows == 1


def test_a_day_column_may_hold_days() -> None:
    people = {"01": {"group": "x", "told": 0}, "02": {"group": "y", "told": 3}}
    with pytest.raises(CohortError, match="RE-K21"):
        rv.cohort(plain_program(people), arm="group", known={"group": "told"})
    with pytest.raises(CohortError, match="RE-K20"):
        rv.cohort(plain_program(people), arm="group", known={"group": "group"})


def test_eligibility_may_not_look_ahead_either() -> None:
    with pytest.raises(CohortError, match="RE-K21"):
        rv.cohort(plain_program(PEOPLE), include="end_reason == 'dropout'")
    with pytest.raises(CohortError, match="RE-K21"):
        rv.cohort(plain_program(PEOPLE), include="observed_to > 90")
    checks = rv.cohort(plain_program(PEOPLE), include="coached").flow().checks()
    assert checks.set_index("id").loc["eligibility_time_unknown", "verdict"] == "concern"
    assert rv.cohort(plain_program(PEOPLE, known=ALL_KNOWN), include="coached").check_rows == ()


def test_an_arm_with_one_group_is_refused_naming_the_arm() -> None:
    program = plain_program(PEOPLE, known=ALL_KNOWN)
    with pytest.raises(CohortError, match=r"RE-E02.*the arm 'group'"):
        rv.cohort(program, include="group == 'x'", arm="group")


def test_an_arm_of_one_is_kept_and_marked() -> None:
    flow = rv.cohort(plain_program(PEOPLE, known=ALL_KNOWN), arm="group").flow()
    assert flow.status == "flagged"
    rows = flow.tidy().set_index("group")
    assert rows.loc["x", "reason"] == "an arm of one person"
    assert (flow.checks()["id"] == "arm_of_one").sum() == 1


def test_an_id_is_no_arm_and_an_unknown_name_is_told() -> None:
    program = plain_program(
        {str(i): {"ward": f"w{i}"} for i in range(12)}, known={"ward": "anchor"}
    )
    with pytest.raises(CohortError, match="12 different values") as caught:
        rv.cohort(program, arm="ward")
    assert "w1" not in str(caught.value)
    with pytest.raises(CohortError, match="nearest valid name is 'ward'"):
        rv.cohort(program, arm="wrad")
    with pytest.raises(CohortError, match="neither a column nor a rule"):
        rv.cohort(program, arm=3)  # type: ignore[arg-type]


def landmark_program() -> rv.Program:
    """The five people of the explanation of time zero, and one who died on the landmark day."""
    return plain_program(
        {
            "A": {"end": 40},
            "B": {"end": 5},
            "C": {"end": 60},
            "D": {"end": 30},
            "E": {"end": 90},
            "F": {"end": None},
        },
        {"A": [3], "B": [], "C": [20], "D": [-1], "E": [10], "F": [14]},
        events=[{"person_id": "F", "type": "death", "start": 14}],
    )


def test_a_landmark_moves_time_zero_and_counts_out_who_left_before() -> None:
    found = rv.cohort(landmark_program(), arm=rv.landmark("contact", within_days=14))
    people = found.people.set_index("person_id")
    assert people["arm"].to_dict() == {
        "A": "contact within 14 days",
        "C": "no contact within 14 days",
        "D": "no contact within 14 days",
        "E": "contact within 14 days",
        "F": "contact within 14 days",
    }
    assert set(people["origin_day"]) == {14}
    assert found.landmark_day == 14
    assert found.origin == "day 14 after intake (landmark)"
    assert [(s.reason, s.n) for s in found.steps] == [
        ("Enrollment ended before 14 days after intake", 1)
    ]


def test_people_who_died_or_were_no_longer_observed_at_the_landmark_are_counted_out() -> None:
    program = plain_program(
        {"01": {}, "02": {}, "03": {"anchor": "2025-12-25"}, "04": {}},
        {"01": [1], "02": [2], "03": [], "04": []},
        events=[{"person_id": "02", "type": "death", "start": 13}],
    )
    found = rv.cohort(program, arm=rv.landmark(within_days=14))
    assert {s.reason: s.n for s in found.steps} == {
        "Died before 14 days after intake": 1,
        "Observation ended before 14 days after intake": 1,
    }


def test_a_landmark_counts_only_what_it_names() -> None:
    program = landmark_program()
    with pytest.raises(CohortError, match="Nobody is in the arm 'therapy contact within 14 days'"):
        rv.cohort(program, arm=rv.landmark("contact", within_days=14, service="therapy"))
    rule = rv.landmark("contact", within_days=9, service="peer", labels=("coached", "not coached"))
    assert counts(rv.cohort(program, arm=rule)) == {"coached": 1, "not coached": 4}


@pytest.mark.parametrize(
    "options",
    [
        {"within_days": 0},
        {"within_days": True},
        {"within_days": 2.5},
        {"within_days": 14, "what": "contct"},
        {"within_days": 14, "service": "pear"},
        {"within_days": 14, "status": "done"},
        {"within_days": 14, "labels": ("same", "same")},
        {"within_days": 14, "labels": ("one",)},
        {"within_days": 14, "what": "medication", "service": "peer"},
    ],
)
def test_a_landmark_that_makes_no_sense_is_refused(options: dict) -> None:
    with pytest.raises(CohortError, match="RE-K30"):
        rv.landmark(**options)


def test_a_landmark_on_medication() -> None:
    drug = pd.DataFrame({"person_id": ["01"], "date": [day(5)], "product": ["methadone"]})
    found = rv.cohort(
        plain_program({"01": {}, "02": {}}, drug=drug), arm=rv.landmark("medication", within_days=7)
    )
    assert counts(found) == {"medication within 7 days": 1, "no medication within 7 days": 1}
