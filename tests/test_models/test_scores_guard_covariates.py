"""E18, E19, E31, V21 and E33: covariates and weights that a model cannot use."""

from __future__ import annotations

import numpy as np
import pytest
from score_verbs import MODELS, ask, outcome_for, study

import recoveryeval as rv

SIZES = (30, 1000)
WITH_WEIGHTS = {
    "linear": lambda o: rv.linear(o, "arm", wave=6, weights="weight"),
    "gee": lambda o: rv.gee(o, "arm", weights="weight"),
    "gee of answers": lambda o: rv.gee(o, "arm", weights="weight"),
    "rates": lambda o: rv.rates(o, "arm", weights="weight"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MODELS)
def test_e18_collinear_covariates_are_named(name: str, size: int) -> None:
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, study(size).assign(age=lambda f: (f["arm"] == "peer") * 1.0))
    assert (caught.value.code, caught.value.column) == ("RE-E18", "age")
    assert caught.value.rows in (size, 3 * size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MODELS)
def test_e19_a_constant_covariate_is_named(name: str, size: int) -> None:
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, study(size, age=40.0))
    assert (caught.value.code, caught.value.column) == ("RE-E19", "age")


@pytest.mark.parametrize("name", ["gee", "gee of answers"])
def test_e19_a_combination_that_nobody_is_in_is_told_apart(name: str) -> None:
    frame = study(40)
    with pytest.raises(rv.EstimationError, match="combination of factors") as caught:
        ask(name, frame[(frame["arm"] == "peer") | (frame["month"] < 6)])
    assert caught.value.column == "arm: usual x wave: 6"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MODELS)
def test_v21_infinite_covariates_are_refused_and_counted(name: str, size: int) -> None:
    frame = study(size)
    frame.loc[frame["id"] == "p4", "age"] = np.inf
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame)
    assert (caught.value.code, caught.value.column) == ("RE-V21", "age")
    assert caught.value.rows in (1, 3)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MODELS)
def test_e31_too_many_missing_are_refused_and_a_few_are_counted(name: str, size: int) -> None:
    frame = study(size)
    number = frame["id"].str.removeprefix("p").astype(int)
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame.assign(age=frame["age"].where(number % 10 < 3)))
    assert (caught.value.code, caught.value.column) == ("RE-E31", "age")
    result = ask(name, frame.assign(age=frame["age"].where(number % 10 > 0)))
    check = result.checks().set_index("id").loc["missing_covariates"]
    assert check["verdict"] == "concern"
    assert result.spec.dropped["age missing"] in (size // 10, 3 * (size // 10))
    assert result.status in ("flagged", "fallback", "not_estimable")


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_e33_weights_that_are_none_are_refused(name: str) -> None:
    verb = WITH_WEIGHTS[name]
    for bad in (-1.0, np.inf):
        frame = study(30, weight=1.0)
        frame.loc[frame["id"] == "p3", "weight"] = bad
        with pytest.raises(rv.EstimationError) as caught:
            verb(outcome_for(name, frame))
        assert (caught.value.code, caught.value.column) == ("RE-E33", "weight")


def test_e33_weights_make_least_squares_robust_and_are_told() -> None:
    rng = np.random.default_rng(2)
    frame = study(60).assign(weight=lambda f: rng.uniform(0.5, 3, len(f)))
    own = outcome_for("linear", frame)
    model = rv.linear(own, "arm", wave=6, weights="weight")
    assert set(model.tidy()["method"]) == {"HC3"}
    assert "weights: weight" in model.methods()
    with pytest.raises(rv.EstimationError) as caught:
        rv.linear(own, "arm", wave=6, weights="weight", variance="model")
    assert caught.value.code == "RE-E33"
