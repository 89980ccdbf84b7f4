"""How long people stay: each rule by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from plain_program import day, plain_program
from ten_people import BY_HAND, TEN, rows, stay, ten

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


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


CUSTODY = ("event", "state", "span", "before", "free")


def jailed() -> rv.Program:
    """Return people seen every ten days, of whom some are jailed, each told by another table."""
    jail = {"person_id": ["state", "free"], "value": ["jail", "none"]}
    span = {"person_id": ["span"], "start": [day(42)], "end": [day(50)]}
    return plain_program(
        {who: {} for who in CUSTODY},
        {who: list(range(0, 100, 10)) for who in CUSTODY},
        extract=day(100),
        events=[
            {"person_id": "event", "type": "incarceration", "start": 62},
            {"person_id": "before", "type": "incarceration", "start": -5},
        ],
        state=pd.DataFrame(jail).assign(domain="custody", start=day(52)),
        span=pd.DataFrame(span).assign(kind="custody"),
    )


def test_incarceration_is_seen_in_events_states_and_spans() -> None:
    cohort = rv.cohort(jailed())
    data = rv.retention(cohort, exits={"incarceration": "competing"}).data.set_index("person")
    assert data.loc[[*CUSTODY], "time"].tolist() == [62, 52, 42, 70, 70]
    assert data.loc[[*CUSTODY], "cause"].tolist() == [2, 2, 2, 0, 0]
    censored = rv.retention(cohort).data.set_index("person")
    assert censored.loc[[*CUSTODY], "time"].tolist() == [31, 21, 11, 70, 70]


def test_the_horizon_cuts_everyone_at_the_same_day() -> None:
    found = rows(ten(horizon_days=45))
    assert found["D"] == (45, False, "horizon")
    assert found["B"] == (45, False, "horizon")
    assert found["G"] == (45, True, "recorded end")
    assert found["A"] == (20, True, "gap")
    assert ten(horizon_days=70).horizon == 70
    with pytest.raises(OutcomeError, match="RE-E25"):
        ten(horizon_days=71)


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
