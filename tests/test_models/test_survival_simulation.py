"""Coverage and false alarms: the page's figures meet the target, and smaller runs repeat them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import simulated_answers
import simulated_by_verbs
from simulated_answers import QUESTIONS
from simulated_models import cox_row, fine_gray_row
from simulated_programs import WORKS, coached, drawn, subdistribution
from simulated_run import FILE, HELD, SIZES, WIDE, run, wide

import recoveryeval as rv

LEAST_HELD, MOST_ALARMS = 0.94, 0.06
# Three Monte Carlo errors, for the smaller runs: of some 300 figures one may lie beyond by chance.
BOUND = 3.0
STUDIES = {40: 200, 120: 150, 1000: 80}


def beyond(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that miss their target by more than chance."""
    held = rows["measure"] == HELD
    edge = np.where(held, LEAST_HELD, MOST_ALARMS)
    room = BOUND * np.sqrt(edge * (1 - edge) / rows["answered"])
    low = held & (rows["share"] < edge - room)
    return rows[low | (~held & (rows["share"] > edge + room))]


def test_the_page_meets_the_target() -> None:
    rows = pd.read_csv(FILE)
    assert set(rows["people"]) == set(SIZES)
    assert (rows["studies"] >= np.where(rows["people"] < 1000, 2000, 1000)).all()
    held = rows["measure"] == HELD
    assert rows.loc[held, "share"].round(3).min() >= LEAST_HELD
    assert rows.loc[~held, "share"].max() <= MOST_ALARMS
    assert (rows["answered"] / rows["studies"] > 0.9).all()


def test_the_table_of_the_page_is_made_of_the_figures() -> None:
    table = pd.read_csv(WIDE, keep_default_na=False)
    pd.testing.assert_frame_equal(wide(pd.read_csv(FILE)), table, check_dtype=False)


@pytest.mark.slow
@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_smaller_runs_repeat_it(question: str, people: int) -> None:
    rows = run(question, people, STUDIES[people], seed=7)
    assert beyond(rows).empty, rows


@pytest.mark.parametrize("ask", ["retained", "incidence", "admissions", "tests_of_arms"])
def test_the_short_road_answers_as_the_verbs(ask: str) -> None:
    for seed, size in enumerate([40, 40, 120]):
        people = drawn(size, WORKS, np.random.default_rng(seed))
        short, verb = (getattr(m, ask)(people) for m in (simulated_answers, simulated_by_verbs))
        assert short == verb


@pytest.mark.parametrize("coaches", [4, 20])
def test_the_short_road_is_the_verb(coaches: int) -> None:
    frame = coached(120, coaches, np.random.default_rng(coaches), whole=True)
    outcome = rv.time_to_event(frame, time="day", event="left")
    verb = rv.cox(outcome, "arm + age", cluster="coach").tidy().iloc[0]
    assert cox_row(frame, ["arm", "age"], "coach").p_value == pytest.approx(verb["p_value"])


def test_the_short_road_is_the_verb_where_events_compete() -> None:
    frame = subdistribution(120, 0.5, np.random.default_rng(3))
    outcome = rv.competing_events(
        frame, time="day", status="status", causes={1: "readmission", 2: "death"}
    )
    verb = rv.fine_gray(outcome, "arm", cause="readmission").tidy().iloc[0]
    row = fine_gray_row(frame)
    for column in ("estimate", "std_error", "conf_low", "p_value"):
        assert getattr(row, column) == pytest.approx(verb[column])
