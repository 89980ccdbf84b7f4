"""Formulas: what they may say, what they become, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design, rebuild
from recoveryeval.models.formula_text import check_formula

FRAME = pd.DataFrame(
    {
        "arm": ["b", "a", "b", "a"] * 5,
        "age": np.arange(20.0) % 7,
        "site name": np.arange(20.0) % 3,
        "group": pd.Categorical(list("xyzx") * 5, categories=list("zyx")),
    }
)


def made(formula: str, frame: pd.DataFrame = FRAME) -> Design:
    """Return the design of a formula on a frame."""
    return design(frame, formula, covariates=tuple(frame.columns), intercept=False)


def test_factors_compare_with_their_first_level_in_words() -> None:
    found = made("arm + group")
    assert found.terms == ("arm: b", "group: y", "group: x")
    assert found.contrasts == ("b - a", "y - z", "x - z")
    np.testing.assert_array_equal(found.matrix[:, 0], (FRAME["arm"] == "b").to_numpy(float))


@pytest.mark.parametrize(
    "formula",
    ["arm * age", "C(arm) + log(age + 1)", "`site name` + arm", "poly(age, 2)", "group:age"],
)
def test_new_rows_get_the_same_columns(formula: str) -> None:
    found = made(formula)
    np.testing.assert_allclose(rebuild(found, FRAME), found.matrix, rtol=0, atol=1e-12)
    np.testing.assert_allclose(rebuild(found, FRAME.iloc[:3]), found.matrix[:3], atol=1e-12)


@pytest.mark.parametrize(
    "formula",
    ["age.mean()", "__import__('os')", "age[0]", "y ~ age", "open(age)", "", "lambda: 1",
     "a" * 3000,
     "age @ age", "eval(age)", "{age}", "age if age else age"],
)  # fmt: skip
def test_nothing_but_a_formula_is_a_formula(formula: str) -> None:
    with pytest.raises(EstimationError):
        check_formula(formula, ("age",))


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_typed_error(text: str) -> None:
    try:
        assert set(check_formula(text, ("age", "arm"))) <= {"age", "arm"}
    except EstimationError:
        return


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(EstimationError, match="nearest valid name is 'age'"):
        check_formula("agee + arm", ("age", "arm"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"age": 1.0}, "RE-E19"),
        ({"arm": "a"}, "RE-E20"),
        ({"site name": FRAME["age"] * 2 + 1}, "RE-E18"),
        ({"age": [np.nan] * 11 + [1.0] * 9}, "RE-E31"),
    ],
)
def test_degenerate_covariates_are_refused_by_name(change: dict[str, object], code: str) -> None:
    with pytest.raises(EstimationError) as caught:
        made("arm + age + `site name`", FRAME.assign(**change))
    assert caught.value.code == code
    assert caught.value.rows is not None


def test_rows_without_a_covariate_are_counted() -> None:
    found = made("arm + age", FRAME.assign(age=[np.nan, np.nan, *range(18)]))
    assert found.dropped == {"age missing": 2}
    assert int(found.kept.sum()) == len(found.matrix) == 18
    assert found.check_rows[0].verdict == "concern"
    assert found.check_rows[0].statistic == pytest.approx(0.1)


def test_numbers_inside_c_are_levels_of_a_factor() -> None:
    frame = pd.DataFrame({"wave": [1.0, 2.0, 10.0, 2.0], "age": [30.0, 40.0, 35.0, 50.0]})
    found = design(frame, "C(wave) + age", covariates=("wave", "age"), intercept=False)
    assert found.terms == ("wave: 2", "wave: 10", "age")
    assert found.contrasts == ("2 - 1", "10 - 1", "")
    assert found.levels == {"wave": ("1", "2", "10")}
    again = rebuild(found, pd.DataFrame({"wave": [10, 1], "age": [1.0, 2.0]}))
    assert again.tolist() == [[0.0, 1.0, 1.0], [0.0, 0.0, 2.0]]
