"""States: on a day, days in, the first time, and again after release."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def spells(*rows: tuple[str, str, int | None, int | None], domain: str = "housing") -> pd.DataFrame:
    """Return spells told by person, value, first day and day of the end."""
    frame = pd.DataFrame(rows, columns=["person_id", "value", "start", "end"])
    dates = {c: [day(v) for v in frame[c]] for c in ("start", "end")}
    return frame.assign(domain=domain, **dates)


def cohort(who: str, state: pd.DataFrame, **tables: object) -> rv.Cohort:
    """Return people followed from 2025-01-01 to day 200."""
    made = plain_program({w: {} for w in who}, extract=day(200), state=state, **tables)
    return rv.cohort(made)


FIVE = spells(
    ("A", "Shelter", 0, 30),
    ("A", "Housed", 30, None),
    ("B", "housed", 0, 100),
    ("B", "street", 100, None),
    ("C", "street", 0, None),
    ("D", "housed", 0, 60),
)


def test_five_people_on_two_days() -> None:
    housed = rv.states(cohort("ABCDE", FIVE), "housing", values="housed", day=[50, 100])
    found = {(r.person, r.wave): bool(r.value) for r in housed.data.itertuples()}
    assert found == {
        ("A", 50): True,
        ("B", 50): True,
        ("C", 50): False,
        ("D", 50): True,
        ("A", 100): True,
        ("B", 100): False,
        ("C", 100): False,
    }
    # D's state is not known on day 100, E's on neither day.
    assert housed.dropped == {"state not known on the day": 3}
    assert "housing (housed): whether a person was in the state" in housed.definition.sentence


def test_five_people_for_how_long() -> None:
    long = rv.states(
        cohort("ABCDE", FIVE), "housing", values="housed", measure="days", horizon_days=90
    )
    told = long.data.set_index("person")[["count", "exposure"]]
    assert {w: tuple(row) for w, row in zip(told.index, told.to_numpy(), strict=True)} == {
        "A": (60, 90),
        "B": (90, 90),
        "C": (0, 90),
        "D": (60, 60),
    }
    assert long.dropped == {"state never known": 1}


def test_the_first_time_counts_those_who_were_out() -> None:
    first = rv.states(cohort("ABCDE", FIVE), "housing", values="housed", measure="first")
    rows = {r.person: (r.time, r.event) for r in first.data.itertuples()}
    assert rows == {"A": (30, True), "C": (200, False)}
    assert first.dropped == {"in the state at time zero": 2, "state not known at time zero": 1}


JAIL = spells(
    ("A", "jail", 10, 40),
    ("A", "jail", 100, 110),
    ("A", "prison", 150, None),
    ("B", "jail", 20, 50),
    ("C", "jail", 60, None),
    ("D", "jail", -30, 5),
    ("D", "jail", 5, 25),
    domain="custody",
)


def test_return_to_custody_is_counted_from_release() -> None:
    people = cohort("ABCDE", JAIL)
    back = rv.states(people, "custody", measure="return")
    rows = {r.person: (r.time, r.event) for r in back.data.itertuples()}
    # D was handed from one jail to another on day 5 and released on day 25; C is still inside.
    assert rows == {"A": (60, True), "B": (150, False), "D": (175, False)}
    assert back.dropped == {"no end of the state seen": 2}
    every = rv.states(people, "custody", measure="again").data
    told = every.loc[every["person"] == "A", ["start", "stop", "event"]].to_numpy().tolist()
    assert told == [[0, 60, True], [70, 110, True]]


def test_spans_and_bookings_tell_of_custody_as_well() -> None:
    span = pd.DataFrame(
        {"person_id": ["B"], "kind": ["custody"], "start": [day(5)], "end": [day(9)]}
    )
    event = [{"person_id": "A", "type": "incarceration", "start": 30}]
    people = cohort("ABC", JAIL[JAIL["person_id"] == "C"], span=span, events=event)
    inside = rv.states(people, "custody", day=[8, 30, 31]).data
    yes = inside[inside["value"]]
    assert list(zip(yes["person"], yes["wave"], strict=True)) == [("B", 8), ("A", 30)]
    assert len(inside) == 9


def test_deaths_before_the_day_are_left_out_and_can_compete() -> None:
    people = cohort("ABCDE", FIVE, events=[{"person_id": "C", "type": "death", "start": 80}])
    assert (
        rv.states(people, "housing", values="housed", day=100).dropped["died before the day"] == 1
    )
    first = rv.states(people, "housing", values="housed", measure="first", death="competing")
    assert first.causes == {1: "housing: housed", 2: "death"}
    assert first.data.set_index("person").loc["C", ["time", "cause"]].tolist() == [80, 2]
    censored = rv.states(people, "housing", values="housed", measure="first")
    assert {c.id: c.verdict for c in censored.check_rows}["censored_by_death"] == "concern"


def test_d19_overlapping_spells_the_last_to_begin_holds_and_is_counted() -> None:
    state = spells(("A", "housed", 0, 100), ("A", "street", 40, 50), ("A", "shelter", 45, 60))
    people = cohort("A", state)
    days = rv.states(people, "housing", values="housed", measure="days", horizon_days=100)
    assert days.data["count"].tolist() == [80]
    told = {c.id: c for c in days.check_rows}["spells_overlapping"]
    assert told.statistic == 20
    assert told.verdict == "concern"
    with pytest.raises(OutcomeError, match="RE-O26"):
        rv.states(people, "housing", values="housed", overlaps="refuse")


def test_d20_a_spell_within_a_day_holds_that_day() -> None:
    state = spells(("A", "jail", 30, 30), ("B", "jail", 0, 10), domain="custody")
    people = cohort("AB", state)
    inside = rv.states(people, "custody", day=[29, 30, 31])
    assert inside.data.query("person == 'A'")["value"].tolist() == [False, True, False]
    assert {c.id: c.statistic for c in inside.check_rows}["spells_within_a_day"] == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"domain": "hous"}, "RE-O24"),
        ({"values": None}, "RE-O24"),
        ({"values": "castle"}, "RE-O25"),
        ({"domain": "legal", "values": "parole"}, "RE-O25"),
        ({"measure": "ever"}, "RE-O24"),
        ({"day": 1.5}, "RE-O24"),
        ({"overlaps": "first"}, "RE-O24"),
        ({"stitch_days": -1}, "RE-O24"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict, code: str) -> None:
    told = {"domain": "housing", "values": "housed", **options}
    with pytest.raises(OutcomeError, match=code) as caught:
        rv.states(cohort("ABCDE", FIVE), told.pop("domain"), **told)
    assert "Shelter" not in str(caught.value)


def test_the_share_housed_agrees_with_the_truth() -> None:
    program, truth = rv.synthetic_program(1500, rng=np.random.default_rng(3), tables=["state"])
    people = rv.cohort(program, arm="arm")
    for domain, word in (("housing", "housed"), ("employment", "employed")):
        on = rv.states(people, domain, values=word, day=180).data
        for arm, rows in on.groupby("arm"):
            share, n = rows["value"].mean(), len(rows)
            true = truth.get(estimand="probability", outcome=domain, group=str(arm), time=180)
            assert abs(share - true) < 3.5 * np.sqrt(true * (1 - true) / n)
