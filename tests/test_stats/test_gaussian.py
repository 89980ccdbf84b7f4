"""Gaussian repeated measures against lme4, lmerTest, pbkrtest and nlme, and against theory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.stats.coefficients import row_df, row_test, rows_test
from recoveryeval.stats.gaussian.gaussian_df import kenward_roger, satterthwaite
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian.gaussian_likelihood import moments
from recoveryeval.stats.gaussian.gaussian_patterns import Patterns, from_rows
from recoveryeval.stats.gaussian.gaussian_structures import by_name, full, lower, random_effects

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "gaussian.json").read_text())
SETS = {s["name"]: s for s in GOLDEN["sets"]}
# Tolerances of the design, section 7: likelihood 1e-7, fixed effects and errors 1e-5, df 1e-3.
LIKELIHOOD, EFFECT, DF = 1e-7, 1e-5, 1e-3


def arrays(golden: dict[str, Any]) -> tuple[np.ndarray, ...]:
    """Return person, x, z, y of a data set."""
    return (
        np.array(golden["person"]),
        np.array(golden["x"], dtype=float),
        np.array(golden["z"], dtype=float),
        np.array(golden["y"], dtype=float),
    )


def fitted(patterns: Patterns, z: np.ndarray, y: np.ndarray, *, reml: bool) -> GaussianFit:
    """Return the fit of a random-effects model."""
    structure = random_effects(z.shape[1], float(np.var(y)), np.sqrt((z**2).mean(axis=0)))
    return fit_gaussian(patterns, structure, residual=True, reml=reml)


@pytest.mark.parametrize("name", SETS)
def test_mixed_models_equal_r(name: str) -> None:
    golden = SETS[name]
    person, x, z, y = arrays(golden)
    patterns = from_rows(person, x, z, y)
    fit = fitted(patterns, z, y, reml=True)
    assert fit.gradient_norm < 1e-6
    np.testing.assert_allclose(fit.log_likelihood, golden["reml"], rtol=LIKELIHOOD)
    ml = fitted(patterns, z, y, reml=False).log_likelihood
    np.testing.assert_allclose(ml, golden["ml"], rtol=LIKELIHOOD)
    errors = np.sqrt(np.diag(fit.at.covariance))
    np.testing.assert_allclose(fit.at.beta, golden["beta"], atol=EFFECT * errors.max(), rtol=EFFECT)
    np.testing.assert_allclose(errors, golden["std_error"], rtol=EFFECT)
    unit = np.eye(len(errors))
    df = [row_df(satterthwaite(fit), row) for row in unit]
    np.testing.assert_allclose(df, golden["satterthwaite"], rtol=DF)
    adjusted = kenward_roger(fit)
    np.testing.assert_allclose(
        np.diag(adjusted.covariance),
        np.diag(np.atleast_2d(golden["kr_covariance"])),
        rtol=EFFECT * 10,
    )
    df = [row_df(adjusted, row) for row in unit]
    np.testing.assert_allclose(df, golden["kenward_roger"], rtol=DF)


def test_an_unstructured_covariance_equals_gls() -> None:
    golden = GOLDEN["unstructured"]
    visit = np.eye(4)[np.array(golden["visit"]) - 1]
    y, x = np.array(golden["y"]), np.array(golden["x"], dtype=float)
    patterns = from_rows(np.array(golden["person"]), x, visit, y)
    fit = fit_gaussian(patterns, by_name("us", 4, float(np.var(y))), residual=False)
    np.testing.assert_allclose(fit.log_likelihood, golden["reml"], rtol=LIKELIHOOD)
    np.testing.assert_allclose(fit.at.beta, golden["beta"], rtol=EFFECT)
    np.testing.assert_allclose(
        np.sqrt(np.diag(fit.at.covariance)), golden["std_error"], rtol=EFFECT
    )
    # Complete data and a saturated mean: degrees of freedom are people less groups, exactly.
    assert row_df(satterthwaite(fit), np.eye(8)[5]) == pytest.approx(25, rel=1e-6)


def test_several_rows_give_the_same_f_as_one_when_there_is_one() -> None:
    person, x, z, y = arrays(SETS["sleepstudy_slope"])
    fit = fitted(from_rows(person, x, z, y), z, y, reml=True)
    row = np.array([[0.0, 1.0]])
    found = satterthwaite(fit)
    one, alone = rows_test(found, row), row_test(found, row[0], 0.95)
    assert one.statistic == pytest.approx(alone.statistic**2, rel=1e-12)
    assert one.p_value == pytest.approx(alone.p_value, rel=1e-9)
    assert alone.conf_low < alone.estimate < alone.conf_high
    assert one.df_denominator == pytest.approx(17.0, rel=1e-6)


def small(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return a small unbalanced data set."""
    person = np.repeat(np.arange(12), 3)[rng.permutation(36)[:30]]
    day = rng.integers(0, 3, 30).astype(float) + 0.1 * np.arange(30)
    x = np.column_stack([np.ones(30), day])
    return person, x, x, rng.normal(size=30) + person * 0.3 + day


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_gradient_and_hessian_are_those_of_the_deviance(seed: int) -> None:
    person, x, z, y = small(np.random.default_rng(seed))
    patterns = from_rows(person, x, z, y)
    phi = np.array([1.0, 0.2, 0.6, 0.8])
    for reml in (True, False):
        at = moments(patterns, phi, residual=True, reml=reml)
        assert at is not None
        for k, move in enumerate(1e-5 * np.eye(4)):
            up = moments(patterns, phi + move, residual=True, reml=reml)
            down = moments(patterns, phi - move, residual=True, reml=reml)
            assert up is not None
            assert down is not None
            slope = (up.deviance - down.deviance) / 2e-5
            assert at.gradient[k] == pytest.approx(slope, rel=1e-5, abs=1e-5)
            np.testing.assert_allclose(
                at.hessian[k], (up.gradient - down.gradient) / 2e-5, rtol=1e-4, atol=1e-4
            )


@given(st.permutations(range(30)))
@settings(max_examples=20, deadline=None)
def test_row_order_and_names_of_people_do_not_matter(order: list[int]) -> None:
    person, x, z, y = small(np.random.default_rng(7))
    phi = np.array([1.0, 0.2, 0.6, 0.8])
    first = moments(from_rows(person, x, z, y), phi, residual=True, reml=True)
    who = (person * 7 + 3) % 101
    shuffled = from_rows(who[order], x[order], z[order], y[order])
    second = moments(shuffled, phi, residual=True, reml=True)
    assert first is not None
    assert second is not None
    assert second.deviance == pytest.approx(first.deviance, rel=1e-12)
    np.testing.assert_allclose(second.beta, first.beta, rtol=1e-9)


def test_triangles_go_there_and_back() -> None:
    matrix = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])
    np.testing.assert_array_equal(full(lower(matrix), 3), matrix)


def test_joint_tests_equal_the_ones_of_r() -> None:
    for golden in GOLDEN["sets"]:
        if "joint" not in golden:
            continue
        person, x, z, y = arrays(golden)
        fit = fitted(from_rows(person, x, z, y), z, y, reml=True)
        rows = np.eye(x.shape[1])[1:]
        for found, expected in zip(
            (rows_test(satterthwaite(fit), rows), rows_test(kenward_roger(fit), rows)),
            (golden["joint"]["satterthwaite"], golden["joint"]["kenward_roger"]),
            strict=True,
        ):
            assert found.statistic == pytest.approx(expected[0], rel=1e-5)
            assert found.df_denominator == pytest.approx(expected[1], rel=1e-3)
            assert found.p_value == pytest.approx(expected[2], rel=1e-4)
