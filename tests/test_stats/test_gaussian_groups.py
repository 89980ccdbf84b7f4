"""Random intercepts above people: against the whole covariance written out, and against R."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.stats.coefficients import row_df, rows_test
from recoveryeval.stats.gaussian.gaussian_df import kenward_roger, satterthwaite
from recoveryeval.stats.gaussian.gaussian_effects import group_effects
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian.gaussian_likelihood import Moments, moments
from recoveryeval.stats.gaussian.gaussian_patterns import Nesting, Patterns, from_rows
from recoveryeval.stats.gaussian.gaussian_structures import random_effects, with_levels
from recoveryeval.stats.gaussian.gaussian_sums import triangle


def clustered(seed: int) -> tuple[Patterns, np.ndarray, list[np.ndarray], np.ndarray]:
    """Return patterns of 3 sites, 7 coaches, 20 people; X with y last, every G_k, and phi."""
    rng = np.random.default_rng(seed)
    coach_of = np.r_[np.arange(7), rng.integers(0, 7, 13)]
    site_of = np.array([0, 0, 0, 1, 1, 2, 2])
    person = np.repeat(np.arange(20), rng.integers(1, 5, 20))
    day = rng.choice([0.0, 1.0, 2.0, 5.0], len(person))
    x = np.column_stack([np.ones(len(person)), day, coach_of[person] % 2])
    z = x[:, :2]
    y = (
        rng.normal(size=len(person))
        + rng.normal(size=20)[person]
        + rng.normal(size=7)[coach_of][person]
    )
    leaf = coach_of[person]
    above = np.hstack([np.eye(3)[site_of], np.eye(7)])
    nesting = Nesting(leaf, above, np.repeat([0, 1], [3, 7]))
    patterns = from_rows(person, x, z, y, nesting=nesting, turn=bool(seed % 2))
    same = (person[:, None] == person).astype(float)
    g = [
        same * (np.outer(z[:, i], z[:, j]) + (np.outer(z[:, j], z[:, i]) if i != j else 0.0))
        for i, j in triangle(2)
    ]
    g.append(np.eye(len(y)))
    g.append((site_of[leaf][:, None] == site_of[leaf]).astype(float))
    g.append((leaf[:, None] == leaf).astype(float))
    phi = np.array([1.0, 0.1, 0.3, 0.8, rng.choice([0.0, 0.4]), 0.6])
    return patterns, np.column_stack([x, y]), g, phi


def written_out(wide: np.ndarray, g: list[np.ndarray], phi: np.ndarray, reml: bool) -> Moments:
    """Return the moments from whole matrices, by the textbook."""
    x, y = wide[:, :-1], wide[:, -1]
    inverse = np.linalg.inv(np.tensordot(phi, np.array(g), 1))
    covariance = np.linalg.inv(x.T @ inverse @ x)
    p = inverse - inverse @ x @ covariance @ x.T @ inverse
    middle = p if reml else inverse
    mg = [middle @ k for k in g]
    xi = x.T @ inverse
    rest = (len(y) - reml * x.shape[1]) * np.log(2 * np.pi)
    deviance = (
        -np.linalg.slogdet(inverse)[1] + y @ p @ y + rest
        - reml * np.linalg.slogdet(covariance)[1]
    )  # fmt: skip
    information = np.array([[np.trace(a @ b) for b in mg] for a in mg])
    py = [p @ k @ p @ y for k in g]
    hessian = -information + 2 * np.array([[y @ p @ k @ q for q in py] for k in g])
    return Moments(
        deviance=float(deviance),
        gradient=np.array([np.trace(m) - y @ p @ k @ p @ y for m, k in zip(mg, g, strict=True)]),
        hessian=hessian,
        information=information,
        beta=covariance @ xi @ y,
        covariance=covariance,
        p_terms=np.array([-xi @ k @ xi.T for k in g]),
        q_terms=np.array([[xi @ k @ inverse @ m @ xi.T for m in g] for k in g]),
    )


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=15, deadline=None)
def test_groups_by_woodbury_equal_the_whole_covariance(seed: int, reml: bool) -> None:
    patterns, wide, g, phi = clustered(seed)
    found = moments(patterns, phi, residual=True, reml=reml)
    assert found is not None
    expected = written_out(wide, g, phi, reml)
    both = (expected.q_terms + np.swapaxes(expected.q_terms, 0, 1)) / 2
    assert found.deviance == pytest.approx(expected.deviance, rel=1e-10)
    for name in ("gradient", "hessian", "information", "beta", "covariance", "p_terms"):
        np.testing.assert_allclose(
            getattr(found, name), getattr(expected, name), rtol=1e-8, atol=1e-8, err_msg=name
        )
    np.testing.assert_allclose(found.q_terms, both, rtol=1e-8, atol=1e-8)


GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "nested.json").read_text())
SETS = {s["name"]: s for s in GOLDEN["sets"]}


def arrays(golden: dict[str, Any]) -> tuple[Patterns, np.ndarray, list[str]]:
    """Return patterns, random-effects design and the innermost groups' labels in order."""
    data = {k: np.array(v) for k, v in golden["data"].items()}
    ones = np.ones(len(data["score"]))
    columns = [ones]
    if "arm" in data:
        coached, visit = data["arm"] == "coached", data["visit"]
        columns += [coached, visit, *([data["age"]] if len(golden["beta"]) == 5 else [])]
        columns.append(coached * visit)
    z = np.column_stack([ones, data["visit"]]) if golden["name"] == "slopes" else ones[:, None]
    labels, leaf = np.unique(data[golden["groups"][-1]], return_inverse=True)
    blocks = []
    for name in golden["groups"]:
        outer, code = np.unique(data[name], return_inverse=True)
        upper = np.zeros((len(labels), len(outer)))
        upper[leaf, code] = 1
        blocks.append(upper)
    level = np.repeat(np.arange(len(blocks)), [b.shape[1] for b in blocks])
    person = np.unique(data["person"], return_inverse=True)[1]
    nesting = Nesting(leaf, np.hstack(blocks), level)
    x = np.column_stack(columns).astype(float)
    return from_rows(person, x, z, data["score"], nesting=nesting, turn=True), z, list(labels)


