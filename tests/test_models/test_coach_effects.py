"""coach_effects(): shrunken as lme4 shrinks, refused where coaches are few."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from nested_people import NESTED, as_outcome, coached, nested_outcome

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import get_alt

mpl.use("Agg")


def of(result: rv.Result, estimand: str) -> pd.DataFrame:
    """Return one kind of row, by coach."""
    table = result.tidy()
    return table[table["estimand"] == estimand].set_index("group")


@pytest.mark.parametrize(
    ("name", "formula", "random", "site"),
    [
        ("pastes", "1", "1", None),
        ("six_coaches", "arm * day + age", "1", None),
        ("slopes", "arm * day", "1 + day", None),
        ("sites", "arm * day + age", "1", "site"),
    ],
)
def test_effects_and_their_errors_equal_hendersons(
    name: str, formula: str, random: str, site: str | None
) -> None:
    golden = NESTED[name]
    result = rv.coach_effects(nested_outcome(name), formula, random=random, site=site)
    found = of(result, "shrunken difference")
    effects = golden["effects"]
    assert list(found.index) == effects["labels"]
    np.testing.assert_allclose(found["estimate"], effects["estimate"], rtol=1e-4)
    np.testing.assert_allclose(found["std_error"], effects["std_error"], rtol=1e-4)
    between = golden["variances"]["coach (Intercept) NA"]
    reliability = of(result, "reliability")["estimate"]
    expected = 1 - np.array(effects["std_error"]) ** 2 / between
    np.testing.assert_allclose(reliability, expected, rtol=1e-3, atol=1e-4)


def test_raw_differences_are_means_of_what_the_formula_leaves() -> None:
    frame = coached(waves=2)
    whole = frame.groupby("id")["score"].transform("size") == 2
    frame = frame[whole]
    result = rv.coach_effects(as_outcome(frame), "wave")
    model = rv.mixed_model(as_outcome(frame), "wave", groups="coach")
    fitted = model.means("wave").tidy().set_index("group")["estimate"]
    rest = frame["score"] - frame["wave"].astype(str).map(fitted)
    expected = rest.groupby(frame["coach"]).mean()
    np.testing.assert_allclose(of(result, "raw difference")["estimate"], expected, rtol=1e-8)
    shrunken = of(result, "shrunken difference")["estimate"]
    assert (shrunken.abs() < expected.abs() + 1e-9).all()
    people = frame.groupby("coach")["id"].nunique()
    np.testing.assert_array_equal(of(result, "raw difference")["n"], people)


def test_fewer_than_six_coaches_are_refused() -> None:
    with pytest.raises(EstimationError) as caught:
        rv.coach_effects(as_outcome(coached(coaches=5)), "wave")
    assert caught.value.code == "RE-M58"
    assert caught.value.rows == 5


def test_coaches_that_do_not_differ_get_no_reliability_and_a_flag() -> None:
    frame = coached(sd=0.0)
    frame["score"] -= frame.groupby("coach")["score"].transform("mean")
    result = rv.coach_effects(as_outcome(frame), "wave")
    assert result.status == "not_estimable"
    assert of(result, "reliability")["estimate"].isna().all()
    assert (of(result, "shrunken difference")["estimate"].abs() < 1e-6).all()
    assert (of(result, "shrunken difference")["status"] == "flagged").all()


def test_the_picture_says_every_number_and_survives_json() -> None:
    result = rv.coach_effects(as_outcome(coached()), "wave")
    axes = rv.Result.from_json(result.to_json()).plot()
    told = get_alt(axes)
    assert told.count("people: raw") == 8
    assert "not_a_ranking" in result.checks()["id"].tolist()
    axes.figure.clear()
