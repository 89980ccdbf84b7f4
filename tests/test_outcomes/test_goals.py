"""Goals: an open goal is not an unmet one, and self-defined goals are told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

ROWS = [
    # person, set, met, dropped, in the person's own words
    ("A", 10, 50, None, True),
    ("B", 10, 150, None, True),
    ("C", 10, None, 40, False),
    ("D", 10, None, None, True),
    ("E", 150, 160, None, None),
    ("E", 30, None, None, False),
    ("A", 5, 60, 30, False),
]


def five() -> rv.Cohort:
    """Return five people followed to day 200, with seven goals."""
    frame = pd.DataFrame(ROWS, columns=["person_id", "set", "met", "dropped", "self_defined"])
    for column in ("set", "met", "dropped"):
        frame[column] = [day(v) for v in frame[column]]
    frame["goal_id"] = [f"g{i}" for i in range(len(frame))]
    frame["domain"] = "housing"
    return rv.cohort(plain_program({w: {} for w in "ABCDEF"}, extract=day(200), goal=frame))


def test_goals_met_within_ninety_days_by_hand() -> None:
    met = rv.goals(five(), days=90)
    rows = sorted(zip(met.data["person"], met.data["value"], strict=True))
    # E's second goal was set 50 days before the end: met or not, it does not count yet.
    assert rows == [
        ("A", False),
        ("A", True),
        ("B", False),
        ("C", False),
        ("D", False),
        ("E", False),
    ]
    assert met.dropped == {"goals not observed for 90 days": 1}
    told = {c.id: c.meaning for c in met.check_rows}
    assert told["goals_all"].startswith("7 goals in all: 3 met, 2 dropped, 2 still open")
    assert told["goals_self_defined"].startswith("3 goals")
    assert told["goals_words_unknown"].startswith("1 goals")
    assert told["people_without_goal"].startswith("1 person")
    assert {c.id: c.verdict for c in met.check_rows}["several_goals"] == "concern"


def test_people_who_met_any_goal() -> None:
    any_met = rv.goals(five(), days=90, measure="any_met")
    assert any_met.data.set_index("person")["value"].to_dict() == {
        "A": True, "B": False, "C": False, "D": False, "E": False,
    }  # fmt: skip
    assert "self_defined" not in any_met.covariates


def test_self_defined_goals_can_be_asked_for_alone() -> None:
    own = rv.goals(five(), days=90, self_defined=True)
    assert own.data["value"].tolist() == [True, False, False]
    others = rv.goals(five(), days=90, self_defined=False)
    assert len(others.data) == 3
    assert "in the person's own words" in own.definition.sentence


def test_the_time_to_meeting_a_goal_competes_with_dropping_it() -> None:
    time = rv.goals(five(), measure="time")
    found = sorted(zip(time.data["time"], time.data["cause"], strict=True))
    assert found == [(10, 1), (25, 2), (30, 2), (40, 1), (140, 1), (170, 0), (190, 0)]
    assert time.causes == {1: "goal met", 2: "goal dropped"}
    assert "person" not in time.data
    assert "person_number" in time.covariates


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"measure": "unmet"}, "RE-O28"),
        ({"days": -1}, "RE-O28"),
        ({"days": 300}, "RE-E25"),
        ({"domain": "house"}, "RE-O28"),
        ({"domain": "employment"}, "RE-O27"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict, code: str) -> None:
    with pytest.raises(OutcomeError, match=code):
        rv.goals(five(), **options)


def test_the_share_of_goals_met_agrees_with_the_truth() -> None:
    program, truth = rv.synthetic_program(1500, rng=np.random.default_rng(5), tables=["goal"])
    met = rv.goals(rv.cohort(program, arm="arm"), days=90).data
    for arm, rows in met.groupby("arm"):
        true = truth.get(estimand="probability", outcome="goal met", group=str(arm), time=90)
        assert abs(rows["value"].mean() - true) < 3.5 * np.sqrt(true * (1 - true) / len(rows))
