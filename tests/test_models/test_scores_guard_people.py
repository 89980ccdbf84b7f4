"""E01, E02, E13, E20, E32: too few people, visits or groups, asked of every verb of issue four."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from score_verbs import ALL, MODELS, OF_ANSWERS, OF_SCORES, ask, study

import recoveryeval as rv

SIZES = (30, 1000)
COMPARING = [n for n in ALL if n not in ("paired", "change", "paired answers", "rates")]


def answered(name: str, frame: pd.DataFrame) -> pd.DataFrame | rv.RecoveryEvalError:
    """Return the tidy rows of a verb, or its refusal."""
    try:
        return pd.DataFrame(ask(name, frame).tidy())
    except rv.RecoveryEvalError as error:
        return error


def helpful(error: rv.RecoveryEvalError) -> bool:
    """Return whether a refusal has a count and an action."""
    return error.rows is not None and len(error.do) > 20


def about_arms(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows that are about the arm of peers, or that compare with it."""
    text = [table[c].fillna("").astype(str) for c in ("group", "contrast", "level") if c in table]
    named = np.any([part.str.contains("peer").to_numpy() for part in text], axis=0)
    return table[named]


@pytest.mark.parametrize("first", ["peer", "usual"])
@pytest.mark.parametrize("name", ALL)
def test_e01_an_arm_of_one_person_has_no_error_and_no_test(name: str, first: str) -> None:
    frame = study(41)
    frame = frame[(frame["arm"] == "usual") | (frame["id"] == "p1")]
    order = ["usual", "peer"] if first == "usual" else ["peer", "usual"]
    frame = frame.assign(arm=pd.Categorical(frame["arm"], order))
    found = answered(name, frame)
    if isinstance(found, rv.RecoveryEvalError):
        assert helpful(found)
        return
    own = about_arms(found)
    assert len(own)
    trusted = own[own["status"] == "ok"]
    for column in ("std_error", "p_value"):
        assert column not in trusted or trusted[column].isna().all()


@pytest.mark.parametrize("name", ALL)
def test_e02_a_declared_arm_without_people_is_named_or_left_out(name: str) -> None:
    frame = study(40)
    frame["arm"] = pd.Categorical(frame["arm"], ["usual", "peer", "waiting"])
    found = answered(name, frame)
    if isinstance(found, rv.RecoveryEvalError):
        assert found.code == "RE-E02"
        assert "waiting" in found.what
        return
    text = found[[c for c in ("term", "group", "contrast") if c in found]].astype(str)
    about = text.apply(lambda column: column.str.contains("waiting")).any(axis=1)
    assert set(found.loc[about, "status"]) <= {"not_estimable"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", COMPARING)
def test_e20_one_arm_cannot_be_compared(name: str, size: int) -> None:
    frame = study(size)
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame[frame["arm"] == "peer"])
    assert (caught.value.code, caught.value.column) == ("RE-E20", "arm")
    assert helpful(caught.value)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["mixed_model", "mmrm", "glmm of answers"])
def test_e13_one_visit_each_cannot_tell_people_from_noise(name: str, size: int) -> None:
    frame = study(size)
    visit = pd.factorize(frame["id"])[0] % 3
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame[frame.groupby("id").cumcount() == visit])
    assert caught.value.code == "RE-E13"
    assert helpful(caught.value)


@pytest.mark.parametrize("name", ["paired", "paired answers"])
def test_e13_nobody_seen_twice_leaves_no_change(name: str) -> None:
    frame = study(30)
    visit = pd.factorize(frame["id"])[0] % 3
    result = ask(name, frame[frame.groupby("id").cumcount() == visit])
    assert set(result.tidy()["status"]) == {"not_estimable"}
    assert result.tidy()["estimate"].isna().all()


@pytest.mark.parametrize("name", ["paired", "paired answers", "change", "linear", "risk"])
def test_a_wave_that_nobody_has_is_said(name: str) -> None:
    frame = study(30)
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame[frame["month"] == 0])
    assert (caught.value.code, caught.value.column, caught.value.rows) == ("RE-M08", "wave", 0)


@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize("name", [*OF_SCORES, *OF_ANSWERS])
def test_a_visit_that_one_or_two_people_reached_gives_no_certain_answer(
    name: str, people: int
) -> None:
    """Nothing about that visit is shown as sure: refused, left out and said, or very wide."""
    frame = study(60)
    late = frame["id"].isin([f"p{k}" for k in range(1, people + 1)])
    found = answered(name, frame[(frame["month"] != 6) | late])
    if isinstance(found, rv.RecoveryEvalError):
        assert helpful(found)
        return
    if "std_error" not in found:
        return
    at_last = found["term"].astype(str).str.contains("wave: 6")
    trusted = found[at_last & (found["status"] == "ok") & (found["estimand"] != "variance")]
    assert (trusted["std_error"].isna() | (trusted["std_error"] > 2)).all()


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("name", MODELS)
def test_e32_fewer_people_than_coefficients_are_refused_or_not_estimable(
    name: str, size: int
) -> None:
    frame = study(60)
    found = answered(name, frame[frame["id"].isin([f"p{k}" for k in range(size)])])
    if isinstance(found, rv.RecoveryEvalError):
        assert helpful(found)
        return
    adjusted = found[found["term"].astype(str).isin(("adjusted", "arm: usual"))]
    assert set(adjusted["status"]) == {"not_estimable"}


def test_a_level_of_one_person_is_hidden_when_the_model_is_asked_too() -> None:
    """By contrasts, and by means."""
    frame = study(41)
    frame = frame[(frame["arm"] == "usual") | (frame["id"] == "p1")]
    model = ask("mmrm", frame)
    assert set(model.contrasts("arm", by="wave").tidy()["status"]) == {"not_estimable"}
    means = model.means(["wave", "arm"]).tidy().set_index("level")
    assert set(means.loc["arm: peer", "status"]) == {"not_estimable"}
