"""mmrm() against the R package mmrm (where its values lie beside) and nlme::gls."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from nested_people import REPEATED, repeated_outcome
from oracle_files import oracle

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

STRUCTURES = ("us", "csh", "ar1h", "toeph")


def published(name: str) -> tuple[Outcome, dict]:
    """Return the oracle's data as an outcome, and its values for a structure."""
    found = oracle("11_mmrm")
    frame = pd.DataFrame(found["input"]["data"]).astype({"arm": str})
    scores = rv.repeated_measures(frame, value="score", person="id", wave="visit")
    return scores, found["output"][name]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_fits_equal_the_package_mmrm(structure: str) -> None:
    scores, golden = published(structure)
    model = rv.mmrm(scores, "base + arm * wave", covariance=structure, ladder=False)  # type: ignore[arg-type]
    found = model.tidy().iloc[:9]
    summary = model.glance().iloc[0]
    assert summary["log_likelihood"] == pytest.approx(golden["reml_loglik"], rel=1e-7)
    assert model.extras["likelihood"]["ml"] == pytest.approx(golden["ml_loglik"], rel=1e-7)
    assert summary["aic"] == pytest.approx(golden["aic"], rel=1e-7)
    assert summary["bic"] == pytest.approx(golden["bic"], rel=1e-7)
    by_size = np.argsort(found["estimate"].to_numpy())
    theirs = np.array(list(golden["coef"].values()), dtype=float)
    order = np.argsort(theirs)
    np.testing.assert_allclose(found["estimate"].iloc[by_size], theirs[order], rtol=1e-5)
    errors = np.sqrt(np.diag(np.array(golden["vcov"])))
    np.testing.assert_allclose(found["std_error"].iloc[by_size], errors[order], rtol=1e-5)
    df = np.array(golden["df_satterthwaite"])
    np.testing.assert_allclose(found["df"].iloc[by_size], df[order], rtol=1e-3)


def test_kenward_roger_by_observed_information_equals_mmrm_linear() -> None:
    scores, golden = published("us")
    found = rv.mmrm(scores, "base + arm * wave", ddf="kenward-roger-observed").tidy().iloc[:9]
    by_size = np.argsort(found["estimate"].to_numpy())
    order = np.argsort(np.array(list(golden["coef"].values()), dtype=float))
    errors = np.sqrt(np.diag(np.array(golden["vcov_kr_linear"])))
    np.testing.assert_allclose(found["std_error"].iloc[by_size], errors[order], rtol=1e-4)
    df = np.array(golden["df_kr_linear"])
    np.testing.assert_allclose(found["df"].iloc[by_size], df[order], rtol=1e-3)


def test_a_constrained_baseline_equals_gls() -> None:
    golden = REPEATED["constrained"]
    model = rv.mmrm(repeated_outcome(), "arm * wave", constrain="arm")
    assert model.glance()["log_likelihood"].iloc[0] == pytest.approx(golden["reml"], rel=1e-7)
    found = model.tidy().iloc[:5]
    np.testing.assert_allclose(found["estimate"], golden["beta"], rtol=1e-5)
    np.testing.assert_allclose(found["std_error"], golden["std_error"], rtol=1e-5)
    first = model.contrasts("arm", by="wave").tidy().iloc[0]
    assert first["status"] == "not_estimable"
    assert first["reason"] == "the model holds the difference at zero"
    means = model.means(["wave", "arm"]).tidy()
    at_first = means[means["group"] == "0"]["estimate"]
    assert len(set(at_first)) == 1


def test_a_baseline_covariate_leaves_the_outcome_and_people_without_it_are_counted() -> None:
    frame = pd.DataFrame(REPEATED["data"])
    model = rv.mmrm(repeated_outcome(), "arm * wave + baseline * wave", baseline=0)
    first = frame[frame["wave"] == 0].set_index("person")["score"]
    later = frame[frame["wave"] > 0].assign(baseline=lambda f: f["person"].map(first))
    without = int(later["baseline"].isna().sum())
    assert model.spec.dropped == {"baseline missing": without}
    by_hand = rv.mmrm(
        rv.repeated_measures(later, value="score", person="person", wave="wave"),
        "arm * wave + baseline * wave",
    )
    np.testing.assert_allclose(model.tidy()["estimate"], by_hand.tidy()["estimate"], rtol=1e-6)
    assert model.glance()["n"].iloc[0] < 60
    assert rv.mmrm(repeated_outcome(), "arm * wave", constrain="arm").glance()["n"].iloc[0] == 60


@pytest.mark.parametrize("formula", ["arm + wave", "wave", "arm * age + wave"])
def test_a_formula_that_cannot_be_constrained_is_refused(formula: str) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mmrm(repeated_outcome(), formula, constrain="arm")
    assert caught.value.code == "RE-M54"
