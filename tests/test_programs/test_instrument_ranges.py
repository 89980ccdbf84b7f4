"""V03: answers and scores that no form can have are set aside at once, and stay counted."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv


def made(answers: list[list[float]], scores: list[float] | None = None) -> rv.Program:
    """Return a program whose people filled in GSE forms, or have recorded scores of it."""
    who = [f"p{k}" for k in range(len(scores if scores is not None else answers))]
    start = {"anchor": "2025-01-01"}
    form = pd.DataFrame({"assessment_id": who, "person_id": who, "instrument": "gse"})
    tables = {
        "person": pd.DataFrame({"person_id": who}),
        "episode": pd.DataFrame({"episode_id": who, "person_id": who}).assign(**start),
        "assessment": form.assign(date="2025-01-01", status="complete"),
    }
    if scores is not None:
        tables["score"] = pd.DataFrame({"assessment_id": who, "scale": "Total", "value": scores})
    else:
        tables["response"] = pd.DataFrame(
            [(w, f"q{i + 1}", v) for w, form in zip(who, answers, strict=True)
             for i, v in enumerate(form)],
            columns=["assessment_id", "item", "value"],
        )  # fmt: skip
    return rv.program(tables, extract_date="2025-12-31")


def found(program: rv.Program) -> tuple[int, dict[str, float], rv.Outcome]:
    """Return cells set aside for their range, checks of the scale, and the scale."""
    own = program.quarantine.query("reason == 'outside_range' and column == 'value'")
    outcome = rv.scale(rv.cohort(program), "GSE", waves=[0])
    return len(own), {c.id: c.statistic for c in outcome.check_rows}, outcome


@pytest.mark.parametrize("n", [1, 30])
def test_an_impossible_answer_is_set_aside_and_counted(n: int) -> None:
    forms = [[1, 2, 3, 4, 1, 2, 3, 4, 1, 2] for _ in range(n)]
    forms[0][3] = 44
    program = made(forms)
    aside, checks, outcome = found(program)
    assert (aside, checks["answers_out_of_range"]) == (1, 1)
    assert "RE-V03" in set(program.checks()["id"])
    assert outcome.data["value"].iloc[0] == pytest.approx((23 - 4) / 9 * 10)
    cell = program.tables["response"].query("item == 'q4'").iloc[0]
    assert (pd.isna(cell["value"]), cell["missing"]) == (True, "invalid")


@pytest.mark.parametrize("n", [1, 30])
def test_an_impossible_score_is_set_aside_and_counted(n: int) -> None:
    scores = [30.0] * n
    scores[0] = 41.0
    aside, checks, outcome = found(made([], scores))
    assert (aside, checks["scores_out_of_range"]) == (1, 1)
    assert outcome.data["missing"].iloc[0] == "out_of_range"


def test_codes_among_many_forms_are_set_aside() -> None:
    forms = [[1, 2, 3, 4, 1, 2, 3, 4, 1, -9] for _ in range(12)]
    assert found(made(forms))[:1] == (12,)


def test_another_way_of_storing_is_left_to_be_refused_as_a_whole() -> None:
    """Answers from 0 to 3 and means of items: the ones that fit would pass for the truth."""
    lower = made([[0, 1, 2, 3, 0, 1, 2, 3, 0, 1] for _ in range(12)])
    assert lower.quarantine.empty
    with pytest.raises(rv.SchemaError, match="one lower"):
        rv.scale(rv.cohort(lower), "GSE", waves=[0])
    means = made([], [2.0, 2.5, 3.1, 4.0])
    assert means.quarantine.empty
    with pytest.raises(rv.OutcomeError, match="means of its 10 items"):
        rv.scale(rv.cohort(means), "GSE", waves=[0])
