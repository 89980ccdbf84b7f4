"""parametric() on bracketed times: against survreg, re-derivations, closed forms and properties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import gamma, gammainc
from visits import interviews

import recoveryeval as rv
from recoveryeval.errors import EstimationError

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "interval"
SETS = sorted(path.stem for path in FOLDER.glob("*.json"))


def brought(frame: Any, **roles: str) -> rv.Outcome:
    """Return the outcome of a table of interviews."""
    return rv.interval_events(frame, left="left", right="right", unit="months", **roles)  # type: ignore[arg-type]


def golden(name: str) -> tuple[dict[str, Any], rv.Outcome]:
    """Return what R wrote and the outcome of the same rows."""
    found = json.loads((FOLDER / f"{name}.json").read_text())
    frame = pd.DataFrame(found["data"]).assign(weight=found["weighted"]["weight"])
    right = frame["right"].to_numpy(dtype=float)
    frame["right"] = np.where(right >= 0, right, np.inf)
    return found, brought(frame)


@pytest.mark.parametrize("distribution", ["exponential", "weibull", "log_normal", "log_logistic"])
@pytest.mark.parametrize("name", SETS)
def test_estimates_equal_survreg(name: str, distribution: Any) -> None:
    found, outcome = golden(name)
    expected = found["models"][distribution]
    model = rv.parametric(outcome, "group + covariate", distribution=distribution)
    assert model.glance()["log_likelihood"].iloc[0] == pytest.approx(
        expected["log_likelihood"], rel=1e-10
    )
    np.testing.assert_allclose(model.tidy()["estimate"], expected["theta"], rtol=2e-6, atol=1e-8)
    np.testing.assert_allclose(model.tidy()["std_error"], expected["std_error"], rtol=2e-6)


@pytest.mark.parametrize("name", SETS)
def test_weights_have_the_sandwich_of_numerical_derivatives(name: str) -> None:
    found, outcome = golden(name)
    model = rv.parametric(outcome, "group + covariate", weights="weight")
    expected = found["weighted"]
    np.testing.assert_allclose(model.tidy()["estimate"], expected["theta"], rtol=2e-6, atol=1e-8)
    np.testing.assert_allclose(model.tidy()["std_error"], expected["std_error"], rtol=1e-5)
    assert "robust" in model.tidy()["method"].iloc[0]
    assert model.glance()["n"].iloc[0] == len(outcome.data)


def maximum(value: Any, start: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Return maximum and standard errors of a log-likelihood, by means other than ours."""
    found = minimize(
        lambda t: -value(t),
        start,
        method="Nelder-Mead",
        options={"maxiter": 20_000, "maxfev": 20_000, "xatol": 1e-9, "fatol": 1e-12},
    )
    h, q = 1e-3, len(start)
    steps = np.eye(q) * h
    curve = np.array(
        [
            [
                (
                    value(found.x + a + b)
                    - value(found.x + a - b)
                    - value(found.x - a + b)
                    + value(found.x - a - b)
                )
                / (4 * h**2)
                for b in steps
            ]
            for a in steps
        ]
    )
    return found.x, np.sqrt(np.diag(np.linalg.inv(-curve)))


