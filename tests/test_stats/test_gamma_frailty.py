"""Shared gamma frailty against R at given variances, and where the variance is estimated."""

from __future__ import annotations

import json

import numpy as np
import pytest
from golden_sets import FOLDER
from oracle_files import oracle

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.gamma_frailty import gamma_frailty
from recoveryeval.stats.survival.cells import make_cells

SETS = json.loads((FOLDER / "frailty.json").read_text())["frailty"]


def given(d):
    return make_cells(d["time"], d["event"], cluster=d["group"]), np.asarray(d["X"], float)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_at_a_given_variance(name, which):
    cells, x = given(SETS[name]["data"])
    r = SETS[name]["values"][which]
    fit = gamma_frailty(cells, x, theta=r["theta"])
    np.testing.assert_allclose(fit.coefficients, np.ravel(r["coef"]), rtol=1e-8)
    np.testing.assert_allclose(
        fit.covariance, np.reshape(r["covariance"], (x.shape[1],) * 2), rtol=1e-8
    )
    np.testing.assert_allclose(fit.log_likelihood, r["loglik"], rtol=1e-8)
    # R's sparse algorithm, the only one that returns them, holds frailties to five digits.
    np.testing.assert_allclose(fit.log_frailty, r["log_frailty"], atol=1e-5)
    np.testing.assert_allclose(np.exp(fit.log_frailty).mean(), 1.0, rtol=1e-8)


def test_the_variance_is_where_the_likelihood_is_highest():
    r = oracle("12_frailty_glmm")
    d = r["input"]["kidney"]
    x = np.column_stack([d["age"], np.array(d["sex"]) - 1.0])
    cells = make_cells(d["time"], d["status"], cluster=d["id"])
    fit, theirs = gamma_frailty(cells, x), r["output"]["gamma_em"]
    assert fit.ending == "converged"
    # R stops its search early: its likelihood is 2e-4 lower, and its numbers hold two digits.
    assert fit.log_likelihood > theirs["c_loglik"]
    np.testing.assert_allclose(fit.theta, theirs["theta"], rtol=1e-3)
    np.testing.assert_allclose(fit.coefficients, theirs["coef"], rtol=1e-2)
    for theta in (fit.theta * 0.999, fit.theta * 1.001):
        assert gamma_frailty(cells, x, theta=theta).log_likelihood < fit.log_likelihood


def test_no_frailty_in_the_data_gives_the_plain_model():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(120, 1))
    time = rng.exponential(np.exp(-0.5 * x[:, 0]))
    cells = make_cells(time, np.ones(120), cluster=np.argsort(np.argsort(time)) % 12)
    fit, plain = gamma_frailty(cells, x), cox(cox_data(cells, x))
    assert fit.theta == 0
    assert fit.log_likelihood == plain.log_likelihood
    np.testing.assert_allclose(fit.coefficients, plain.coefficients)


def test_one_group_is_refused_and_a_monotone_likelihood_is_passed_on():
    cells = make_cells([1.0, 2, 3, 4], [1, 1, 1, 1], cluster=[5, 5, 5, 5])
    with pytest.raises(EstimationError, match="RE-E15"):
        gamma_frailty(cells, [[1.0], [0], [0], [1]])
    cells = make_cells([1.0, 2, 3, 4], [1, 1, 0, 0], cluster=[1, 1, 2, 2])
    fit = gamma_frailty(cells, [[1.0], [1], [0], [0]])
    assert fit.ending == "monotone"
    assert np.isnan(fit.coefficients).all()
