"""What retention counts, tells and refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plain_program import day, plain_program
from ten_people import rows, stay, ten

import recoveryeval as rv
from recoveryeval.errors import CohortError, OutcomeError


def test_only_contacts_that_took_place_count_and_the_others_are_told() -> None:
    log = pd.DataFrame(
        [
            ("1", 0, "completed", "peer"),
            ("1", 20, "completed", "peer"),
            ("1", 45, "no_show", "peer"),
            ("1", 60, "completed", "therapy"),
            ("1", 90, None, "peer"),
            ("1", 200, "completed", "peer"),
            ("1", None, "completed", "peer"),
        ],
        columns=["person_id", "day", "status", "service"],
    ).assign(episode_id="1")
    person = pd.DataFrame({"person_id": ["1"]})
    episode = pd.DataFrame({"episode_id": ["1"], "person_id": ["1"]})
    span = episode.assign(kind="study", start_day=0, end_day=150)
    program = rv.program(
        {"person": person, "episode": episode, "contact": log, "span": span}, extract_date=None
    )
    outcome = rv.retention(rv.cohort(program))
    assert rows(outcome) == {"1": (20, True, "gap")}
    told = {c.id: (c.statistic, c.verdict) for c in outcome.check_rows}
    assert told["contacts_status_missing"] == (1, "concern")
    assert told["contacts_day_missing"] == (1, "concern")
    assert told["contacts_after_observation"] == (1, "note")
    wide = rv.retention(rv.cohort(program), gap_days=45, service=["peer", "therapy"])
    assert rows(wide) == {"1": (60, True, "gap")}
    assert rows(rv.retention(rv.cohort(program), gap_days=45, service="peer"))["1"][0] == 20


def test_contacts_after_a_recorded_end_are_told_and_not_used() -> None:
    told = {c.id: c for c in ten().check_rows}
    assert told["contacts_after_end"].statistic == 2
    assert told["contacts_after_end"].verdict == "concern"


def test_a_log_in_which_nothing_counts_is_refused() -> None:
    with pytest.raises(OutcomeError, match="RE-O21") as caught:
        stay({"1": {}}, {"1": [0, 5]}, service="therapy")
    assert "'completed'" in caught.value.do


def test_everyone_censored_by_a_way_out_is_a_concern_with_a_count() -> None:
    told = {c.id: c for c in ten().check_rows}
    assert told["censored_by_completed"].verdict == "concern"
    assert told["censored_by_death"].statistic == 1
    assert "exits={'death': 'competing'}" in told["censored_by_death"].meaning
    ids = {c.id for c in ten(exits={"death": "competing", "completed": "competing"}).check_rows}
    assert not any(name.startswith("censored_by") for name in ids)


@pytest.mark.parametrize(
    "options",
    [
        {"gap_days": 0},
        {"gap_days": True},
        {"gap_days": 30.0},
        {"horizon_days": -1},
        {"service": "pear"},
        {"exits": {"deth": "censor"}},
        {"exits": {"death": "competes"}},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict) -> None:
    with pytest.raises(OutcomeError, match="RE-O20"):
        ten(**options)


def test_something_else_than_a_cohort_is_refused() -> None:
    program = plain_program({"1": {}}, {"1": [0]})
    with pytest.raises(OutcomeError, match="Choose the people first"):
        rv.retention(program)  # type: ignore[arg-type]
    with pytest.raises(CohortError, match="chosen from a program"):
        rv.cohort(rv.cohort(program))  # type: ignore[arg-type]


def test_a_landmark_follows_those_who_were_still_there() -> None:
    program = plain_program(
        {who: {} for who in "ABCD"},
        {"A": [0, 5, 20, 45], "B": [0, 3], "C": [0, 14], "D": [0, 25, 50, 70, 90]},
        extract=day(100),
    )
    rule = rv.landmark(within_days=14, service="peer", labels=("met again", "not met"))
    with pytest.raises(CohortError, match="RE-E02"):
        rv.cohort(program, arm=rule)
    late = plain_program(
        {who: {} for who in "ABCD"},
        {"A": [1, 5, 20, 45], "B": [1, 3], "C": [2, 14], "D": [25, 50, 70, 90]},
        extract=day(100),
    )
    outcome = rv.retention(rv.cohort(late, arm=rule))
    # B's last contact was on day 3: gone before day 14, as the next 30 days show.
    assert rows(outcome) == {
        "A": (31, True, "gap"),
        "C": (0, True, "gap"),
        "D": (56, False, "end of observation"),
    }
    assert outcome.dropped == {"had left before time zero": 1}
    assert outcome.origin == "day 14 after intake (landmark)"
    assert outcome.data.set_index("person")["arm"].to_dict() == {
        "A": "met again",
        "C": "met again",
        "D": "not met",
    }


def test_covariates_are_what_was_known_at_time_zero() -> None:
    people = {"1": {"birth_year": 1980, "sex": "male", "site": "N", "dose": 3.5, "time": 7}}
    outcome = stay(people, {"1": [0, 5]})
    assert outcome.covariates == ("site", "age", "sex", "birth_year", "dose")
    assert not {"end_day", "end_reason", "status", "anchor"} & set(outcome.data.columns)
    assert outcome.data.loc[0, ["age", "sex", "site", "dose"]].tolist() == [45, "male", "N", 3.5]


def test_many_people_without_any_contact_are_a_concern() -> None:
    told = {c.id: c.verdict for c in ten().check_rows}
    assert told["people_without_contact"] == "note"
    two = stay({"1": {}, "2": {}}, {"1": [0], "2": []})
    assert {c.id: c.verdict for c in two.check_rows}["people_without_contact"] == "concern"


def test_nothing_is_ever_negative_or_missing() -> None:
    data = ten(exits={"death": "event"}).data
    assert (data["time"] >= 0).all()
    assert np.isneginf(data["entry"]).all()
    assert data[["time", "event", "rule", "n", "person"]].notna().all().all()
