"""Incidence predicted by a Fine-Gray model, and its error as an exact derivative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from golden_sets import golden, names

from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.competing.fine_gray import fine_gray
from recoveryeval.stats.competing.fine_gray_curve import fine_gray_curve
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.survival.cells import make_cells

WITH_CRR = [n for n in names("competing") if golden("competing", n).values["crr"]]


@pytest.mark.parametrize("name", WITH_CRR)
def test_against_crr(name):
    case = golden("competing", name)
    r = case.values["crr"]
    cells = make_cells(case.data["time"], case.data["event"])
    fit = fine_gray(fine_gray_data(cells, case.data["X"], ties="crr"))
    ours = fine_gray_curve(fit, [r["at"]], r["time"])
    np.testing.assert_allclose(ours.incidence, r["incidence"], rtol=1e-8)


@pytest.mark.parametrize("late", [False, True])
def test_pulls_are_derivatives(late):
    rng = np.random.default_rng(5)
    size = 50
    time, cause = rng.integers(2, 14, size).astype(float), rng.integers(0, 3, size)
    entry = np.where(rng.random(size) < 0.5, rng.integers(0, 2, size), -np.inf) if late else None
    cells = make_cells(time, cause, entry=entry, weight=rng.choice([0.5, 1.0, 2.0], size))
    x, at = rng.normal(size=(size, 2)), np.array([1.5, 4, 9])
    group = rng.integers(0, 2, size)

    def curve(n):
        fit = fine_gray(fine_gray_data(replace(cells, n=n), x, censoring_group=group))
        return fine_gray_curve(fit, x[:9], at, weight=np.arange(1.0, 10))

    pulls = curve(cells.n).influence
    for i in range(0, size, 4):
        step = 1e-4 * (np.arange(size) == i)
        slope = (curve(cells.n + step).incidence - curve(cells.n - step).incidence) / 2e-4
        np.testing.assert_allclose(pulls[i], slope, rtol=1e-5, atol=1e-8)


def test_without_covariates_that_matter_it_is_close_to_aalen_johansen():
    rng = np.random.default_rng(1)
    time, cause = np.ceil(rng.exponential(20, 3000)), rng.integers(0, 3, 3000)
    cells = make_cells(time, cause)
    x = rng.normal(size=(3000, 1))
    at = np.array([5.0, 20, 40])
    curve = fine_gray_curve(fine_gray(fine_gray_data(cells, x)), x, at)
    direct = aalen_johansen(cells, 2)
    place = np.searchsorted(direct.time, at)
    np.testing.assert_allclose(curve.incidence, direct.incidence[0, place], rtol=0.01)
    np.testing.assert_allclose(curve.std_error(), direct.std_error[0, place], rtol=0.03)


def test_a_difference_of_one_curve_from_itself_is_certain():
    rng = np.random.default_rng(2)
    cells = make_cells(rng.integers(1, 9, 60), rng.integers(0, 3, 60))
    x = rng.normal(size=(60, 1))
    fit = fine_gray(fine_gray_data(cells, x))
    a, b = (fine_gray_curve(fit, [[v]], [3.0, 6.0]) for v in (0.0, 1.0))
    np.testing.assert_allclose(a.difference_error(a), 0.0)
    assert (a.difference_error(b, np.arange(60) // 5) > 0).all()