@pytest.mark.parametrize(
    ("distribution", "ratio"), [("weibull", "hazard"), ("log_logistic", "odds")]
)
def test_ratios_of_hazards_and_odds_equal_their_own_likelihood(
    distribution: Any, ratio: Any
) -> None:
    frame = interviews(5, 150)
    table = rv.parametric(brought(frame), "arm", distribution=distribution, ratio=ratio).tidy()
    left, right, x = frame["left"].to_numpy(), frame["right"].to_numpy(), frame["arm"] == "usual"

    def survival(theta: np.ndarray, time: np.ndarray) -> np.ndarray:
        rise = np.exp(theta[0] + theta[1] * x) * time ** np.exp(theta[2])
        return np.exp(-rise) if ratio == "hazard" else 1 / (1 + rise)

    def value(theta: np.ndarray) -> float:
        end = np.where(np.isinf(right), 0.0, survival(theta, np.where(np.isinf(right), 1.0, right)))
        return float(np.log(survival(theta, left) - end).sum())

    theta, error = maximum(value, [-3.0, 0.3, 0.1])
    np.testing.assert_allclose(table["estimate"], theta, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(table["std_error"], error, rtol=1e-4)
    assert table["term"].tolist() == ["intercept", "arm: usual", "log(shape)"]
    assert table["estimand"].iloc[1] == f"log ratio of {ratio}"


def test_a_spline_of_one_piece_is_the_weibull_hazard_form() -> None:
    outcome = brought(interviews(5, 150))
    line = rv.parametric(outcome, "arm", distribution="spline", knots=1)
    hazard = rv.parametric(outcome, "arm", ratio="hazard")
    np.testing.assert_allclose(
        line.tidy()["estimate"].iloc[:2], hazard.tidy()["estimate"].iloc[:2], rtol=1e-8
    )
    np.testing.assert_allclose(
        line.tidy()["std_error"].iloc[:2], hazard.tidy()["std_error"].iloc[:2], rtol=1e-6
    )
    richer = rv.parametric(outcome, "arm", distribution="spline", knots=2)
    assert (richer.glance()["log_likelihood"] > line.glance()["log_likelihood"]).all()
    with pytest.raises(EstimationError, match="RE-M43"):
        rv.parametric(outcome, distribution="spline", knots=9)


def test_the_restricted_mean_has_its_closed_form_and_groups_their_difference() -> None:
    outcome = brought(interviews(6, 200))
    model = rv.parametric(outcome, "arm", by="arm", horizon=12, times=[6])
    table = model.tidy().set_index("term")
    eta, scale = table.loc["intercept", "estimate"], np.exp(table.loc["log(scale)", "estimate"])
    power, size = 1 / scale, np.exp(eta)
    # Area under a Weibull curve up to 12: an incomplete gamma function and a rectangle.
    z = (12 / size) ** power
    area = size * gamma(1 + scale) * gammainc(1 + scale, z) + 12 * np.exp(-z)
    mean = model.tidy().query("estimand == 'restricted mean time'").set_index("group")
    assert mean.loc["peer", "estimate"] == pytest.approx(area, rel=1e-9)
    gap = model.tidy().query("estimand == 'difference in restricted mean time'").iloc[0]
    assert gap["contrast"] == "usual - peer"
    assert gap["estimate"] == pytest.approx(mean.loc["usual", "estimate"] - area, rel=1e-9)
    separate = np.hypot(mean.loc["usual", "std_error"], mean.loc["peer", "std_error"])
    assert gap["std_error"] != pytest.approx(separate, rel=1e-3)  # they share the shape
    at = model.tidy().query("estimand == 'survival'").set_index("group")
    assert at.loc["peer", "estimate"] == pytest.approx(np.exp(-((6 / size) ** power)), rel=1e-12)
    with pytest.raises(EstimationError, match="not on a log scale"):
        model.tidy(exponentiate=True)


def test_averages_over_people_are_of_everyone_moved_to_each_level() -> None:
    frame = interviews(6, 200)
    model = rv.parametric(brought(frame), "arm + age", by="arm", times=[6])
    table = model.tidy().set_index("term")["estimate"]
    eta = table["intercept"] + table["arm: usual"] + table["age"] * frame["age"]
    by_hand = np.exp(-np.exp((np.log(6) - eta) * np.exp(-table["log(scale)"]))).mean()
    rows = model.tidy().query("estimand == 'survival'").set_index("group")
    assert rows.loc["usual", "estimate"] == pytest.approx(by_hand, rel=1e-12)
    with pytest.raises(EstimationError, match="RE-M44"):
        rv.parametric(brought(frame), "arm", by="age", times=[6])


@settings(max_examples=6)
@given(st.integers(0, 2**32 - 1), st.sampled_from([7.0, 30.4375]))
def test_order_counts_labels_and_unit(seed: int, factor: float) -> None:
    frame = interviews(seed, 80)[["left", "right", "arm"]]
    first = rv.parametric(brought(frame), "arm").tidy()
    shuffled = rv.parametric(brought(frame.sample(frac=1, random_state=1)), "arm").tidy()
    cells = rv.parametric(brought(brought(frame).cells(by=["arm"]), n="n"), "arm").tidy()
    for other in (shuffled, cells):
        np.testing.assert_allclose(other["estimate"], first["estimate"], rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(other["std_error"], first["std_error"], rtol=1e-10)
    swapped = frame.assign(arm=frame["arm"].map({"peer": "z", "usual": "y"}))
    turned = rv.parametric(brought(swapped), "arm").tidy()
    assert turned["estimate"].iloc[1] == pytest.approx(-first["estimate"].iloc[1], rel=1e-7)
    scaled = frame.assign(left=frame["left"] * factor, right=frame["right"] * factor)
    longer = rv.parametric(brought(scaled), "arm").tidy()["estimate"] - first["estimate"]
    np.testing.assert_allclose(longer, [np.log(factor), 0, 0], atol=1e-7)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"distribution": "weibul"}, "RE-M45"),
        ({"ratio": "odds"}, "RE-M46"),
        ({"horizon": -1}, "RE-M29"),
        ({"times": [-3]}, "RE-M23"),
        ({"conf_level": 95}, "RE-M22"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, Any], code: str) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.parametric(brought(interviews(6, 40)), **options)
    assert caught.value.code == code
