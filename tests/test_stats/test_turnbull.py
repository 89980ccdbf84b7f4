"""Turnbull's estimate: optimality, half-open intervals, and its special cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_files import oracle

from recoveryeval.errors import EstimationError
from recoveryeval.stats.bracketed.turnbull import turnbull, turnbull_bootstrap
from recoveryeval.stats.survival.cells import make_cells
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table


def visits(seed, size, exact=0.2):
    rng = np.random.default_rng(seed)
    time = rng.weibull(1.3, size) * 20
    left, right, seen = np.zeros(size), np.full(size, np.inf), np.zeros(size)
    for _ in range(6):
        later = seen + rng.integers(2, 7, size)
        caught = (time > seen) & (time <= later)
        left[caught], right[caught], seen = seen[caught], later[caught], later
    left[time > seen] = seen[time > seen]
    known = (rng.random(size) < exact) & np.isfinite(right)
    left[known] = right[known]
    return left, right, rng.integers(1, 4, size).astype(float)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 120))
def test_no_other_estimate_is_more_likely(seed, size):
    left, right, n = visits(seed, size)
    fit = turnbull(left, right, n)
    assert fit.converged
    assert fit.gradient <= 1 + 1e-8
    np.testing.assert_allclose(fit.mass.sum(), 1.0, rtol=1e-12)
    assert (fit.mass >= 0).all()
    # The certificate, once more and from the intervals themselves.
    inside = (left[:, None] <= fit.lower) & (fit.upper <= right[:, None])
    point = fit.lower == fit.upper
    inside &= ~(point & (left[:, None] == fit.lower) & (left < right)[:, None])
    inside &= ~((left == right)[:, None] & ~point)
    gradient = (n[:, None] * inside / (inside @ fit.mass)[:, None]).sum(axis=0) / n.sum()
    assert gradient.max() <= 1 + 1e-8
    np.testing.assert_allclose(gradient[fit.mass > 1e-6], 1.0, atol=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.randoms())
def test_order_and_counts_do_not_matter(seed, random):
    left, right, n = visits(seed, 40)
    repeat = np.repeat(np.arange(40), n.astype(int))
    random.shuffle(repeat)
    cells, rows = (
        turnbull(left, right, n),
        turnbull(left[repeat], right[repeat], np.ones(repeat.size)),
    )
    np.testing.assert_allclose(cells.log_likelihood, rows.log_likelihood, rtol=1e-10)
    np.testing.assert_allclose(cells.mass, rows.mass, atol=1e-5)


def test_against_the_certified_oracle():
    r = oracle("07_turnbull")
    certified = oracle("07b_turnbull_kkt")
    left = np.array(r["input"]["left"], float)
    right = np.array([np.inf if v is None else v for v in r["input"]["right"]], float)
    fit = turnbull(left, right, np.ones(left.size))
    np.testing.assert_array_equal(fit.lower, certified["lower"])
    np.testing.assert_allclose(fit.mass, certified["mass"], atol=1e-9)
    np.testing.assert_allclose(fit.log_likelihood, certified["loglik"], rtol=1e-12)


def test_right_censored_times_give_the_kaplan_meier_curve():
    rng = np.random.default_rng(6)
    time, event = rng.integers(1, 12, 50).astype(float), rng.random(50) < 0.6
    fit = turnbull(time, np.where(event, time, np.inf), np.ones(50))
    curve = product_limit(risk_table(make_cells(time, event)))
    low, high = fit.survival(curve.time[:-1])
    np.testing.assert_allclose(low, curve.survival[:-1], atol=1e-8)
    np.testing.assert_allclose(high, curve.survival[:-1], atol=1e-8)


def test_intervals_are_open_on_the_left():
    # Known by week 4 for one, not yet in week 4 for the other: they cannot share a time.
    fit = turnbull(np.array([0.0, 4.0]), np.array([4.0, 8.0]), np.ones(2))
    np.testing.assert_allclose(fit.mass, [0.5, 0.5])
    low, high = fit.survival(np.array([0.0, 2.0, 4.0, 6.0, 8.0]))
    np.testing.assert_allclose(low, [1, 0.5, 0.5, 0, 0], atol=1e-12)
    np.testing.assert_allclose(high, [1, 1, 0.5, 0.5, 0], atol=1e-12)


def test_bootstrap_follows_its_generator():
    left, right, n = visits(1, 30)
    at = np.array([4.0, 12.0])
    runs = [
        turnbull_bootstrap(left, right, n, at, repeats=20, rng=np.random.default_rng(7))
        for _ in range(2)
    ]
    np.testing.assert_array_equal(runs[0][0], runs[1][0])
    assert (runs[0][0] <= runs[0][1] + 1e-12).all()
    assert runs[0][0].std(axis=0).min() > 0


def test_intervals_that_end_before_they_begin_are_refused():
    with pytest.raises(EstimationError, match="RE-E27"):
        turnbull(np.array([3.0, 1.0]), np.array([2.0, 5.0]), np.ones(2))
