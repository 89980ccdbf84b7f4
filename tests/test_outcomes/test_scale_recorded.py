"""Totals that a source recorded, answers in words, and interviews that hold neither."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

PEOPLE = [f"p{k}" for k in range(6)]
FORMS = [f"a{k}" for k in range(6)]
ANSWERS = np.random.default_rng(6).integers(1, 5, (6, 10)).astype(float)


def followed(instrument: str = "GSE", **tables: Any) -> rv.Outcome:
    """Return the scores of six people on day 0."""
    options = tables.pop("options", {})
    assessment = pd.DataFrame(
        {"assessment_id": FORMS, "person_id": PEOPLE, "episode_id": PEOPLE,
         "instrument": instrument, "status": "complete", "date": "2025-01-01"}
    )  # fmt: skip
    base = {
        "person": pd.DataFrame({"person_id": PEOPLE}),
        "episode": pd.DataFrame(
            {"episode_id": PEOPLE, "person_id": PEOPLE, "anchor": "2025-01-01"}
        ),
        "assessment": assessment,
    }
    made = rv.program({**base, **tables}, extract_date="2026-01-31")
    return rv.scale(rv.cohort(made), instrument, waves=[0], **options)


def recorded(values: list[Any], scale: str = "total", forms: Any = None) -> pd.DataFrame:
    return pd.DataFrame({"assessment_id": forms or FORMS, "scale": scale, "value": values})


def answered(answers: Any, names: list[str] | None = None) -> pd.DataFrame:
    grid = np.asarray(answers, dtype=object)
    names = names or [f"gse_{k}" for k in range(1, grid.shape[1] + 1)]
    return pd.DataFrame(
        {"assessment_id": np.repeat(FORMS[: len(grid)], len(names)), "item": names * len(grid),
         "value": grid.ravel()}
    )  # fmt: skip


def checks(outcome: rv.Outcome) -> dict[str, Any]:
    return {c.id: c for c in outcome.check_rows}


@pytest.mark.parametrize(
    "name", ["total", "GSE", "gse_total", "GSE total score", "Total Score", "General self-efficacy"]
)
def test_a_total_is_found_by_its_name(name: str) -> None:
    found = followed(score=recorded([10, 20, 30, 40, 25, None], name))
    assert found.data["value"].tolist()[:5] == [10, 20, 30, 40, 25]
    assert found.data["missing"].tolist()[5] == "no_answers"


def test_a_total_never_stands_for_a_subscale() -> None:
    """AASE names the whole instrument."""
    score = recorded([20, 25, 21, 24, 22, 23], "AASE")
    with pytest.raises(rv.OutcomeError, match="negative_affect"):
        followed("AASE", score=score, options={"scale": "negative_affect"})


def test_several_totals_of_one_interview() -> None:
    """The same number twice is one score; two numbers are refused."""
    first = recorded([10, 20, 30, 40, 25, 11])
    again = pd.concat([first, first.assign(scale="GSE")])
    assert followed(score=again).data["value"].tolist() == [10, 20, 30, 40, 25, 11]
    with pytest.raises(rv.OutcomeError, match="several recorded scores") as told:
        followed(score=pd.concat([first, first.assign(scale="GSE", value=12)]))
    assert told.value.code == "RE-O36"


@pytest.mark.parametrize(
    ("instrument", "values", "word"),
    [
        ("GSE", [1.0, 2, 3, 4, 2.5, 1.1], "means of its 10 items"),
        ("GSE", [0, 3, 9, 30, 28, 5], "one less"),
        ("K6", [6, 12, 30, 28, 26, 10], "one more"),
        ("BSCQ", [0.1, 0.2, 0.8, 0.9, 0.7, 0.6], "shares"),
    ],
)
def test_totals_of_another_scoring_are_refused(
    instrument: str, values: list[float], word: str
) -> None:
    with pytest.raises(rv.RecoveryEvalError, match=word):
        followed(instrument, score=recorded(values))


def test_impossible_totals_throw_doubt_on_the_others() -> None:
    found = checks(followed(score=recorded([10, 20, 30, 99, 25, 11])))["scores_out_of_range"]
    assert (found.statistic, found.verdict) == (1, "fail")


def test_answers_in_words_are_refused_and_not_blank() -> None:
    """Also where the last answer alone has words, as in '4 - exactly true'."""
    ends = np.where(ANSWERS == 4, "4 - exactly true", ANSWERS.astype(int).astype(str))
    with pytest.raises(rv.SchemaError, match="no numbers") as told:
        followed(response=answered(ends))
    assert told.value.code == "RE-Q08"
    assert "exactly" not in str(told.value)
    one = ANSWERS.astype(int).astype(str).astype(object)
    one[0, 0] = "often"
    found = followed(response=answered(one))
    assert checks(found)["answers_unreadable"].statistic == 1
    assert found.data["value"].iloc[0] == pytest.approx(ANSWERS[0, 1:].mean() * 10)


def test_answers_go_before_totals_and_the_two_are_not_mixed() -> None:
    found = followed(response=answered(ANSWERS[:3]), score=recorded([40, 25, 11], forms=FORMS[3:]))
    assert found.data["value"].tolist()[:3] == ANSWERS[:3].sum(axis=1).tolist()
    assert found.data["missing"].tolist() == ["", "", "", *["no_answers"] * 3]
    assert checks(found)["recorded_not_used"].statistic == 3


def test_items_of_two_questionnaires_in_one_interview() -> None:
    both = pd.concat(
        [answered(ANSWERS), answered(ANSWERS[:, :9] - 1, [f"phq9_{k}" for k in range(1, 10)])]
    )
    total = answered(ANSWERS.sum(axis=1, keepdims=True), ["gse_total"])
    found = followed(response=pd.concat([both, total]))
    assert found.data["value"].tolist() == ANSWERS.sum(axis=1).tolist()
