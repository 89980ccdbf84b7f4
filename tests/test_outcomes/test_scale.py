"""A questionnaire at planned waves: windows, two interviews in one, reasons for absence."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

ITEMS = [f"gse_{k}" for k in range(1, 11)]


def program(
    interviews: list[tuple[str, int, str | None]], *, end: str = "2026-01-31", **extra: object
) -> rv.Program:
    """Return a program with interviews of (person, day, wave); every answer is 2 plus its rank."""
    people = sorted({who for who, _, _ in interviews})
    anchor = pd.Timestamp("2025-01-01")
    person = pd.DataFrame({"person_id": people})
    episode = pd.DataFrame(
        {"episode_id": people, "person_id": people, "anchor": str(anchor.date())}
    )
    rows = [
        {"assessment_id": f"a{k}", "person_id": who, "episode_id": who, "instrument": "gse",
         "wave": wave, "date": str((anchor + pd.Timedelta(days=day)).date()),
         "status": "complete"}
        for k, (who, day, wave) in enumerate(interviews)
    ]  # fmt: skip
    response = [
        {"assessment_id": f"a{k}", "item": item, "value": float(1 + k % 4)}
        for k in range(len(interviews))
        for item in ITEMS
    ]
    assessment = pd.DataFrame(rows).assign(**extra)  # type: ignore[arg-type]
    tables = {
        "person": person, "episode": episode, "assessment": assessment,
        "response": pd.DataFrame(response),
    }  # fmt: skip
    return rv.program(tables, extract_date=end)


def scores(made: rv.Program, **options: object) -> rv.Outcome:
    """Return the scores at two waves."""
    return rv.scale(rv.cohort(made), "GSE", waves=[0, 90], **options)  # type: ignore[arg-type]


def test_the_interview_closest_to_the_planned_day_counts() -> None:
    """Of days 80 and 95 the later is closer; 'first' and 'last' choose by date."""
    made = program([("p", 0, None), ("p", 80, None), ("p", 95, None)])
    at_90 = {rule: scores(made, within=rule).data["value"].iloc[1] for rule in
             ("closest", "first", "last")}  # fmt: skip
    assert at_90 == {"closest": 30.0, "first": 20.0, "last": 30.0}
    checks = {c.id: c.statistic for c in scores(made).check_rows}
    assert checks["second_interview"] == 1


def test_an_interview_outside_its_window_is_kept_out_and_counted() -> None:
    """Day 130 is no 90-day interview, whatever its label says (D21)."""
    made = program([("p", 0, "baseline"), ("p", 130, "month_3")])
    found = scores(made)
    assert found.data["missing"].tolist() == ["", "out_of_window"]
    assert {c.id: c.statistic for c in found.check_rows}["out_of_window"] == 1


def test_the_date_decides_over_the_label() -> None:
    """A label that contradicts the date is counted."""
    made = program([("p", 0, "baseline"), ("p", 90, "baseline")])
    found = scores(made)
    assert found.data["value"].notna().all()
    assert {c.id: c.statistic for c in found.check_rows}["wave_label_conflict"] == 1


def test_every_absent_score_has_its_reason() -> None:
    """Nobody is due before the window closes; others were not interviewed."""
    late = program([("p", 0, None), ("q", 0, None)], end="2025-03-15")
    assert scores(late).data["missing"].tolist() == ["", "not_yet_due"] * 2
    seen = program([("p", 0, None), ("q", 0, None)])
    assert scores(seen).data["missing"].tolist() == ["", "no_interview"] * 2
    assert scores(seen).dropped == {"no score: no interview": 2}


def test_two_versions_of_a_form_are_not_pooled() -> None:
    """The caller has to choose one."""
    made = program([("p", 0, None), ("p", 90, None)], version=["2019", "2020"])
    with pytest.raises(rv.OutcomeError) as told:
        scores(made)
    assert told.value.code == "RE-O32"
    assert scores(made, version="2019").data["value"].notna().tolist() == [True, False]


@pytest.mark.parametrize("waves", [[0, 45], [], [0, 0], ["sometime"]])
def test_waves_that_cannot_be_told_apart_are_refused(waves: list[int | str]) -> None:
    """Windows must not overlap, and every wave needs a day."""
    with pytest.raises(rv.OutcomeError) as told:
        rv.scale(rv.cohort(program([("p", 0, None)])), "GSE", waves=waves)
    assert told.value.code == "RE-O30"


def test_self_efficacy_refuses_an_instrument_of_something_else(tmp_path: Path) -> None:
    """A report headed self-efficacy cannot rest on hope."""
    held = resources.files("recoveryeval.instruments") / "scales" / "GSE.toml"
    own = tmp_path / "own.toml"
    text = held.read_text(encoding="utf-8")
    own.write_text(text.replace('construct = "self-efficacy"', 'construct = "hope"'), "utf-8")
    people = rv.cohort(program([("p", 0, None)]))
    assert rv.self_efficacy(people, waves=[0]).name == "General self-efficacy"
    with pytest.raises(rv.OutcomeError) as told:
        rv.self_efficacy(people, instrument=own, waves=[0])
    assert told.value.code == "RE-O35"


def test_models_use_scored_rows_and_say_what_they_left_out() -> None:
    """The mixed model on a synthetic program finds the true change, and accounts for every row."""
    made, truth = rv.synthetic_program(1500, rng=np.random.default_rng(5))
    found = rv.scale(rv.cohort(made), "GSE", waves=[0, 90, 180])
    fit = rv.mixed_model(found, "arm * wave", random="1")
    row = fit.tidy().set_index("term").loc["arm: usual care x wave: 180"]
    change = truth.table.query(
        "estimand == 'difference in change' and outcome == 'GSE' and level == 'month_6'"
    )["estimate"].iloc[0]
    assert abs(-row["estimate"] - change) < 3 * row["std_error"]
    assert fit.spec.rows_in == fit.spec.rows_used + sum(fit.spec.dropped.values())
