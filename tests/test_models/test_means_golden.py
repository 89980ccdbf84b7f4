"""Means, contrasts, slopes and standardized effects against emmeans, for every kind of model."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

GOLDEN = json.loads((ROOT / "tests/golden/emmeans.json").read_text(encoding="utf-8"))
# The moment estimate of the correlation divides by other counts than geepack's.
DIGITS = {"independence": 1e-6, "exchangeable": 5e-4}


def agree(table: pd.DataFrame, want: dict[str, list[float]], rtol: float, df: float = 1e-9) -> None:
    """Hold estimates, errors, degrees of freedom, p values and limits against R's."""
    np.testing.assert_allclose(table["estimate"], want["estimate"], rtol=rtol)
    np.testing.assert_allclose(table["std_error"], want["se"], rtol=rtol)
    if want["df"][0] != "Inf":
        np.testing.assert_allclose(table["df"], want["df"], rtol=df)
        np.testing.assert_allclose(table["p_value"], want["p"], rtol=100 * max(rtol, df))


def chicks() -> rv.Outcome:
    """Return the weight of chicks on day 20, with their weight at the start."""
    held = GOLDEN["linear"]
    frame = pd.DataFrame({k: held[k] for k in ("id", "weight", "weight0")}).assign(day=20.0)
    frame["diet"] = [str(d) for d in held["diet"]]
    return rv.repeated_measures(frame, value="weight", person="id", day="day")


def jaws() -> rv.Outcome:
    """Return distances of 27 children at four ages."""
    held = GOLDEN["orthodont"]
    frame = pd.DataFrame({k: held[k] for k in ("id", "age", "distance")})
    frame["sex"] = pd.Categorical(held["sex"], ["Male", "Female"])
    return rv.repeated_measures(frame, value="distance", person="id", wave="age")


def breathing() -> rv.Outcome:
    """Return good breathing, yes or no, at four visits."""
    held = GOLDEN["respiratory"]
    names = ("id", "treat", "visit", "baseline", "age", "outcome")
    frame = pd.DataFrame({k: held[k] for k in names})
    return rv.binary(frame, value="outcome", person="id", wave="visit", name="good breathing")


def by_sex_and_age(means: pd.DataFrame) -> pd.DataFrame:
    """Return means in R's order: boys by age, then girls by age."""
    age = means["level"].str.removeprefix("wave: ").astype(int)
    return means.assign(age=age).sort_values(["group", "age"], ascending=[False, True])


def test_means_and_contrasts_of_a_linear_model() -> None:
    model = rv.linear(chicks(), "diet + weight0")
    want = GOLDEN["linear"]
    means = model.means("diet").tidy()
    agree(means, want["means"], 1e-9)
    np.testing.assert_allclose(means["conf_low"], want["means"]["low"], rtol=1e-9)
    agree(model.contrasts("diet", reference="2").tidy(), want["against_two"], 1e-9)
    holm = model.contrasts("diet", method="pairwise", adjust="holm").tidy()
    np.testing.assert_allclose(holm["p_value"], want["holm"]["p"], rtol=1e-8)


def test_slopes_within_levels_of_a_linear_model() -> None:
    model = rv.linear(chicks(), "diet * weight0", variance="model")
    agree(model.contrasts("weight0", by="diet").tidy(), GOLDEN["linear"]["slopes"], 1e-8)


def test_a_standardized_effect_counts_that_its_unit_is_estimated() -> None:
    want = GOLDEN["linear"]["standardized"]
    model = rv.linear(chicks(), "diet", variance="model")
    found = model.contrasts("diet", standardize="within groups").tidy()
    for ours, theirs in (("estimate", "estimate"), ("std_error", "se"), ("conf_low", "low")):
        np.testing.assert_allclose(found[ours], want[theirs], rtol=1e-9)
    plain = model.contrasts("diet").tidy()
    np.testing.assert_array_equal(found["p_value"], plain["p_value"])


def test_means_and_differences_in_change_of_a_mixed_model() -> None:
    model = rv.mixed_model(jaws(), "wave * sex", ddf="kenward-roger")
    want = GOLDEN["orthodont"]
    means = by_sex_and_age(model.means(["sex", "wave"]).tidy())
    agree(means, want["means"], 1e-5, 1e-3)
    agree(model.contrasts("sex", by="wave").tidy(), want["by_visit"], 1e-5, 1e-3)
    agree(model.contrasts("sex", by="wave", since=8).tidy(), want["change"], 1e-5, 1e-3)


def test_means_and_differences_in_change_of_mmrm() -> None:
    model = rv.mmrm(jaws(), "wave * sex")
    want = GOLDEN["orthodont"]
    means = by_sex_and_age(model.means(["sex", "wave"]).tidy())
    agree(means, want["gls_means"], 1e-5)
    agree(model.contrasts("sex", by="wave", since="8").tidy(), want["gls_change"], 1e-5)


@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
def test_a_marginal_model_of_respiratory_visits(structure: str) -> None:
    """Coefficients against geepack, contrasts by visit against emmeans."""
    want = GOLDEN["respiratory"][structure]
    model = rv.gee(
        breathing(), "treat * wave + baseline + age", structure=structure, variance="robust"
    )  # type: ignore[arg-type]
    found = model.contrasts("treat", by="wave", reference="P").tidy()
    np.testing.assert_allclose(
        found["estimate"], want["contrasts"]["estimate"], rtol=DIGITS[structure]
    )
    np.testing.assert_allclose(found["std_error"], want["contrasts"]["se"], rtol=DIGITS[structure])
