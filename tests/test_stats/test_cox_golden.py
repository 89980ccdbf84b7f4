"""Cox models against R's survival on the data sets of tests/golden/cox.R."""

from __future__ import annotations

import numpy as np
import pytest
from golden_sets import Golden, golden, names

from recoveryeval.stats.hazards.cox_curve import baseline_hazard, cox_curve
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import CoxFit, cox
from recoveryeval.stats.hazards.cox_residuals import (
    influence,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from recoveryeval.stats.hazards.cox_robust import robust_covariance, robust_score_test
from recoveryeval.stats.hazards.cox_tests import likelihood_ratio, wald
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards

SETS = names("cox")
TOLERANCE = 1e-8
TIES = ("efron", "breslow")


def fitted(case: Golden, ties: str = "efron") -> CoxFit:
    return cox(cox_data(case.cells(), case.data["X"], ties=ties))


def test_the_sets_are_there():
    assert len(SETS) >= 8


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("ties", TIES)
def test_estimates(name, ties):
    case = golden("cox", name)
    fit, r = fitted(case, ties), case.values[ties]
    np.testing.assert_allclose(fit.coefficients, np.ravel(r["coef"]), rtol=TOLERANCE)
    np.testing.assert_allclose(fit.covariance, np.atleast_2d(r["covariance"]), rtol=TOLERANCE)
    np.testing.assert_allclose(
        [fit.log_likelihood_null, fit.log_likelihood], r["loglik"], rtol=TOLERANCE
    )
    np.testing.assert_allclose(fit.score_statistic, r["score"], rtol=TOLERANCE)
    np.testing.assert_allclose(
        likelihood_ratio(fit), 2 * (r["loglik"][1] - r["loglik"][0]), rtol=TOLERANCE
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("ties", TIES)
@pytest.mark.parametrize("form", ["robust", "cluster"])
def test_robust_errors(name, ties, form):
    case = golden("cox", name)
    r = case.values[f"{ties}_{form}"]
    if r is None:
        pytest.skip("this set has no clusters")
    cluster = case.data["cluster"] if form == "cluster" else None
    fit = fitted(case, ties)
    covariance = robust_covariance(fit, cluster)
    np.testing.assert_allclose(covariance, np.atleast_2d(r["covariance"]), rtol=TOLERANCE)
    np.testing.assert_allclose(wald(fit.coefficients, covariance), r["wald"], rtol=TOLERANCE)
    np.testing.assert_allclose(robust_score_test(fit.data, cluster), r["score"], rtol=TOLERANCE)


@pytest.mark.parametrize("name", SETS)
def test_baseline_hazard(name):
    case = golden("cox", name)
    base, r = baseline_hazard(fitted(case)), case.values["basehaz"]
    labels = np.asarray(r["strata"]) if r["strata"] else np.full(len(r["time"]), "=0")
    codes = np.array([int(label.split("=")[1]) for label in labels])
    for stratum in np.unique(base.stratum):
        ours, theirs = base.stratum == stratum, codes == stratum
        place = np.searchsorted(np.asarray(r["time"])[theirs], base.time[ours])
        expected = np.asarray(r["cumhaz"])[theirs][place]
        np.testing.assert_allclose(base.cumulative[ours], expected, rtol=TOLERANCE)


@pytest.mark.parametrize("name", SETS)
def test_curve_of_one_person(name):
    case = golden("cox", name)
    r = case.values["curve"]
    if r is None:
        pytest.skip("R's curve is made for unstratified models")
    fit = fitted(case)
    curve = cox_curve(fit, [np.ravel(r["at"])], r["time"])
    np.testing.assert_allclose(curve.survival, r["surv"], rtol=TOLERANCE)
    on_log = curve.std_error(fit.covariance) / curve.survival
    np.testing.assert_allclose(on_log, r["se_cumhaz"], rtol=TOLERANCE)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("transform", ["km", "rank", "identity", "log"])
def test_proportional_hazards(name, transform):
    case = golden("cox", name)
    r = case.values["zph"][transform]
    test = proportional_hazards(fitted(case), case.cells(), transform=transform)
    ours = np.append(test.statistic, test.global_statistic)[: np.size(r["statistic"])]
    np.testing.assert_allclose(ours, np.ravel(r["statistic"]), rtol=TOLERANCE)


def test_proportional_hazards_keeps_the_levels_of_a_factor_together():
    case = golden("cox", "veteran")
    terms = [np.ravel(term) - 1 for term in case.values["terms"]]
    test = proportional_hazards(fitted(case), case.cells(), transform="km", terms=terms)
    r = case.values["zph_terms"]
    np.testing.assert_allclose(
        np.append(test.statistic, test.global_statistic), r["statistic"], rtol=TOLERANCE
    )
    np.testing.assert_array_equal(np.append(test.df, test.global_df), r["df"])


@pytest.mark.parametrize("name", [n for n in SETS if golden("cox", n).values["residuals"]])
def test_residuals(name):
    case = golden("cox", name)
    fit, r = fitted(case), case.values["residuals"]
    weight = case.data.get("weight", 1.0)
    close = {"rtol": TOLERANCE, "atol": 1e-11}
    np.testing.assert_allclose(martingale_residuals(fit), r["martingale"], **close)
    np.testing.assert_allclose(score_residuals(fit), r["score"], **close)
    np.testing.assert_allclose(influence(fit), r["dfbeta"], **close)
    assert np.isclose((martingale_residuals(fit) * weight).sum(), 0, atol=1e-9)
    ours = schoenfeld_residuals(fit)
    order = np.lexsort((ours.row, ours.time, ours.stratum))  # R goes stratum by stratum
    np.testing.assert_allclose(ours.residual[order], r["schoenfeld"], **close)
