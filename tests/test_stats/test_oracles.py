"""The array core against the reference values that lie beside the repository."""

from __future__ import annotations

import numpy as np
import pytest
from oracle_files import oracle

from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.competing.fine_gray import fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_covariance
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.competing.mean_cumulative import mean_cumulative
from recoveryeval.stats.hazards.concordance import concordance
from recoveryeval.stats.hazards.cox_curve import baseline_hazard, cox_curve
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_residuals import (
    influence,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards
from recoveryeval.stats.survival.cells import make_cells

MODEL = {"rtol": 1e-8}
EXACT = {"rtol": 1e-10, "atol": 1e-13}


def columns(found):
    return {k: np.array(v) for k, v in found["input"]["data"].items()}


def named(values):
    return np.array(list(values.values()), float)


def errors(covariance):
    return np.sqrt(np.diag(covariance))


COX = {
    "efron": {},
    "breslow": {"ties": "breslow"},
    "efron_robust": {"robust": None},
    "breslow_robust": {"robust": None, "ties": "breslow"},
    "efron_cluster_site": {"robust": "site"},
    "efron_weights": {"weight": "w"},
    "efron_weights_robust": {"weight": "w", "robust": None},
    "efron_strata_cluster": {"stratum": "site", "robust": "id"},
    "efron_entry": {"entry": "entry"},
    "efron_entry_cluster": {"entry": "entry", "robust": "site"},
}


@pytest.mark.parametrize("name", COX)
def test_cox(name):
    found = oracle("05_cox")
    d, r, options = columns(found), found["output"][name], dict(COX[name])
    ties, robust = options.pop("ties", "efron"), options.pop("robust", "none")
    cells = make_cells(d["week"], d["ev"], **{k: d[v] for k, v in options.items()})
    fit = cox(cox_data(cells, np.column_stack([d["coach"], d["age"]]), ties=ties))
    np.testing.assert_allclose(fit.coefficients, named(r["coef"]), **MODEL)
    np.testing.assert_allclose(errors(fit.covariance), named(r["se_model"]), **MODEL)
    np.testing.assert_allclose([fit.log_likelihood_null, fit.log_likelihood], r["loglik"], **MODEL)
    if robust != "none":
        spread = robust_covariance(fit, None if robust is None else d[robust])
        np.testing.assert_allclose(errors(spread), named(r["se_robust"]), **MODEL)


def test_what_follows_from_a_cox_model():
    found = oracle("05_cox")
    d, r = columns(found), found["output"]
    cells = make_cells(d["week"], d["ev"])
    x = np.column_stack([d["coach"], d["age"]])
    fit = cox(cox_data(cells, x))
    close = {"rtol": 1e-8, "atol": 1e-11}
    np.testing.assert_allclose(martingale_residuals(fit), r["martingale"], **close)
    np.testing.assert_allclose(score_residuals(fit), r["score_resid"], **close)
    np.testing.assert_allclose(influence(fit), r["dfbeta"], **close)
    np.testing.assert_allclose(schoenfeld_residuals(fit).residual, r["schoenfeld"], **close)
    np.testing.assert_allclose(schoenfeld_residuals(fit).scaled, r["scaledsch"], **close)
    base = baseline_hazard(fit)
    place = np.searchsorted(r["basehaz_x0"]["time"], base.time)
    np.testing.assert_allclose(base.cumulative, np.array(r["basehaz_x0"]["cumhaz"])[place], **MODEL)
    curve = cox_curve(fit, [[1.0, 40.0]], r["surv_x_1_40"]["time"])
    np.testing.assert_allclose(curve.survival, r["surv_x_1_40"]["surv"], **MODEL)
    on_log = curve.std_error(fit.covariance) / curve.survival
    np.testing.assert_allclose(on_log, r["surv_x_1_40"]["se_cumhaz"], **MODEL)
    pairs = concordance(cells, x @ fit.coefficients)
    np.testing.assert_allclose(pairs.concordance, r["concordance"], **EXACT)
    np.testing.assert_allclose(pairs.std_error, r["concordance_se"], **EXACT)
    for transform, expected in r["zph"].items():
        test = proportional_hazards(fit, cells, transform=transform)
        np.testing.assert_allclose(
            np.append(test.statistic, test.global_statistic), expected["chisq"], **MODEL
        )


def test_fine_gray():
    found = oracle("01_finegray")
    d, r = columns(found), found["output"]
    cells = make_cells(d["week"], d["cause"])
    x = np.column_stack([d["coach"], d["age"]])
    fit = fine_gray(fine_gray_data(cells, x, ties="crr"))
    np.testing.assert_allclose(fit.coefficients, named(r["crr"]["coef"]), **MODEL)
    np.testing.assert_allclose(fine_gray_covariance(fit), r["crr"]["var"], **MODEL)
    np.testing.assert_allclose(
        np.linalg.inv(fit.inverse_information), r["crr"]["information"], **MODEL
    )
    fit = fine_gray(fine_gray_data(cells, x))
    known = errors(fine_gray_covariance(fit, weights_known=True))
    np.testing.assert_allclose(fit.coefficients, named(r["coxph_breslow"]["coef"]), **MODEL)
    np.testing.assert_allclose(known, named(r["coxph_breslow"]["se_robust_id"]), **MODEL)


def test_fine_gray_with_delayed_entry():
    found = oracle("01b_finegray_left_truncated")
    d, r = columns(found), found["output"]
    cells = make_cells(d["week"], d["cause"], entry=d["entry"])
    fit = fine_gray(fine_gray_data(cells, np.column_stack([d["coach"], d["age"]])))
    np.testing.assert_allclose(fit.coefficients, named(r["coef"]), **MODEL)
    known = errors(fine_gray_covariance(fit, weights_known=True))
    np.testing.assert_allclose(known, named(r["se_robust_id"]), **MODEL)
    np.testing.assert_allclose([fit.log_likelihood_null, fit.log_likelihood], r["loglik"], **MODEL)


def test_gray():
    found = oracle("02_gray_test")
    d = columns(found)
    for key, group, rho, stratum in (
        ("two_group_rho0", "coach", 0, None),
        ("two_group_rho1", "coach", 1, None),
        ("three_group_rho0", "arm3", 0, None),
        ("stratified_by_site", "coach", 0, "site"),
    ):
        codes = np.unique(d[group], return_inverse=True)[1]
        strata = None if stratum is None else d[stratum]
        cells = make_cells(d["week"], d["cause"], group=codes, stratum=strata)
        for cause, expected in enumerate(found["output"][key], start=1):
            ours = gray_test(cells, int(codes.max()) + 1, cause=cause, rho=rho)
            np.testing.assert_allclose(
                [ours.statistic, ours.df], [expected[0], expected[2]], **EXACT
            )


def test_aalen_johansen():
    found = oracle("03_aalen_johansen")
    d, r = columns(found), found["output"]
    ours = aalen_johansen(make_cells(d["week"], d["cause"]), 2)
    np.testing.assert_allclose(ours.incidence, [r["cif1"], r["cif2"]], **EXACT)
    np.testing.assert_allclose(ours.std_error, [r["se1"], r["se2"]], **EXACT)
    place = np.searchsorted(ours.time, r["cmprsk"]["time"])
    np.testing.assert_allclose(
        ours.aalen_error[:, place] ** 2, [r["cmprsk"]["var1"], r["cmprsk"]["var2"]], **EXACT
    )
    weighted = aalen_johansen(make_cells(d["week"], d["cause"], weight=d["w"]), 2)
    np.testing.assert_allclose(weighted.incidence[0], r["weighted"]["cif1"], **EXACT)
    np.testing.assert_allclose(weighted.std_error[0], r["weighted"]["se1"], **EXACT)
    assert np.isnan(weighted.aalen_error).all()


def test_repeats():
    found = oracle("06_recurrent")
    d, r = columns(found), found["output"]
    x = d["coach"][:, None].astype(float)
    for key, stop, more in (
        ("ag", d["stop"], {"entry": d["start"]}),
        ("pwp_tt", d["stop"], {"entry": d["start"], "stratum": d["enum"]}),
        ("pwp_gt", d["stop"] - d["start"], {"stratum": d["enum"]}),
    ):
        fit = cox(cox_data(make_cells(stop, d["event"], **more), x))
        np.testing.assert_allclose(fit.coefficients, named(r[key]["coef"]), **MODEL)
        spread = errors(robust_covariance(fit, d["id"]))
        np.testing.assert_allclose(spread, named(r[key]["se_robust"]), **MODEL)
    for key, kept in (
        ("mcf", d["id"] > 0),
        ("mcf_coach0", d["coach"] == 0),
        ("mcf_coach1", d["coach"] == 1),
    ):
        rows = {k: v[kept] for k, v in d.items()}
        cells = make_cells(rows["stop"], rows["event"], entry=rows["start"], cluster=rows["id"])
        ours = mean_cumulative(cells)
        np.testing.assert_allclose(ours.mean, r[key]["mcf"], **EXACT)
        np.testing.assert_allclose(ours.std_error, r[key]["se"], **EXACT)
