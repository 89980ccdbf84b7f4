"""Formulas as people write them: powers, roots, names with signs, functions without a number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def seen() -> pd.DataFrame:
    """Return scores, answers and counts of 90 people at two waves."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"id": np.repeat(np.arange(90), 2), "month": np.tile([0, 6], 90)})
    frame["arm"] = np.where(frame["id"] % 2 == 0, "usual", "coached")
    frame["age"] = np.repeat(rng.uniform(20, 60, 90), 2)
    frame["score"] = rng.normal(20, 3, 90)[frame["id"]] + rng.normal(0, 2, len(frame))
    frame["sober"] = rng.random(len(frame)) < 0.4
    frame["visits"], frame["days"] = rng.poisson(2, len(frame)), 30.0
    return frame


def scores(frame: pd.DataFrame) -> rv.Outcome:
    return rv.repeated_measures(frame, value="score", person="id", wave="month")


def answers(frame: pd.DataFrame) -> rv.Outcome:
    return rv.binary(frame, value="sober", person="id", wave="month")


def visits(frame: pd.DataFrame) -> rv.Outcome:
    return rv.counts(frame, count="visits", exposure="days", person="id")


def test_powers_are_those_of_r_and_of_python() -> None:
    ours = [rv.mixed_model(scores(seen()), f"arm + I(age{sign}2)") for sign in ("^", "**")]
    pd.testing.assert_frame_equal(ours[0].tidy(), ours[1].tidy())
    crossed = rv.mixed_model(scores(seen()), "(arm + age)^2").tidy()["term"]
    assert "arm: usual x age" in set(crossed)


def test_roots_answer_slopes_too() -> None:
    frame = seen()
    model = rv.mixed_model(scores(frame), "arm + sqrt(age)")
    beta = model.tidy().set_index("term").loc["sqrt(age)", "estimate"]
    slope = model.contrasts("age").tidy()["estimate"].iloc[0]
    assert slope == pytest.approx(beta / (2 * np.sqrt(frame["age"].mean())), rel=1e-6)


@pytest.mark.parametrize("of", ["log", "sqrt"])
def test_a_function_without_a_number_says_so(of: str) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(scores(seen().assign(age=lambda f: f["age"] - 40)), f"arm + {of}(age)")
    assert caught.value.code == "RE-E44F"
    assert caught.value.rows is not None


def test_a_name_with_brackets_is_worded_as_it_is() -> None:
    frame = seen().rename(columns={"arm": "arm (peer)"})
    terms = rv.mixed_model(scores(frame), "`arm (peer)` + age").tidy()["term"]
    assert terms.iloc[1] == "arm (peer): usual"


@pytest.mark.parametrize(
    "change", [lambda a: a * 1e4 + 1e6, lambda a: a + 20_000, lambda a: a * 1e-6]
)
@pytest.mark.parametrize(
    "fit",
    [
        lambda f: rv.glmm(answers(f), "arm + age"),
        lambda f: rv.glmm(visits(f), "arm + age"),
        lambda f: rv.gee(answers(f), "arm + age"),
        lambda f: rv.rates(visits(f), "arm + age"),
        lambda f: rv.rates(visits(f), "arm + age", family="negative-binomial"),
        lambda f: rv.rates(visits(f), "arm + age", family="hurdle"),
        lambda f: rv.risk(answers(f), "arm", wave=6, adjust="age"),
    ],
    ids=["glmm", "glmm of counts", "gee", "rates", "negative binomial", "hurdle", "risk"],
)
def test_years_and_incomes_change_no_comparison(
    fit: Callable[[pd.DataFrame], rv.Result], change: Callable[[pd.Series], pd.Series]
) -> None:
    frame = seen()
    plain, turned = fit(frame).tidy(), fit(frame.assign(age=change(frame["age"]))).tidy()
    rows = plain["term"].str.contains("arm|adjusted")
    for part in ("estimate", "std_error"):
        np.testing.assert_allclose(turned.loc[rows, part], plain.loc[rows, part], rtol=1e-5)


def test_a_covariate_of_any_size_has_the_slope_of_its_term() -> None:
    for change in (lambda a: a * 1e-7, lambda a: a + 1e7):
        frame = seen().assign(age=lambda f, change=change: change(f["age"]))
        model = rv.mixed_model(scores(frame), "arm + age")
        beta = model.tidy().set_index("term").loc["age", "estimate"]
        assert model.contrasts("age").tidy()["estimate"].iloc[0] == pytest.approx(beta, rel=1e-9)


def test_one_person_at_planned_visits_is_refused() -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mmrm(scores(seen().query("id == 0")), "1")
    assert caught.value.code == "RE-E32"
