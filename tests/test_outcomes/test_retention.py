"""How long people stay: each rule by hand, and every day on which it could go wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


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


def test_ten_people_by_hand() -> None:
    outcome = ten()
    assert rows(outcome) == BY_HAND
    assert outcome.kind == "time_to_event"
    assert outcome.rows_in == 10
    assert outcome.dropped == {}
    # 10 at risk on day 0, 9 on 10, 7 on 20 (J is censored on 19), 4 on 45, 3 on 70.
    curve = rv.kaplan_meier(outcome).tidy().set_index("time")["estimate"]
    assert curve[20] == pytest.approx(9 / 10 * 8 / 9 * 5 / 7)
    assert curve[70] == pytest.approx(9 / 10 * 8 / 9 * 5 / 7 * 3 / 4 * 2 / 3)


def test_the_order_of_rows_changes_nothing() -> None:
    turned = dict(reversed(TEN.items()))
    outcome = stay(
        {who: told for who, (told, _) in turned.items()},
        {who: days[::-1] for who, (_, days) in turned.items()},
        events=[{"person_id": "J", "type": "death", "start": 50}],
    )
    assert rows(outcome) == BY_HAND


def test_leaving_dated_when_the_gap_became_too_long() -> None:
    found = rows(ten(event_at="gap_end"))
    assert found["A"] == (50, True, "gap")
    assert found["B"] == (100, False, "end of observation")
    assert found["D"] == (100, True, "gap")
    assert found["F"] == (30, True, "no contact")
    assert found["I"] == (40, True, "gap")
    assert found["J"] == (50, False, "death")
    # The recorded end comes before the gap after the last contact is over.
    assert found["G"] == (45, True, "recorded end")


def test_ways_out_can_compete_or_count() -> None:
    outcome = ten(exits={"death": "competing", "completed": "event"})
    assert outcome.kind == "competing"
    assert outcome.causes == {1: "left the program", 2: "death"}
    data = outcome.data.set_index("person")
    assert data.loc["J", ["time", "cause", "rule"]].tolist() == [50, 2, "death"]
    assert data.loc["H", ["time", "cause", "rule"]].tolist() == [40, 1, "completed"]
    assert data.loc["B", ["time", "cause", "rule"]].tolist() == [70, 0, "end of observation"]
    assert "Competing events: death." in outcome.definition.sentence
    assert "Also counted as leaving: completion of the program." in outcome.definition.sentence


def test_who_left_before_a_way_out_has_left() -> None:
    found = rows(
        stay(
            {
                "1": {"end": 90, "end_reason": "completed"},
                "2": {"end": 41, "end_reason": "completed"},
            },
            {"1": [0, 10], "2": [0, 10]},
            extract=300,
        )
    )
    # 80 days passed before the completion was recorded, against 31 and a gap that may last 30.
    assert found == {"1": (10, True, "gap"), "2": (10, True, "gap")}
    on_time = stay({"1": {"end": 40, "end_reason": "completed"}}, {"1": [0, 10]}, extract=300)
    assert rows(on_time) == {"1": (40, False, "completed")}


def test_people_still_enrolled_are_never_dropped() -> None:
    contacts = {"new": [0, 5], "old": [0, 20, 45, 60], "short": [0]}
    people = {"new": {"anchor": day(80)}, "old": {}, "short": {"anchor": day(71)}}
    contacts = {"new": [80, 85], "old": [0, 20, 45, 60, 90], "short": [71]}
    outcome = stay(people, contacts)
    assert rows(outcome) == {
        "new": (0, False, "end of observation"),
        "old": (70, False, "end of observation"),
        "short": (0, False, "end of observation"),
    }
    # Observed for fewer than 30 days, nobody could be seen to have left: they count for nothing.
    assert outcome.data.set_index("person")["n"].to_dict() == {"new": 0, "old": 1, "short": 0}
    told = {c.id: c.statistic for c in outcome.check_rows}
    assert told["observed_too_briefly"] == 2


def test_incarceration_is_seen_in_events_states_and_spans() -> None:
    program = plain_program(
        {who: {} for who in ("event", "state", "span", "before", "free")},
        {who: list(range(0, 100, 10)) for who in ("event", "state", "span", "before", "free")},
        extract=day(100),
        events=[
            {"person_id": "event", "type": "incarceration", "start": 62},
            {"person_id": "before", "type": "incarceration", "start": -5},
        ],
        state=pd.DataFrame(
            {
                "person_id": ["state", "free"],
                "domain": "custody",
                "value": ["jail", "none"],
                "start": day(52),
            }
        ),
        span=pd.DataFrame(
            {"person_id": ["span"], "kind": "custody", "start": [day(42)], "end": [day(50)]}
        ),
    )
    outcome = rv.retention(rv.cohort(program), exits={"incarceration": "competing"})
    data = outcome.data.set_index("person")
    assert data["time"].to_dict() == {
        "event": 62,
        "state": 52,
        "span": 42,
        "before": 70,
        "free": 70,
    }
    assert data["cause"].to_dict() == {"event": 2, "state": 2, "span": 2, "before": 0, "free": 0}
    censored = rv.retention(rv.cohort(program)).data.set_index("person")
    assert censored["time"].to_dict() == {
        "event": 31,
        "state": 21,
        "span": 11,
        "before": 70,
        "free": 70,
    }


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


def test_the_horizon_cuts_everyone_at_the_same_day() -> None:
    found = rows(ten(horizon_days=45))
    assert found["D"] == (45, False, "horizon")
    assert found["B"] == (45, False, "horizon")
    assert found["G"] == (45, True, "recorded end")
    assert found["A"] == (20, True, "gap")
    assert ten(horizon_days=70).horizon == 70
    with pytest.raises(OutcomeError, match="RE-E25"):
        ten(horizon_days=71)


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
        {"event_at": "last"},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict) -> None:
    with pytest.raises(OutcomeError, match="RE-O20"):
        ten(**options)


def test_a_landmark_follows_those_who_were_still_there() -> None:
    program = plain_program(
        {who: {} for who in "ABCD"},
        {"A": [0, 5, 20, 45], "B": [0, 3], "C": [0, 14], "D": [0, 25, 50, 70, 90]},
        extract=day(100),
    )
    rule = rv.landmark(within_days=14, service="peer", labels=("met again", "not met"))
    with pytest.raises(rv.errors.CohortError, match="RE-E02"):
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
    assert outcome.origin == "14 days after intake (landmark)"
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


def test_without_a_log_recorded_ends_decide() -> None:
    program = plain_program(
        {
            "1": {"end": 40, "end_reason": "dropout"},
            "2": {"end": None},
            "3": {"end": 60, "end_reason": "completed"},
            "4": {"end": 70, "end_reason": None},
        },
        extract=day(100),
    )
    outcome = rv.retention(rv.cohort(program))
    assert rows(outcome) == {
        "1": (40, True, "recorded end"),
        "2": (100, False, "end of observation"),
        "3": (60, False, "completed"),
        "4": (70, True, "recorded end"),
    }
    assert "gap_rule_not_applicable" in {c.id for c in outcome.check_rows}
    assert outcome.definition.id == "retention-recorded-end"


def test_many_people_without_any_contact_are_a_concern() -> None:
    told = {c.id: c.verdict for c in ten().check_rows}
    assert told["people_without_contact"] == "note"
    two = stay({"1": {}, "2": {}}, {"1": [0], "2": []})
    assert {c.id: c.verdict for c in two.check_rows}["people_without_contact"] == "concern"


def test_nothing_is_ever_negative_or_missing() -> None:
    data = ten(event_at="gap_end").data
    assert (data["time"] >= 0).all()
    assert np.isneginf(data["entry"]).all()
    assert data[["time", "event", "rule", "n", "person"]].notna().all().all()
