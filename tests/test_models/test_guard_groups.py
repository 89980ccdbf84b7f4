"""E01, E02, E18 to E20, E31, E32: lone people, empty groups, columns that say nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from survival_verbs import (
    ADJUSTED,
    ALL,
    COMPARISONS,
    answer,
    asked,
    every,
    outcome_for,
    rows_of,
    study,
)

import recoveryeval as rv


def lone(size: int) -> pd.DataFrame:
    """Return a study in which the second person alone is in the arm of peers."""
    return study(size, arm=np.where(np.arange(size) == 1, "peer", "usual"))


@pytest.mark.parametrize(("name", "size"), [(n, s) for n, s in every(ALL) if s > 1])
def test_e01_an_arm_of_one_person(name: str, size: int) -> None:
    if name == "residuals":
        return  # a row per person, no estimate of the arm
    kind, told = answer(name, lone(size))
    if kind == "refused":
        assert told.code in ("RE-E08", "RE-E10", "RE-E11")
        return
    if name == "baseline_hazard":
        return  # about the reference person only
    table = told.tidy()
    text = table[[c for c in ("group", "term", "contrast") if c in table]].fillna("").astype(str)
    about = text.apply(lambda column: column.str.contains("peer|usual")).any(axis=1)
    about &= ~text.apply(lambda column: column.eq("usual")).any(axis=1)
    about &= ~table["estimand"].isin(["observed events", "expected events"])
    about &= ~text["term"].eq("exact") if "term" in text else True  # a row may hold a total
    assert (table.loc[about, "status"] == "not_estimable").all()
    assert table.loc[about, "estimate"].isna().all() if "estimate" in table else True
    assert table.loc[table["status"] == "not_estimable", "reason"].ne("").all()
    if name in ("logrank", "gray_test"):
        assert table["p_value"].isna().all()


@pytest.mark.parametrize(("name", "size"), every(COMPARISONS))
def test_e02_an_empty_arm_is_named(name: str, size: int) -> None:
    frame = study(size)
    frame["arm"] = pd.Categorical(frame["arm"], ["peer", "usual", "telephone"])
    kind, told = answer(name, frame)
    assert (kind, told.code, told.column) == ("refused", "RE-E02", "arm")
    assert "telephone" in str(told)


@pytest.mark.parametrize(
    "name", [n for n in ADJUSTED if n not in ("residuals", "cause-specific cox")]
)
def test_e02_a_formula_says_which_level_it_leaves_out(name: str) -> None:
    frame = study(60)
    frame["arm"] = pd.Categorical(frame["arm"], ["peer", "usual", "telephone"])
    told = asked(name, frame).checks()
    empty = told[told["id"] == "empty_level"]
    assert empty["meaning"].str.contains("arm: nobody analyzed is in level 'telephone'").all()
    assert len(empty) == 1


@pytest.mark.parametrize("name", ADJUSTED)
def test_e18_collinear_covariates_are_named(name: str) -> None:
    frame = study(30)
    own = outcome_for(name, frame.assign(months=frame["age"] * 12))
    with pytest.raises(rv.EstimationError) as caught:
        ADJUSTED[name](own, "arm + age + months")
    assert (caught.value.code, caught.value.column) == ("RE-E18", "months")
    assert caught.value.rows == rows_of(name, 30)


@pytest.mark.parametrize(("name", "size"), [(n, s) for n, s in every(ADJUSTED) if s > 1])
def test_e19_a_constant_covariate_is_named(name: str, size: int) -> None:
    kind, told = answer(name, study(size, age=41))
    assert (kind, told.code, told.column, told.rows) == (
        "refused",
        "RE-E19",
        "age",
        rows_of(name, size),
    )
    assert "41" not in str(told)


@pytest.mark.parametrize(
    ("name", "size"), every((*ADJUSTED, "logrank", "gray_test", "interval_logrank"))
)
def test_e20_a_factor_with_one_level_is_named(name: str, size: int) -> None:
    kind, told = answer(name, study(size, arm="usual"))
    assert (kind, told.code, told.column, told.rows) == (
        "refused",
        "RE-E20",
        "arm",
        rows_of(name, size),
    )


@pytest.mark.parametrize(("name", "size"), [(n, s) for n, s in every(ALL) if s > 1])
def test_e31_more_than_half_missing_is_refused(name: str, size: int) -> None:
    frame = study(size)
    kind, told = answer(name, frame.assign(arm=frame["arm"].where(np.arange(size) % 3 == 0)))
    assert (kind, told.code, told.column) == ("refused", "RE-E31", "arm")
    assert told.rows == rows_of(name, size - -(-size // 3))


@pytest.mark.parametrize("name", [n for n in ALL if n != "residuals"])
def test_e31_fewer_missing_are_counted(name: str) -> None:
    frame = study(60)
    result = asked(name, frame.assign(arm=frame["arm"].where(np.arange(60) % 10 > 0)))
    lost, rows = rows_of(name, 6), rows_of(name, 60)
    assert result.spec.dropped == {"arm missing": lost}
    assert result.spec.rows_used == rows - lost
    assert result.checks()["meaning"].str.contains(f"{lost} of {rows} rows").any()


@pytest.mark.parametrize("name", ADJUSTED)
def test_e32_fewer_people_than_parameters(name: str) -> None:
    kind, told = answer(name, study(2))
    if kind == "refused":
        assert told.code in ("RE-E03", "RE-E07", "RE-E08", "RE-E11", "RE-E18", "RE-E32")
    else:
        assert told.status == "not_estimable"
        assert told.tidy()["std_error"].isna().all()


def test_a_stratum_of_one_person_is_counted() -> None:
    frame = study(40)
    frame["house"] = np.where(np.arange(40) == 3, "lone", np.where(np.arange(40) % 2, "a", "b"))
    own = outcome_for("cox", frame)
    model = rv.cox(own, "age", strata="house")
    assert model.checks().set_index("id").loc["strata_of_one", "statistic"] == 1
    without = outcome_for("cox", frame[frame["house"] != "lone"])
    same = rv.cox(without, "age", strata="house")
    np.testing.assert_allclose(model.tidy()["estimate"], same.tidy()["estimate"], rtol=1e-12)
    test = rv.logrank(own, "arm", strata="house")
    assert "strata_without_comparison" in test.checks()["id"].tolist()
