"""Regressions on counts: against R, robust to people, properties, and days out of days."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from scipy import stats

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.models.count_models.rates_input import rate_rows
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.stats.answers.count_fit import count_fit
from recoveryeval.stats.answers.count_records import CountData
from recoveryeval.stats.answers.count_variance import working_coefficients

GOLDEN = json.loads((FOLDER / "counts.json").read_text())
FAMILIES: tuple[Any, ...] = ("poisson", "negative-binomial", "beta-binomial", "hurdle")
FEW = settings(max_examples=3, deadline=None)


def epil(name: str = "epil") -> rv.Outcome:
    frame = pd.DataFrame(GOLDEN[name]["data"]).astype({"subject": str})
    return rv.counts(frame, count="y", exposure="exposure", person="subject", name="seizures")


def cbpp(**roles: str) -> rv.Outcome:
    return rv.counts(
        pd.DataFrame(GOLDEN["cbpp"]["data"]), count="incidence", exposure="size", **roles
    )


def drinking(people: int, seed: int = 4, *, free: bool = False) -> pd.DataFrame:
    """Days of drinking out of 30 or 60 days, more alike within people than by chance."""
    rng = np.random.default_rng(seed)
    arm = np.arange(people) % 2
    days = np.where(rng.random(people) < 0.5, 30.0, 60.0)
    p = 1 / (1 + np.exp(1.0 + 0.6 * arm))
    share = rng.beta(p * 3, (1 - p) * 3)
    used = rng.binomial(days.astype(int), share).astype(float)
    if not free:
        used[:4] = [0, 0, 9, 9][:people]  # in each arm one without and one with such days
    return pd.DataFrame({"used": used, "days": days, "arm": np.where(arm, "b", "a"), "x": share})


def of(frame: pd.DataFrame, **roles: str) -> rv.Outcome:
    return rv.counts(frame, count="used", exposure="days", name="days of use", **roles)


@pytest.mark.parametrize("family", ["poisson", "negative-binomial"])
def test_coefficients_and_errors_equal_those_of_r(family: Any) -> None:
    expected = GOLDEN["epil"][family]
    found = rv.rates(epil(), "arm + lbase", family=family)
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"], expected["coef"], rtol=1e-8)
    # 59 people are few, so that the public errors are corrected; these are the ones before.
    rows = rate_rows(epil(), ["arm", "lbase"])
    x = np.column_stack([np.ones(len(rows.frame)), rows.frame[["arm", "lbase"]]])
    data = CountData(rows.y, rows.exposure, x, rows.amount)
    plain = working_coefficients(data, count_fit(data, family), rows.sampling, few=False)
    np.testing.assert_allclose(np.sqrt(np.diag(plain.covariance)), expected["robust"], rtol=1e-8)
    assert (table["std_error"] > np.array(expected["robust"])).all()
    np.testing.assert_allclose(found.glance()["log_likelihood"][0], expected["loglik"], rtol=1e-10)
    alone = rv.counts(
        pd.DataFrame(GOLDEN["epil"]["data"]).drop(columns="subject"), count="y", exposure="exposure"
    )
    each = rv.rates(alone, "arm + lbase", family=family).tidy()
    np.testing.assert_allclose(each["std_error"], expected["rows"], rtol=1e-8)
    model = rv.rates(alone, "arm + lbase", family=family, variance="model").tidy()
    np.testing.assert_allclose(model["std_error"], expected["std_error"], rtol=1e-8)


def test_few_people_have_the_errors_and_df_of_clubsandwich() -> None:
    expected = GOLDEN["few"]
    table = rv.rates(epil("few"), "arm + lbase").tidy()
    np.testing.assert_allclose(table["estimate"], expected["coef"], rtol=1e-8)
    np.testing.assert_allclose(table["std_error"], expected["std_error"], rtol=1e-8)
    np.testing.assert_allclose(table["df"], expected["df"], rtol=1e-8)


def test_correlated_days_equal_glmmtmb_as_far_as_it_went() -> None:
    expected = GOLDEN["cbpp"]
    found = rv.rates(cbpp(), "late", family="beta-binomial", variance="model")
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"][:2], expected["coef"], atol=1e-6)
    np.testing.assert_allclose(table["std_error"][:2], expected["std_error"], rtol=1e-5)
    np.testing.assert_allclose(found.glance()["log_likelihood"][0], expected["loglik"], rtol=1e-10)


def test_a_poisson_rate_standardized_without_covariates_is_the_crude_one() -> None:
    outcome = of(drinking(80))
    model, crude = rv.rates(outcome, "arm", per=30).tidy(), rv.rates(outcome, by="arm", per=30)
    rates = model.loc[model["estimand"] == "rate", "estimate"]
    table = crude.tidy()
    known = table[(table["term"] == "exact") & (table["estimand"] == "rate")]
    np.testing.assert_allclose(rates, known["estimate"], rtol=1e-10)
    exponents = rv.rates(outcome, "arm", per=30).tidy(exponentiate=True)
    assert exponents.loc[1, "estimate"] == pytest.approx(rates.iloc[1] / rates.iloc[0])
    assert exponents.loc[2, "estimate"] == pytest.approx(rates.iloc[0])


def test_standardized_differences_have_the_errors_of_the_delta_method() -> None:
    """Gradients by complex steps against plain differences of refitted averages."""
    outcome = of(drinking(120))
    for family in ("hurdle", "beta-binomial"):
        found = rv.rates(outcome, "arm", family=family).tidy()
        row = found[found["estimand"].str.startswith("difference")].iloc[0]
        assert row["std_error"] > 0
        np.testing.assert_allclose(row["statistic"], row["estimate"] / row["std_error"])
    share = found[found["estimand"] == "share of days"]["estimate"].to_numpy()
    logit = found["estimate"].iloc[:2].to_numpy()
    np.testing.assert_allclose(share, 1 / (1 + np.exp(-np.cumsum(logit))), rtol=1e-10)


@pytest.mark.parametrize("family", FAMILIES)
@FEW
@given(st.integers(0, 10**6))
def test_order_scale_copies_and_swaps(family: Any, seed: int) -> None:
    frame = drinking(60, seed)
    ask = {"family": family}
    one = rv.rates(of(frame), "arm", **ask).tidy()
    shuffled = rv.rates(of(frame.sample(frac=1, random_state=seed)), "arm", **ask).tidy()
    pd.testing.assert_frame_equal(one, shuffled, rtol=1e-6, atol=1e-9)
    counted = rv.rates(of(frame.assign(n=2), n="n"), "arm", **ask).tidy()
    twice = rv.rates(of(pd.concat([frame, frame])), "arm", **ask).tidy()
    pd.testing.assert_frame_equal(counted, twice, rtol=1e-6, atol=1e-9)
    turned = of(frame.assign(arm=frame["arm"].map({"a": "b", "b": "a"})))
    swapped = rv.rates(turned, "arm", **ask).tidy()["estimate"]
    ratio = one["contrast"] == "b - a"
    np.testing.assert_allclose(one["estimate"][ratio], -swapped[ratio], rtol=1e-5, atol=1e-12)


@pytest.mark.parametrize("family", FAMILIES)
def test_rows_and_cells_agree(family: Any) -> None:
    outcome = of(drinking(150))
    cells = outcome.cells(by=["arm"]).rename(columns={"count": "used", "exposure": "days"})
    assert len(cells) < 150
    one, two = (rv.rates(o, "arm", family=family) for o in (outcome, of(cells, n="n")))
    pd.testing.assert_frame_equal(one.tidy(), two.tidy(), rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(
        one.glance()["log_likelihood"], two.glance()["log_likelihood"], rtol=1e-10
    )


def test_without_extra_spread_the_simpler_model_answers_and_says_so() -> None:
    even = pd.DataFrame({"used": [2.0, 3.0, 4.0, 3.0] * 12, "days": 30.0, "arm": list("aabb") * 12})
    even.loc[[0, 3], "used"] = 0.0
    for family in ("negative-binomial", "beta-binomial", "hurdle"):
        found = rv.rates(of(even), "arm", family=family)
        assert found.status == "fallback"
        assert "no_extra_spread" in set(found.checks()["id"])


def test_more_days_than_were_observed_are_refused() -> None:
    frame = drinking(20).assign(used=lambda f: f["days"] + 1)
    with pytest.raises(EstimationError, match="RE-E34"):
        rv.rates(of(frame), "arm", family="beta-binomial")


def test_people_must_outnumber_coefficients_and_rows_of_one_be_robust() -> None:
    with pytest.raises(EstimationError, match="RE-E32"):
        rv.rates(of(drinking(3)), "arm + x")
    with pytest.raises(EstimationError, match="RE-M23"):
        rv.rates(epil(), "arm", variance="model")
    with pytest.raises(EstimationError, match="RE-M01"):
        rv.rates(of(drinking(80)), "arm", family="hurdle").means("arm")


def test_picture_draws_ratios() -> None:
    found = rv.rates(epil(), "arm + lbase", family="negative-binomial")
    told = get_alt(found.plot())
    plt.close("all")
    assert "Rate ratio" in told
    assert "2.8" in told


@pytest.mark.slow
@pytest.mark.parametrize("people", [24, 60])
@pytest.mark.parametrize("family", ["poisson", "negative-binomial", "beta-binomial"])
def test_limits_cover_and_tests_hold_their_level(family: Any, people: int) -> None:
    covered = []
    truth = np.log(np.exp(-1.6) / (1 + np.exp(-1.6)) / (np.exp(-1.0) / (1 + np.exp(-1.0))))
    truth = -0.6 if family == "beta-binomial" else truth
    for seed in range(200):
        row = rv.rates(of(drinking(people, seed, free=True)), "arm", family=family).tidy().iloc[1]
        covered.append(row["conf_low"] <= truth <= row["conf_high"])
    low, high = stats.binom.ppf([0.001, 0.999], 200, 0.945) / 200
    assert low <= np.mean(covered) <= high
