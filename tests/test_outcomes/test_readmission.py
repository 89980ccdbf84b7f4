"""Readmission of five people by hand, and the answers of models on it."""

from __future__ import annotations

import pandas as pd
import pytest
from five_stays import counts, five_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

COHORT = rv.cohort(five_program())


def rows(**options) -> list[tuple[str, float, int]]:
    """Person, day and cause of each clock."""
    data = rv.readmission(COHORT, **{"definition": "psychiatric_facility", **options}).data
    who = "person_id" if "person_id" in data else "person"
    return list(zip(data[who], data["time"], data["cause"], strict=True))


BY_HAND = [
    ("A", 20, 1), ("A", 30, 0),
    ("B", 30, 0), ("B", 30, 0),
    ("C", 30, 0), ("C", 10, 1), ("C", 30, 0),
    ("D", 30, 0),
    ("E", 18, 2),
]  # fmt: skip


def test_five_people_are_read_as_by_hand() -> None:
    assert rows() == BY_HAND


def test_the_next_admission_and_any_admission_differ_in_one_person() -> None:
    hidden = ("C", 25, 1)  # behind a planned stay on day 12
    assert rows(admission="any") == [*BY_HAND[:4], hidden, *BY_HAND[5:]]
    found = rv.readmission(COHORT, definition="psychiatric_facility")
    assert counts(found)["next_and_any_admission"] == 1


def test_planned_admissions_count_hide_or_drop_the_index_by_rule() -> None:
    assert ("C", 12, 1) in rows(planned="count")
    dropped = rows(planned="drop_index")
    assert [r for r in dropped if r[0] == "C"] == BY_HAND[5:7]


def test_a_stay_nested_in_a_longer_one_neither_ends_it_nor_returns_from_it() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility")
    assert counts(found)["stays_overlapping"] == 1
    assert sum(r[0] == "C" for r in rows()) == 3


def test_an_admission_the_day_after_continues_the_stay_where_the_rule_says_so() -> None:
    assert rows(first_day=0, stitch_days=0)[2] == ("B", 1, 1)
    found = rv.readmission(COHORT, definition="psychiatric_facility")
    assert counts(found)["stays_touching"] == 1


def test_stays_that_ended_against_advice_start_a_clock_only_where_they_may() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility")
    assert counts(found)["stays_left_against_advice"] == 1
    assert ("D", 10, 1) in rows(exclude=["died"])


def test_the_first_index_stay_of_each_person_makes_one_row_each() -> None:
    first = rv.readmission(COHORT, definition="psychiatric_facility", index_stays="first").data
    assert first["person"].tolist() == ["A", "B", "C", "D", "E"]
    assert first["time"].tolist() == [20, 30, 30, 30, 18]


def test_from_time_zero_everyone_counts_and_death_competes() -> None:
    found = rv.readmission(COHORT)
    assert found.data["time"].tolist() == [20, 40, 12, 10, 18]
    assert found.data["rule"].tolist() == ["readmission"] * 4 + ["death"]
    assert found.causes == {1: "readmission", 2: "death"}


def test_death_censors_where_time_to_event_is_asked_for() -> None:
    found = rv.readmission(COHORT, form="time_to_event")
    assert found.data["event"].tolist() == [True] * 4 + [False]
    assert found.data["rule"].iloc[4] == "death"


def test_within_the_window_a_person_who_died_was_not_readmitted() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility", form="binary",
                           index_stays="first")  # fmt: skip
    assert found.data["value"].tolist() == [True, False, False, False, False]


def test_the_rate_has_limits_for_everyone() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility", form="binary",
                           index_stays="first")  # fmt: skip
    row = rv.risk(found).tidy().iloc[0]
    assert (row["estimate"], row["n_event"], row["denominator"]) == (0.2, 1, 5)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((0.0362, 0.6245), abs=1e-4)  # R
    with pytest.raises(rv.EstimationError, match="RE-M08"):
        rv.risk(found, adjust="age")


def test_every_return_counts_in_time() -> None:
    again = rv.readmission(COHORT, form="recurrent").data
    c = again[again["person"] == "C"]
    assert c[["start", "stop", "event"]].to_numpy().tolist() == [
        [0, 12, True], [12, 25, True], [25, 180, False],
    ]  # fmt: skip
    e = again[again["person"] == "E"]
    assert (e["stop"].tolist(), e["rule"].tolist()) == ([18], ["death"])


def test_a_model_takes_it_as_it_comes() -> None:
    curve = rv.cumulative_incidence(rv.readmission(COHORT)).at([30]).tidy()
    told = dict(zip(curve["cause"], curve["estimate"], strict=True))
    assert told == pytest.approx({"readmission": 3 / 5, "death": 1 / 5})


def test_several_index_stays_are_no_history_of_one_person() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility")
    assert "person" not in found.data
    assert "person_id" in found.covariates
    assert "several_index_stays" in counts(found)


def test_the_sentence_follows_the_parameters() -> None:
    found = rv.readmission(COHORT, definition="psychiatric_facility", first_day=1)
    assert "days 1 to 30" in found.definition.sentence
    assert found.definition.id.endswith("(changed: first_day=1)")


@pytest.mark.parametrize(
    ("options", "column"),
    [
        ({"last_day": 0}, "last_day"),
        ({"planned": "yes"}, "planned"),
        ({"clock": "discharge", "same_day": "return"}, "same_day"),
        ({"planned": "drop_index"}, "planned"),
        ({"first_day": 0}, "first_day"),
        ({"form": "both"}, "form"),
        ({"form": "recurrent", "clock": "discharge", "index_stays": "all"}, "form"),
        ({"returns": "hospital"}, "returns"),
        ({"exits": {"deth": "competing"}}, "exits"),
        ({"exits": {"death": "event"}}, "exits['death']"),
        ({"extract_day": "2025-01-01"}, "extract_day"),
        ({"stitch_days": 1.5}, "stitch_days"),
        ({"seen": "claims"}, "seen"),
    ],
)
def test_options_that_do_not_exist_or_hold_together_are_refused(options, column) -> None:
    with pytest.raises(OutcomeError) as caught:
        rv.readmission(COHORT, **options)
    assert caught.value.column == column


def test_without_an_index_stay_there_is_no_outcome() -> None:
    with pytest.raises(OutcomeError, match="RE-O02"):
        rv.readmission(COHORT, definition="hospital_wide")


def test_something_that_is_neither_cohort_nor_table_is_refused() -> None:
    with pytest.raises(OutcomeError, match="RE-O05"):
        rv.readmission([1, 2], extract_day=9)


def test_incarceration_can_compete() -> None:
    jail = pd.DataFrame(
        {"event_id": ["j1"], "person_id": ["B"], "type": ["incarceration"], "start": ["2025-01-16"]}
    )
    tables = five_program().tables
    made = five_program(event=pd.concat([tables["event"], jail]))
    found = rv.readmission(rv.cohort(made), exits={"incarceration": "competing"})
    assert found.causes[3] == "incarceration"
    assert found.data["time"].iloc[1] == 15