def fits(golden: dict[str, Any]) -> tuple[Patterns, GaussianFit, GaussianFit, list[str]]:
    """Return patterns, the restricted and the full fit, and labels."""
    patterns, z, labels = arrays(golden)
    inner = random_effects(z.shape[1], 10.0, np.sqrt((z**2).mean(axis=0)))
    structure = with_levels(inner, patterns.levels, 10.0)
    fit = fit_gaussian(patterns, structure, residual=True)
    ml = fit_gaussian(patterns, structure, residual=True, reml=False, start=fit.free)
    return patterns, fit, ml, labels


@pytest.mark.parametrize("name", SETS)
def test_nested_models_equal_r(name: str) -> None:
    golden = SETS[name]
    patterns, fit, ml, labels = fits(golden)
    np.testing.assert_allclose(fit.log_likelihood, golden["reml"], rtol=1e-7)
    np.testing.assert_allclose(ml.log_likelihood, golden["ml"], rtol=1e-7)
    np.testing.assert_allclose(fit.at.beta, golden["beta"], rtol=1e-5)
    effects = group_effects(patterns, fit, patterns.levels - 1)
    assert labels == golden["effects"]["labels"]
    np.testing.assert_allclose(effects.estimate, golden["effects"]["estimate"], rtol=1e-4)
    np.testing.assert_allclose(effects.std_error, golden["effects"]["std_error"], rtol=1e-4)
    between = golden["variances"]["coach (Intercept) NA"]
    np.testing.assert_allclose(effects.variance, between, rtol=1e-4)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("adjust", [satterthwaite, kenward_roger])
def test_nested_tests_equal_r(name: str, adjust: Any) -> None:
    golden = SETS[name]
    found, kr = adjust(fits(golden)[1]), adjust is kenward_roger
    unit, key = np.eye(len(found.beta)), "kenward_roger" if kr else "satterthwaite"
    errors = np.sqrt(np.diag(found.covariance))
    np.testing.assert_allclose(errors, golden["kr_std_error" if kr else "std_error"], rtol=1e-5)
    np.testing.assert_allclose([row_df(found, row) for row in unit], golden[key], rtol=1e-3)
    if golden["joint"]:
        joint = rows_test(found, unit[1:])
        expected = golden["joint"][key][:2]
        np.testing.assert_allclose([joint.statistic, joint.df_denominator], expected, rtol=1e-3)
