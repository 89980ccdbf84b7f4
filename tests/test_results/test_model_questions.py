"""What a model can be asked: references, changes since a wave, units, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv


def study() -> rv.Outcome:
    """Return scores of 40 people at three waves in two arms."""
    rng = np.random.default_rng(2)
    person = np.repeat(np.arange(40), 3)
    wave = np.tile([0, 3, 6], 40)
    arm = np.where(person % 2 == 1, "coaching", "usual care")
    score = 20 + rng.normal(0, 3, 40)[person] + rng.normal(0, 2, 120) + wave * (person % 2) * 0.4
    frame = pd.DataFrame({"id": person, "month": wave, "arm": arm, "age": person % 7, "s": score})
    return rv.repeated_measures(frame, value="s", person="id", wave="month", name="hope")


@pytest.fixture(scope="module")
def model() -> rv.Model:
    """Return one fit that every test asks."""
    return rv.mmrm(study(), "arm * wave")


def test_naming_the_reference_turns_the_sign_and_nothing_else(model: rv.Model) -> None:
    first = model.contrasts("arm", by="wave").tidy()
    turned = model.contrasts("arm", by="wave", reference="usual care").tidy()
    assert set(first["contrast"]) == {"usual care - coaching"}
    assert set(turned["contrast"]) == {"coaching - usual care"}
    np.testing.assert_allclose(turned["estimate"], -first["estimate"])
    np.testing.assert_allclose(turned["p_value"], first["p_value"])


def test_a_difference_in_change_is_a_difference_of_differences(model: rv.Model) -> None:
    by_wave = model.contrasts("arm", by="wave").tidy()["estimate"].to_numpy()
    change = model.contrasts("arm", by="wave", since=0).tidy()
    assert change["level"].tolist() == ["wave: 3 since 0", "wave: 6 since 0"]
    assert set(change["estimand"]) == {"difference in change of mean score"}
    np.testing.assert_allclose(change["estimate"], by_wave[1:] - by_wave[0], rtol=1e-9)
    terms = model.tidy().set_index("term")
    row = terms.loc["arm: usual care x wave: 6"]
    assert change.iloc[1][["estimate", "std_error", "df"]].tolist() == pytest.approx(
        row[["estimate", "std_error", "df"]].tolist()
    )


def test_the_unit_of_a_standardized_effect_is_named(model: rv.Model) -> None:
    """The first wave's unit is the pooled standard deviation of the arms there, by hand."""
    first = study().data.query("wave == 0")
    sd = np.sqrt(first.groupby("arm")["value"].var().mean())
    plain = model.contrasts("arm", by="wave").tidy()
    found = model.contrasts("arm", by="wave", standardize="first wave").tidy()
    np.testing.assert_allclose(found["estimate"], plain["estimate"] / sd, rtol=1e-9)
    told = "standardized difference in mean score (SD within groups at the first wave)"
    assert set(found["estimand"]) == {told}
    assert found["method"].str.contains(f"{sd:.4g} points").all()
    given = model.contrasts("arm", by="wave", standardize=4.0).tidy()
    np.testing.assert_allclose(given["std_error"], plain["std_error"] / 4)
    np.testing.assert_allclose(given["conf_low"], plain["conf_low"] / 4)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"since": 0}, "Name by= too"),
        ({"by": "wave", "since": 9}, "no level of that name"),
        ({"reference": "coachin"}, "nearest valid name is 'coaching'"),
        ({"reference": "coaching", "method": "pairwise"}, "needs no reference"),
        ({"standardize": 0.0}, "cannot be a unit"),
        ({"standardize": "baseline"}, "does not carry that standard deviation"),
    ],
)
def test_questions_without_an_answer_are_refused(
    model: rv.Model, options: dict[str, object], told: str
) -> None:
    with pytest.raises(rv.EstimationError, match=told):
        model.contrasts("arm", **options)  # type: ignore[arg-type]


def test_ratios_have_no_unit_and_no_waves_no_first_one() -> None:
    data = study().data.assign(yes=lambda d: d["value"] > d["value"].median())
    answers = rv.binary(data.drop(columns="value"), value="yes", person="person", wave="wave")
    odds = rv.gee(answers, "arm * wave")
    with pytest.raises(rv.EstimationError, match="Ratios have no standard deviation"):
        odds.contrasts("arm", standardize=2.0)
    change = odds.contrasts("arm", by="wave", since=0)
    assert set(change.tidy()["estimand"]) == {"log ratio of odds ratios"}
    one = rv.linear(study(), "arm", wave=6)
    with pytest.raises(rv.EstimationError, match="no waves, so there is no first one"):
        one.contrasts("arm", standardize="first wave")
