"""Tests of terms, likelihood ratios, shares of variance and criteria, against R."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from nested_people import REPEATED, as_outcome, coached, repeated_outcome

import recoveryeval as rv
from recoveryeval.errors import EstimationError


@pytest.mark.parametrize("ddf", ["satterthwaite", "kenward-roger"])
def test_terms_are_tested_as_emmeans_does(ddf: str) -> None:
    golden = REPEATED["terms"][ddf.replace("-", "_")]
    model = rv.mixed_model(repeated_outcome(), "arm * wave + arm * age + sex", ddf=ddf)
    table = model.terms().tidy().set_index("term")
    for term, df, p in zip(golden["term"], golden["df1"], golden["p"], strict=True):
        name = term.replace("w", "wave").replace(":", " x ")
        assert table.loc[name, "df_numerator"] == df
        # emmeans takes the least df of several contrasts, we those of Fai and Cornelius (lmerTest).
        tolerance = 1e-6 if df == 1 else 0.01
        assert table.loc[name, "p_value"] == pytest.approx(p, rel=tolerance)


def test_a_term_of_one_contrast_is_that_contrast() -> None:
    model = rv.mmrm(repeated_outcome(), "arm * wave + age", ddf="kenward-roger")
    term = model.terms().tidy().set_index("term").loc["arm"]
    one = model.contrasts("arm").tidy().iloc[0]
    assert term["statistic"] == pytest.approx(one["statistic"] ** 2, rel=1e-10)
    assert term["p_value"] == pytest.approx(one["p_value"], rel=1e-8)


def test_a_transformed_covariate_has_no_single_test_and_says_so() -> None:
    model = rv.mixed_model(repeated_outcome(), "wave + log(age)")
    table = model.terms().tidy().set_index("term")
    assert table.loc["log(age)", "status"] == "not_estimable"
    assert "transformed" in table.loc["log(age)", "reason"]
    again = rv.Result.from_json(model.to_json()).terms().tidy().set_index("term")  # type: ignore[attr-defined]
    assert again.loc["wave", "p_value"] == pytest.approx(table.loc["wave", "p_value"], rel=1e-12)


def test_fixed_effects_are_compared_by_full_likelihood() -> None:
    golden, scores = REPEATED["fixed_ratio"], repeated_outcome()
    smaller, larger = rv.mixed_model(scores, "wave"), rv.mixed_model(scores, "arm * wave")
    for found in (rv.compare_fits(smaller, larger), rv.compare_fits(larger, smaller)):
        row = found.tidy().iloc[0]
        assert row["statistic"] == pytest.approx(golden["statistic"], rel=1e-5)
        assert row["df"] == golden["df"]
        assert row["p_value"] == pytest.approx(golden["p"], rel=1e-5)
        table = found.tidy().set_index("term")["estimate"]
        np.testing.assert_allclose(table["AIC"], golden["aic"], rtol=1e-7)
        np.testing.assert_allclose(table["log-likelihood"], golden["log_likelihood"], rtol=1e-7)


def test_a_slope_is_compared_by_restricted_likelihood_on_the_edge() -> None:
    golden, scores = REPEATED["slope_ratio"], repeated_outcome(day=True)
    levels, slopes = (rv.mixed_model(scores, "arm * day", random=r) for r in ("1", "1 + day"))
    row = rv.compare_fits(levels, slopes).tidy().iloc[0]
    assert row["statistic"] == pytest.approx(golden["statistic"], rel=1e-5)
    assert row["p_value"] == pytest.approx(golden["p"], rel=1e-4)
    assert row["method"] == "restricted likelihood, half chi-square(1) and half chi-square(2)"
    shares = slopes.tidy().set_index("term")["estimate"]
    expected = REPEATED["slope_shares"]
    names = {
        "marginal": "explained by the formula (marginal R2)",
        "conditional": "explained by formula and groups (conditional R2)",
        "icc": "two scores of one person",
    }
    for key, name in names.items():
        assert shares[name] == pytest.approx(expected[key], rel=1e-4)


def test_structures_are_compared_along_the_ladder_only() -> None:
    scores = repeated_outcome()
    fits = {s: rv.mmrm(scores, "wave", covariance=s) for s in ("us", "csh", "ar1h", "cs")}  # type: ignore[arg-type]
    row = rv.compare_fits(fits["cs"], fits["us"]).tidy().iloc[0]
    assert row["df"] == 4
    with pytest.raises(EstimationError) as caught:
        rv.compare_fits(fits["csh"], fits["ar1h"])
    assert caught.value.code == "RE-M57"


def test_several_variances_on_the_edge_give_an_upper_bound() -> None:
    scores = as_outcome(coached(coaches=10))
    none, both = (rv.mixed_model(scores, "wave", groups=g) for g in ((), ("site", "coach")))
    row = rv.compare_fits(none, both).tidy().iloc[0]
    assert row["status"] == "flagged"
    assert row["df"] == 2


def test_models_of_other_rows_or_another_kind_are_not_compared() -> None:
    frame = pd.DataFrame(REPEATED["data"])
    holes = frame.assign(age=frame["age"].where(frame["person"] != 3))
    scores = rv.repeated_measures(holes, value="score", person="person", wave="wave")
    plain = rv.mixed_model(scores, "wave")
    with pytest.raises(EstimationError) as caught:
        rv.compare_fits(plain, rv.mixed_model(scores, "wave + age"))
    assert caught.value.code == "RE-M56"
    with pytest.raises(EstimationError) as caught:
        rv.compare_fits(plain, rv.mmrm(scores, "wave"))
    assert caught.value.code == "RE-M55"
    with pytest.raises(EstimationError) as caught:
        rv.compare_fits(plain, rv.mixed_model(scores, "arm"))
    assert caught.value.code == "RE-M57"


def test_criteria_count_variances_under_restricted_and_all_under_full_likelihood() -> None:
    scores = repeated_outcome()
    for estimation, count in (("REML", 2), ("ML", 5)):
        row = rv.mixed_model(scores, "wave", estimation=estimation).glance().iloc[0]  # type: ignore[arg-type]
        height = row["log_likelihood"]
        assert row["aic"] == pytest.approx(2 * count - 2 * height)
        assert row["bic"] == pytest.approx(count * np.log(60) - 2 * height)


def test_tests_have_no_picture_and_say_so() -> None:
    model = rv.mixed_model(repeated_outcome(), "arm * wave")
    smaller = rv.mixed_model(repeated_outcome(), "wave")
    for found in (model.terms(), rv.compare_fits(smaller, model)):
        with pytest.raises(EstimationError) as caught:
            found.plot()
        assert caught.value.code == "RE-G04"
