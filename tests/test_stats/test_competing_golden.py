"""Aalen-Johansen, Gray and Fine-Gray against R's survival and cmprsk."""

from __future__ import annotations

import numpy as np
import pytest
from golden_sets import Golden, golden, names

from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.competing.fine_gray import FineGrayFit, fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_covariance
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.survival.cells import make_cells

SETS = names("competing")
EXACT = {"rtol": 1e-10, "atol": 1e-14}
MODEL = {"rtol": 1e-8}


def cells_of(case: Golden, *columns: str):
    return make_cells(
        case.data["time"],
        case.data["event"],
        **{k: case.data[k] for k in ("entry", "weight", *columns) if k in case.data},
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("error", ["std_error", "cluster_error"])
def test_incidence(name, error):
    case = golden("competing", name)
    r = case.values["incidence"]
    cells = cells_of(case, "cluster")
    ours = aalen_johansen(cells, int(case.data["event"].max()), clustered="cluster" in error)
    place = np.searchsorted(ours.time, np.ravel(r["time"]))
    np.testing.assert_array_equal(ours.time[place], r["time"])
    np.testing.assert_allclose(ours.incidence[:, place], r["incidence"], **EXACT)
    np.testing.assert_allclose(ours.survival[place], r["survival"], **EXACT)
    np.testing.assert_allclose(ours.std_error[:, place], r[error], **EXACT)


@pytest.mark.parametrize("name", [n for n in SETS if golden("competing", n).values["aalen"]])
def test_aalen_variance(name):
    case = golden("competing", name)
    r = case.values["aalen"]
    ours = aalen_johansen(cells_of(case), int(case.data["event"].max()))
    place = np.searchsorted(ours.time, r["time"])
    np.testing.assert_allclose(ours.aalen_error[:, place] ** 2, r["variance"], **EXACT)


@pytest.mark.parametrize("name", [n for n in SETS if golden("competing", n).values["gray"]])
@pytest.mark.parametrize("form", ["rho0", "rho1", "stratified"])
def test_gray(name, form):
    case = golden("competing", name)
    columns = ("group", "stratum") if form == "stratified" else ("group",)
    cells = cells_of(case, *columns)
    for cause, (statistic, _, df) in enumerate(case.values["gray"][form], start=1):
        ours = gray_test(
            cells, int(case.data["group"].max()) + 1, cause=cause, rho=float(form == "rho1")
        )
        np.testing.assert_allclose(ours.statistic, statistic, rtol=1e-10)
        assert ours.df == df


def fitted(case: Golden, **options) -> FineGrayFit:
    return fine_gray(fine_gray_data(cells_of(case), case.data["X"], **options))


@pytest.mark.parametrize("name", [n for n in SETS if golden("competing", n).values["crr"]])
@pytest.mark.parametrize("form", ["plain", "grouped"])
def test_fine_gray_by_the_rule_of_crr(name, form):
    case = golden("competing", name)
    r = case.values["crr"][form]
    group = case.data["stratum"] if form == "grouped" else None
    fit = fitted(case, ties="crr", censoring_group=group)
    np.testing.assert_allclose(fit.coefficients, r["coef"], **MODEL)
    np.testing.assert_allclose(
        [fit.log_likelihood, fit.log_likelihood_null], [r["loglik"], r["null"]], **MODEL
    )
    if form == "plain":
        np.testing.assert_allclose(fine_gray_covariance(fit), r["covariance"], **MODEL)
    else:  # crr's variance with groups is not the derivative; ours is (test_fine_gray.py)
        ours, theirs = np.diag(fine_gray_covariance(fit)), np.diag(r["covariance"])
        np.testing.assert_allclose(ours, theirs, rtol=5e-3)


@pytest.mark.parametrize("name", SETS)
def test_fine_gray_by_the_rule_of_finegray(name):
    case = golden("competing", name)
    r = case.values["finegray"]
    fit = fitted(case)
    np.testing.assert_allclose(fit.coefficients, np.ravel(r["coef"]), **MODEL)
    np.testing.assert_allclose([fit.log_likelihood_null, fit.log_likelihood], r["loglik"], **MODEL)
    known = fine_gray_covariance(fit, case.data["cluster"], weights_known=True)
    np.testing.assert_allclose(known, r["covariance_weights_known"], **MODEL)
