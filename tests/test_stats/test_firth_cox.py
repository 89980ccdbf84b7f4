"""Firth's penalized Cox model against a general optimizer in R, and against finite differences."""

from __future__ import annotations

import json

import numpy as np
import pytest
from golden_sets import FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.firth_cox import firth_cox
from recoveryeval.stats.hazards.firth_likelihood import penalized
from recoveryeval.stats.survival.cells import make_cells

SETS = json.loads((FOLDER / "firth_cox.json").read_text())["sets"]
CRITICAL = 3.841458820694124


def laid_out(name):
    d = SETS[name]["data"]
    return cox_data(make_cells(d["time"], d["event"]), np.array(d["X"], float))


@pytest.mark.parametrize("name", SETS)
def test_against_r(name):
    fit, r = firth_cox(laid_out(name), critical=CRITICAL), SETS[name]["values"]
    assert fit.ending == "converged"
    # R's optimizer stops where the function no longer changes, so its coefficients hold 7 digits.
    np.testing.assert_allclose(fit.coefficients, r["coef"], rtol=1e-6)
    np.testing.assert_allclose(fit.penalized_log_likelihood, r["penalized"], rtol=1e-12)
    for ours, theirs in (("low", "low"), ("high", "high"), ("statistic", "statistic")):
        np.testing.assert_allclose(getattr(fit, ours), r[theirs], rtol=1e-10)


def test_it_answers_where_the_plain_model_cannot():
    data = laid_out("monotone")
    assert cox(data).ending == "monotone"
    fit = firth_cox(data, critical=CRITICAL)
    assert fit.high[0] < 0
    assert np.isfinite(fit.low).all()


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["efron", "breslow"]))
def test_gradient_is_the_slope(seed, ties):
    rng = np.random.default_rng(seed)
    size = 30
    time, event = rng.integers(2, 8, size).astype(float), rng.integers(0, 2, size)
    event[:5] = 1
    cells = make_cells(
        time,
        event,
        n=rng.integers(1, 4, size),
        entry=rng.integers(0, 2, size),
        weight=rng.random(size) + 0.5,
        stratum=rng.integers(0, 2, size),
    )
    data = cox_data(cells, rng.normal(size=(size, 3)), ties=ties)
    beta, step = rng.normal(size=3) * 0.5, 1e-5
    slope = [
        (penalized(data, beta + step * e).value - penalized(data, beta - step * e).value) / 2 / step
        for e in np.eye(3)
    ]
    np.testing.assert_allclose(penalized(data, beta).score, slope, rtol=1e-5, atol=1e-6)


def test_large_samples_agree_with_the_plain_model():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3000, 1))
    data = cox_data(make_cells(rng.exponential(np.exp(-x[:, 0])), np.ones(3000)), x)
    fit, plain = firth_cox(data, critical=CRITICAL), cox(data)
    np.testing.assert_allclose(fit.coefficients, plain.coefficients, rtol=2e-3)
    wald = plain.coefficients + 1.959963984540054 * np.sqrt(np.diag(plain.covariance))
    np.testing.assert_allclose(fit.high, wald, rtol=2e-3)


def test_no_events_are_refused():
    with pytest.raises(EstimationError, match="RE-E18"):
        firth_cox(cox_data(make_cells([1.0, 2.0], [0, 0]), [[0.0], [1.0]]), critical=CRITICAL)
