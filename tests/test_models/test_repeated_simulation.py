"""How often limits of mixed models hold the truth when people leave, and alarm with six coaches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from simulated_repeated import (
    ALARMS,
    FILE,
    QUESTIONS,
    by_coaches,
    by_mixed_model,
    by_mmrm,
    leaving,
    run,
    six_coaches,
)

import recoveryeval as rv


def outcome(study, **roles):
    frame = study.frame() if "day" in roles else study.frame().drop(columns="day")
    return rv.repeated_measures(frame, value="score", person="id", **roles)


@pytest.mark.parametrize("ddf", ["satterthwaite", "kenward-roger"])
def test_the_simulated_road_is_that_of_the_verbs(ddf: str) -> None:
    study = leaving(np.random.default_rng(3), 60)
    both = outcome(study, wave="wave", day="day")
    mmrm = rv.mmrm(both, "arm * wave", ddf=ddf).contrasts("arm", by="wave").tidy().iloc[-1]
    slopes = rv.mixed_model(both, "arm * day", random="1 + day", ddf=ddf)
    row = slopes.tidy().set_index("term")
    coached = six_coaches(np.random.default_rng(4), 90, 0.1)
    coaches = rv.mixed_model(outcome(coached, wave="wave"), "arm + wave", groups="coach", ddf=ddf)
    arm = coaches.tidy().set_index("term").loc["arm: coached"]
    name = {"satterthwaite": "Satterthwaite", "kenward-roger": "Kenward-Roger"}[ddf]
    for said, found in ((mmrm, by_mmrm(study)[name]), (arm, by_coaches(coached)[name])):
        for column in ("estimate", "std_error", "df", "p_value"):
            assert getattr(found, column) == pytest.approx(said[column], rel=1e-6)
    last = by_mixed_model(study)[name]
    expected = row.loc["arm: coached", "estimate"] + 3 * row.loc["arm: coached x day", "estimate"]
    assert last.estimate == pytest.approx(expected, rel=1e-8)


def test_the_page_meets_the_target() -> None:
    """94 to 96 of 100 with people who leave; of six coaches no more than 6 false alarms in 100."""
    rows = pd.read_csv(FILE)
    coaches = rows["question"].str.contains("six coaches")
    assert set(rows.loc[~coaches, "people"]) == {40, 120, 1000}
    assert rows.loc[~coaches, "coverage"].between(94, 96).all()
    assert (rows.loc[coaches, "coverage"] >= 94).all()
    assert (rows["studies"] >= 600).all()
    assert (rows["silent"] == 0).all()


@pytest.mark.slow
@pytest.mark.parametrize(("people", "studies"), [(40, 600), (120, 600), (1000, 300)])
@pytest.mark.parametrize("question", QUESTIONS)
def test_limits_hold_the_truth(question: str, people: int, studies: int) -> None:
    for found in run(question, people, studies):
        assert abs(found["coverage"] - 95) < 1 + 3 * 100 * np.sqrt(0.95 * 0.05 / studies)


@pytest.mark.slow
@pytest.mark.parametrize("question", ALARMS)
def test_six_coaches_raise_few_false_alarms(question: str) -> None:
    for found in run(question, 90, 1000):
        assert 100 - found["coverage"] < 6 + 3 * 100 * np.sqrt(0.06 * 0.94 / 1000)
