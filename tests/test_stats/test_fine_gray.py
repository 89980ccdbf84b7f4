"""Fine-Gray beyond what R can be asked: exact influence, special cases, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.fine_gray import fine_gray, fine_gray_faults
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.competing.fine_gray_influence import (
    fine_gray_covariance,
    fine_gray_influence,
)
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.survival.cells import make_cells


def study(seed=0, size=60, late=False, causes=2):
    rng = np.random.default_rng(seed)
    time = rng.integers(1, 15, size).astype(float)
    cause = rng.integers(0, causes + 1, size)
    entry = np.where(rng.random(size) < 0.4, np.floor(time * rng.random(size)), -np.inf)
    x = np.column_stack([np.arange(size) % 2, rng.normal(size=size)])
    n, weight = rng.integers(1, 4, size).astype(float), rng.choice([0.5, 1, 2], size)
    cells = make_cells(
        time,
        cause,
        entry=np.where(entry < time, entry, -np.inf) if late else None,
        n=n,
        weight=weight,
        cluster=rng.integers(0, 9, size),
    )
    return cells, x, rng.integers(0, 2, size)


def moved_by_one_person(cells, x, i, **options):
    """Move the number of people in one cell, and see how the coefficients follow."""
    step = 1e-4
    ends = []
    for side in (1, -1):
        n = cells.n.copy()
        n[i] += side * step
        ends.append(fine_gray(fine_gray_data(replace(cells, n=n), x, **options)).coefficients)
    return (ends[0] - ends[1]) / (2 * step)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("grouped", [False, True])
def test_influence_is_the_derivative_by_each_row(late, grouped):
    cells, x, group = study(late=late)
    options = {"censoring_group": group} if grouped else {}
    pulls = fine_gray_influence(fine_gray(fine_gray_data(cells, x, **options)))
    for i in range(0, 60, 3):
        moved = moved_by_one_person(cells, x, i, **options)
        np.testing.assert_allclose(pulls[i], moved, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("ties", ["finegray", "crr"])
def test_without_competing_events_it_is_the_cox_model(ties):
    cells, x, _ = study(causes=1)
    fit, plain = (
        fine_gray(fine_gray_data(cells, x, ties=ties)),
        cox(cox_data(cells, x, ties="breslow")),
    )
    np.testing.assert_allclose(fit.coefficients, plain.coefficients, rtol=1e-10)
    np.testing.assert_allclose(fit.log_likelihood, plain.log_likelihood, rtol=1e-12)
    np.testing.assert_allclose(
        fine_gray_covariance(fit, cells.cluster), robust_covariance(plain, cells.cluster), rtol=1e-9
    )


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["finegray", "crr"]), st.randoms())
def test_order_and_counts_do_not_matter(seed, ties, random):
    cells, x, _ = study(seed)
    base = fine_gray(fine_gray_data(cells, x, ties=ties))
    repeat = np.repeat(np.arange(60), cells.n.astype(int))
    random.shuffle(repeat)
    rows = replace(cells.where(repeat), n=np.ones(repeat.size))
    fit = fine_gray(fine_gray_data(rows, x[repeat], ties=ties))
    if base.ending == "converged":
        np.testing.assert_allclose(fit.coefficients, base.coefficients, rtol=1e-10, atol=1e-10)
        for known in (False, True):
            a = fine_gray_covariance(base, cells.cluster, weights_known=known)
            b = fine_gray_covariance(fit, rows.cluster, weights_known=known)
            np.testing.assert_allclose(a, b, rtol=1e-9)
            a = fine_gray_covariance(base, weights_known=known)
            b = fine_gray_covariance(fit, weights_known=known)
            np.testing.assert_allclose(a, b, rtol=1e-9)
    assert base.ending == fit.ending


def test_swapping_the_arms_inverts_the_ratio():
    cells, x, _ = study()
    a = fine_gray(fine_gray_data(cells, x)).coefficients
    b = fine_gray(fine_gray_data(cells, x * [-1, 1] + [1, 0])).coefficients
    np.testing.assert_allclose(a * [-1, 1], b, rtol=1e-10)


def test_an_arm_without_the_event_has_no_number():
    cells, x, _ = study()
    cause = np.where((x[:, 0] == 1) & (cells.cause == 1), 2, cells.cause)
    fit = fine_gray(fine_gray_data(replace(cells, cause=cause), x))
    assert fit.ending == "monotone"
    assert fit.diverging == (0,)
    assert np.isnan(fine_gray_covariance(fit)).all()


def test_no_events_and_collinear_columns():
    cells, x, _ = study()
    assert fine_gray(fine_gray_data(cells, x, cause=3)).ending == "no events"
    doubled = fine_gray_data(cells, np.column_stack([x, x[:, 0] - x[:, 1]]))
    assert fine_gray_faults(doubled).collinear == (2,)
    with pytest.raises(EstimationError, match="RE-E18"):
        fine_gray(doubled)


def test_what_has_no_meaning_is_refused():
    cells, x, group = study(late=True)
    with pytest.raises(EstimationError, match="delayed entry"):
        fine_gray_data(cells, x, ties="crr")
    with pytest.raises(EstimationError, match="change over time"):
        fine_gray_data(replace(cells, cause=np.where(cells.cause == 2, -1, cells.cause)), x)
    with pytest.raises(EstimationError, match="strata of the baseline"):
        fine_gray_data(replace(cells, stratum=group), x)
    gap = make_cells([2.0, 3, 9, 9], [2, 1, 1, 0], entry=[0, 0, 5, 5])
    with pytest.raises(EstimationError, match="nobody is under observation"):
        fine_gray_data(gap, [[0.0], [1], [0], [1]])
