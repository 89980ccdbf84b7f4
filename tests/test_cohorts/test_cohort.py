"""Who is in a cohort, and from when."""

from __future__ import annotations

import pandas as pd
import pytest
from five_people import FIVE, steps
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError


def test_everyone_left_out_is_counted_with_the_reason_in_order() -> None:
    program = plain_program(FIVE)
    found = rv.cohort(
        program,
        between=("2025-01-01", "2025-06-30"),
        include="age >= 18 and site in ('A', 'B') and not (sex == 'male')",
    )
    assert steps(found) == {
        "Intake after 2025-06-30": 1,
        "Not met: age >= 18": 1,
        "age unknown": 1,
        "Not met: site in ('A', 'B')": 1,
    }
    assert found.people["person_id"].tolist() == ["01"]
    assert repr(found) == "<Cohort: 1 of 5 people, from intake>"


def test_age_is_the_year_of_time_zero_minus_the_year_of_birth() -> None:
    people = rv.cohort(plain_program(FIVE)).people.set_index("person_id")
    assert people["age"].dropna().to_dict() == {"01": 45, "02": 15, "04": 35, "05": 55}
    own = plain_program({"01": {"age": 40}, "02": {"age": 17}})
    assert rv.cohort(own, include="age >= 18").people["age"].tolist() == [40]


def test_days_are_counted_from_the_anchor_and_frames_come_out_as_copies() -> None:
    found = rv.cohort(plain_program(FIVE))
    assert found.people.loc[0, ["origin_day", "observed_to"]].tolist() == [0, 364]
    copy = found.people
    copy["site"] = "spoiled"
    assert "spoiled" not in set(found.people["site"])


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        (("2025-02-01", None), ["02", "03", "04", "05"]),
        ((None, "2025-02-01"), ["01", "02"]),
        ((pd.Timestamp("2025-03-01").date(), "2025-03-01"), ["03"]),
        ((None, None), ["01", "02", "03", "04", "05"]),
    ],
)
def test_the_calendar_window_includes_both_ends(between: tuple, kept: list[str]) -> None:
    assert rv.cohort(plain_program(FIVE), between=between).people["person_id"].tolist() == kept


@pytest.mark.parametrize(
    "between", [("2025-06-30", "2025-01-01"), ("01/02/2025", None), "2025-01-01", ("2025-01-01",)]
)
def test_a_window_that_is_none_is_refused(between: object) -> None:
    with pytest.raises(CohortError, match="RE-K13"):
        rv.cohort(plain_program(FIVE), between=between)  # type: ignore[arg-type]


def relative() -> rv.Program:
    """Return a program without dates, as trials publish it."""
    person = pd.DataFrame({"person_id": ["1", "2"]})
    episode = person.assign(episode_id=["1", "2"], end_day=[10, 154])
    span = pd.DataFrame(
        {
            "person_id": ["1", "2"],
            "episode_id": ["1", "2"],
            "kind": "study",
            "start_day": 0,
            "end_day": 154,
        }
    )
    return rv.program({"person": person, "episode": episode, "span": span}, extract_date=None)


def test_a_source_of_relative_days_needs_no_dates() -> None:
    found = rv.cohort(relative())
    assert found.people["observed_to"].tolist() == [154, 154]
    with pytest.raises(CohortError, match="no dates of intake"):
        rv.cohort(relative(), between=("2025-01-01", None))


def test_without_an_end_of_observation_there_is_no_cohort() -> None:
    with pytest.raises(CohortError, match=r"RE-K12.*until when 5 people") as caught:
        rv.cohort(plain_program(FIVE, extract=None))
    assert "extract_date" in caught.value.do


def test_other_origins_count_out_those_who_never_reach_them() -> None:
    drug = pd.DataFrame({"person_id": ["02"], "date": [day(9)], "product": ["methadone"]})
    program = plain_program(
        {"01": {}, "02": {}, "03": {}},
        {"01": [-3, 4, 8], "02": [], "03": [0]},
        events=[
            {"person_id": "01", "type": "psych_inpatient", "start": 2, "end": day(12)},
            {"person_id": "02", "type": "ed", "start": 2, "end": day(3)},
        ],
        drug=drug,
    )
    first = rv.cohort(program, origin="first_contact")
    assert dict(zip(first.people["person_id"], first.people["origin_day"], strict=True)) == {
        "01": 4,
        "03": 0,
    }
    assert steps(first) == {"No completed contact": 1}
    left = rv.cohort(program, origin="discharge")
    assert left.people[["person_id", "origin_day"]].to_numpy().tolist() == [["01", 12]]
    assert left.origin == "discharge from an overnight stay"
    started = rv.cohort(program, origin="medication_start")
    assert started.people[["person_id", "origin_day"]].to_numpy().tolist() == [["02", 9]]
    with pytest.raises(CohortError, match="nearest valid name is 'anchor'"):
        rv.cohort(program, origin="anchr")  # type: ignore[arg-type]


def test_people_who_died_left_or_went_out_of_sight_before_time_zero_are_counted_out() -> None:
    program = plain_program(
        {"01": {"end": 5}, "02": {"end": None}, "03": {"end": None}},
        {"01": [], "02": [], "03": []},
        events=[
            {"person_id": "01", "type": "detox", "start": 2, "end": day(20)},
            {"person_id": "02", "type": "detox", "start": 2, "end": day(20)},
            {"person_id": "02", "type": "death", "start": 30, "end": None},
            {"person_id": "03", "type": "detox", "start": 2, "end": day(20)},
        ],
        span=pd.DataFrame({"person_id": ["03"], "kind": "study", "start": day(0), "end": day(10)}),
    )
    found = rv.cohort(program, origin="discharge")
    assert steps(found) == {
        "Not under observation at discharge from an overnight stay": 1,
        "Enrollment ended before discharge from an overnight stay": 1,
    }
    assert found.people[["observed_to", "records_to", "death_day"]].to_numpy().tolist() == [
        [30, 364, 30]
    ]


def test_one_enrollment_per_person_the_first_eligible_or_the_last() -> None:
    person = pd.DataFrame({"person_id": ["1"], "birth_year": [1980]})
    episode = pd.DataFrame(
        {
            "episode_id": ["c", "a", "b"],
            "person_id": "1",
            "anchor": ["2025-09-01", "2025-05-01", "2025-01-01"],
            "site": ["N", "N", "S"],
        }
    )
    program = rv.program({"person": person, "episode": episode}, extract_date="2025-12-31")
    assert rv.cohort(program).people["episode_id"].tolist() == ["b"]
    found = rv.cohort(program, include="site == 'N'")
    assert found.people["episode_id"].tolist() == ["a"]
    assert steps(found) == {}
    told = found.flow().checks().set_index("id").loc["further_enrollments", "statistic"]
    assert told == 1
    assert rv.cohort(program, episodes="last").people["episode_id"].tolist() == ["c"]
    with pytest.raises(CohortError, match="RE-K15"):
        rv.cohort(program, episodes="frist")  # type: ignore[arg-type]


def test_enrollments_without_order_are_refused() -> None:
    person = pd.DataFrame({"person_id": ["1"]})
    episode = pd.DataFrame({"episode_id": ["a", "b"], "person_id": "1", "end_day": [3, 5]})
    span = pd.DataFrame({"person_id": ["1"] * 2, "episode_id": ["a", "b"], "kind": "study",
                         "start_day": 0, "end_day": 9})  # fmt: skip
    program = rv.program({"person": person, "episode": episode, "span": span}, extract_date=None)
    with pytest.raises(CohortError, match="which came first cannot be told"):
        rv.cohort(program)
