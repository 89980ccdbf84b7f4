"""Likelihoods of counts: their slopes, their maxima against R, and fits that have none."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from golden_sets import FOLDER
from scipy import optimize, stats

from recoveryeval.stats.answers.count_families import SPREAD, slopes
from recoveryeval.stats.answers.count_fit import count_fit
from recoveryeval.stats.answers.count_records import CountData, CountFit

GOLDEN = json.loads((FOLDER / "counts.json").read_text())
FAMILIES: tuple[Any, ...] = (
    "poisson", "binomial", "negative-binomial", "truncated", "truncated-poisson", "beta-binomial",
)  # fmt: skip


def columns(name: str) -> dict[str, np.ndarray]:
    return {k: np.array(v, dtype=float) for k, v in GOLDEN[name]["data"].items()}


def fitted(family: Any, y: np.ndarray, exposure: np.ndarray, *x: np.ndarray) -> CountFit:
    design = np.column_stack([np.ones(y.size), *x])
    return count_fit(CountData(y, exposure, design, np.ones(y.size)), family)


def errors(fit: CountFit) -> np.ndarray:
    return np.sqrt(np.diag(np.linalg.inv(fit.information)))


@pytest.mark.parametrize("tau", [-1.0, 0.7, 3.0])
@pytest.mark.parametrize("family", FAMILIES)
def test_derivatives_equal_differences(family: Any, tau: float) -> None:
    rng = np.random.default_rng(0)
    m = rng.integers(5, 30, 40).astype(float)
    y = np.maximum(rng.binomial(m.astype(int), 0.3), 1).astype(float)
    eta, h = rng.normal(-0.5, 0.5, 40), 1e-5

    def change(name: str, by_eta: float, by_tau: float) -> np.ndarray:
        up, down = (slopes(family, y, m, eta + s * by_eta, tau + s * by_tau) for s in (1.0, -1.0))
        return np.asarray((getattr(up, name) - getattr(down, name)) / (2 * h))

    here = slopes(family, y, m, eta, tau)
    np.testing.assert_allclose(here.e, change("value", h, 0), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(here.ee, change("e", h, 0), rtol=1e-6, atol=1e-7)
    if family in SPREAD:
        np.testing.assert_allclose(here.t, change("value", 0, h), rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(here.et, change("e", 0, h), rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(here.tt, change("t", 0, h), rtol=1e-6, atol=1e-7)


def test_likelihoods_are_those_of_scipy() -> None:
    y, m, mean = np.arange(6.0), np.full(6, 9.0), np.full(6, 2.5)
    log_mean, p = np.log(mean / m), 0.3
    theta = np.exp(0.4)
    found = slopes("negative-binomial", y, m, log_mean, 0.4).value
    whole = stats.nbinom(theta, theta / (theta + mean))
    np.testing.assert_allclose(found, whole.logpmf(y), rtol=1e-12)
    some = slopes("truncated", y[1:], m[1:], log_mean[1:], 0.4).value
    np.testing.assert_allclose(some, whole.logpmf(y)[1:] - np.log1p(-whole.pmf(0))[1:], rtol=1e-12)
    whole = stats.poisson(mean)
    some = slopes("truncated-poisson", y[1:], m[1:], log_mean[1:], 0.0).value
    np.testing.assert_allclose(some, (whole.logpmf(y) - np.log1p(-whole.pmf(0)))[1:], rtol=1e-12)
    logit = np.full(6, np.log(p / (1 - p)))
    days = slopes("beta-binomial", y, m, logit, 0.4).value
    np.testing.assert_allclose(
        days, stats.betabinom(9, p * theta, (1 - p) * theta).logpmf(y), rtol=1e-12
    )


@pytest.mark.parametrize("family", ["poisson", "negative-binomial"])
def test_coefficients_equal_those_of_mass(family: Any) -> None:
    d, r = columns("epil"), GOLDEN["epil"][family]
    fit = fitted(family, d["y"], d["exposure"], d["arm"], d["lbase"])
    np.testing.assert_allclose(fit.beta, r["coef"], rtol=1e-8)
    np.testing.assert_allclose(fit.log_likelihood, r["loglik"], rtol=1e-10)
    if family != "poisson":
        np.testing.assert_allclose(np.exp(fit.tau), r["theta"], rtol=1e-8)


def test_the_hurdle_parts_reach_at_least_the_maxima_of_pscl_and_glmmtmb() -> None:
    """Both stop early: ours is not lower, and their estimates are as far off as they stopped."""
    d, r = columns("hurdle"), GOLDEN["hurdle"]
    some = d["art"] > 0
    whether = fitted("binomial", 1.0 * some, np.ones(some.size), d["women"], d["ment"])
    many = fitted(
        "truncated", d["art"][some], np.ones(some.sum()), d["women"][some], d["ment"][some]
    )
    np.testing.assert_allclose(whether.beta, r["any"]["coef"], rtol=1e-8)
    np.testing.assert_allclose(errors(whether), r["any"]["std_error"], rtol=1e-8)
    np.testing.assert_allclose(
        whether.log_likelihood + many.log_likelihood, r["loglik"], rtol=1e-10
    )
    assert many.log_likelihood > r["some"]["loglik"] - 1e-9
    np.testing.assert_allclose(many.beta, r["some"]["coef"], atol=2e-5)
    np.testing.assert_allclose(errors(many)[:3], r["some"]["std_error"], rtol=1e-4)


def test_correlated_days_reach_at_least_the_maximum_of_glmmtmb() -> None:
    d, r = columns("cbpp"), GOLDEN["cbpp"]
    fit = fitted("beta-binomial", d["incidence"], d["size"], d["late"])
    assert fit.log_likelihood > r["loglik"] - 1e-10
    np.testing.assert_allclose(fit.beta, r["coef"], atol=1e-6)
    np.testing.assert_allclose(np.exp(fit.tau), r["phi"], rtol=1e-5)
    np.testing.assert_allclose(errors(fit)[:2], r["std_error"], rtol=1e-5)


def test_another_optimizer_ends_at_the_same_point() -> None:
    d = columns("cbpp")

    def less(point: np.ndarray) -> float:
        p, phi = 1 / (1 + np.exp(-(point[0] + point[1] * d["late"]))), np.exp(point[2])
        model = stats.betabinom(d["size"].astype(int), p * phi, (1 - p) * phi)
        return -float(model.logpmf(d["incidence"]).sum())

    other = optimize.minimize(
        less,
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000},
    )
    fit = fitted("beta-binomial", d["incidence"], d["size"], d["late"])
    np.testing.assert_allclose(fit.point, other.x, atol=1e-5)


def test_counts_without_extra_spread_end_at_the_limit() -> None:
    even = np.tile([2.0, 3.0], 20)
    assert fitted("truncated", even, np.ones(40)).family == "truncated-poisson"
    assert fitted("negative-binomial", even, np.ones(40)).family == "poisson"
    assert fitted("beta-binomial", even, np.full(40, 10.0)).family == "binomial"


def test_a_group_without_events_is_told_apart() -> None:
    y, group = np.tile([0.0, 3.0], 10), np.tile([1.0, 0.0], 10)
    for family in ("poisson", "negative-binomial", "beta-binomial"):
        assert fitted(family, y, np.full(20, 9.0), group).ending == "separated"


def test_copies_of_a_row_are_an_amount() -> None:
    rng = np.random.default_rng(2)
    y, x, n = rng.negative_binomial(1, 0.3, 40), rng.normal(size=40), rng.integers(1, 4, 40)
    design = np.column_stack([np.ones(40), x])
    short = count_fit(CountData(y * 1.0, np.ones(40), design, n * 1.0), "negative-binomial")
    rows = np.repeat(np.arange(40), n)
    long = count_fit(
        CountData(y[rows] * 1.0, np.ones(rows.size), design[rows], np.ones(rows.size)),
        "negative-binomial",
    )
    np.testing.assert_allclose(short.point, long.point, rtol=1e-10)
    np.testing.assert_allclose(short.information, long.information, rtol=1e-10)
