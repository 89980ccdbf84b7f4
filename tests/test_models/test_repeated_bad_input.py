"""Bad input to models of repeated measures: flagged, refused or not estimable, never plausible."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from nested_people import as_outcome, coached

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def scores(people: int = 40, waves: int = 3, seed: int = 5) -> pd.DataFrame:
    """Return complete scores of two arms."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), waves)
    return pd.DataFrame(
        {
            "id": person,
            "wave": np.tile(np.arange(waves) * 3, people),
            "arm": np.where(person % 2 == 1, "coached", "alone"),
            "score": 20 + rng.normal(0, 3, people)[person] + rng.normal(0, 2, people * waves),
        }
    )


def test_e12_a_variance_at_zero_is_said_and_left_out_of_the_degrees_of_freedom() -> None:
    frame = coached(sd=0.0)
    frame["score"] -= frame.groupby("coach")["score"].transform("mean")
    model = rv.mixed_model(as_outcome(frame), "wave", groups="coach", ddf="kenward-roger")
    assert model.status == "flagged"
    told = model.checks().set_index("id").loc["variance_at_zero", "meaning"]
    assert "not seen, not absent" in told
    assert np.isfinite(model.tidy()["df"].iloc[:3]).all()


def test_e12_a_slope_that_nobody_differs_in_is_left_out_and_said() -> None:
    frame = scores(people=30, waves=4).rename(columns={"wave": "day"})
    slope = np.polyfit(frame["day"] - frame["day"].mean(), frame["score"], 1)[0]
    by = frame.groupby("id")
    centered = frame["day"] - by["day"].transform("mean")
    own = (centered * frame["score"]).groupby(frame["id"]).transform("sum") / (
        (centered**2).groupby(frame["id"]).transform("sum")
    )
    frame["score"] -= (own - slope) * centered
    outcome = rv.repeated_measures(frame, value="score", person="id", day="day")
    model = rv.mixed_model(outcome, "day", random="1 + day")
    without = rv.mixed_model(outcome, "day")
    assert "singular_random_effects" in model.checks()["id"].tolist()
    np.testing.assert_allclose(model.tidy()["df"].iloc[:2], without.tidy()["df"].iloc[:2])


@pytest.mark.parametrize("fit", [rv.mixed_model, rv.mmrm])
def test_e13_one_visit_per_person_is_refused(fit: object) -> None:
    frame = scores()
    frame = frame[frame["wave"] == (frame["id"] % 3) * 3]
    with pytest.raises(EstimationError) as caught:
        fit(as_outcome(frame), "wave")  # type: ignore[operator]
    assert caught.value.code == "RE-E13"
    assert "linear()" in str(caught.value)


def test_e14_one_group_is_refused() -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(as_outcome(coached().assign(coach="north")), "wave", groups="coach")
    assert caught.value.code == "RE-E14"
    assert "north" not in str(caught.value)


def test_e32_fewer_people_than_means_are_refused() -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mmrm(as_outcome(scores(people=6)), "arm * wave")
    assert caught.value.code == "RE-E32"


@pytest.mark.parametrize("fit", [rv.mixed_model, rv.mmrm])
@pytest.mark.parametrize("value", [7.0, 0.0])
def test_e38_scores_without_variance_are_refused(fit: object, value: float) -> None:
    with pytest.raises(EstimationError) as caught:
        fit(as_outcome(scores().assign(score=value)), "wave")  # type: ignore[operator]
    assert caught.value.code == "RE-E38"


def test_a_wave_seen_once_is_left_out_counted_and_flagged() -> None:
    frame = scores()
    extra = frame.iloc[[0]].assign(wave=9, score=31.0)
    seen = as_outcome(pd.concat([frame, extra]))
    model = rv.mmrm(seen, "arm * wave")
    assert model.status == "flagged"
    assert model.spec.dropped == {"wave reached by too few": 1}
    without = rv.mmrm(as_outcome(frame), "arm * wave")
    np.testing.assert_allclose(model.tidy()["estimate"], without.tidy()["estimate"], rtol=1e-8)
    assert "9" not in model.means("wave").tidy()["group"].tolist()


def test_a_wave_with_one_person_per_arm_is_left_out_too() -> None:
    frame = scores()
    extra = frame.iloc[[0, 3]].assign(wave=9)
    model = rv.mmrm(as_outcome(pd.concat([frame, extra])), "arm * wave")
    assert model.spec.dropped == {"wave reached by too few": 2}


def test_two_waves_of_which_one_is_thin_are_refused() -> None:
    frame = scores(waves=2)
    few = frame[(frame["wave"] == 0) | (frame["id"] < 2)]
    with pytest.raises(EstimationError) as caught:
        rv.mmrm(as_outcome(few), "arm * wave")
    assert caught.value.code == "RE-M53"


def test_patterns_with_fewer_people_than_visits_give_the_whole_likelihood() -> None:
    frame = scores(people=24, waves=4)
    rng = np.random.default_rng(2)
    frame = frame[(rng.uniform(size=len(frame)) > 0.45) | (frame["wave"] == 0)]
    seen = frame.groupby("id")["wave"].agg(tuple)
    assert (seen.value_counts() < 4).any()
    model = rv.mmrm(as_outcome(frame), "wave", covariance="csh")
    sd = model.tidy().set_index("term")["estimate"]
    rho = sd["correlation of waves 0 and 3"]
    wave = frame["wave"].to_numpy() // 3
    spread = np.array([sd[f"standard deviation at wave {w}"] for w in (0, 3, 6, 9)])[wave]
    same = frame["id"].to_numpy()[:, None] == frame["id"].to_numpy()
    v = np.where(same, rho, 0.0) * np.outer(spread, spread)
    np.fill_diagonal(v, spread**2)
    x = np.column_stack([np.ones(len(wave)), *(wave == k for k in (1, 2, 3))]).astype(float)
    inverse = np.linalg.inv(v)
    covariance = np.linalg.inv(x.T @ inverse @ x)
    y = frame["score"].to_numpy()
    rest = y - x @ covariance @ x.T @ inverse @ y
    deviance = (
        np.linalg.slogdet(v)[1] - np.linalg.slogdet(covariance)[1] + rest @ inverse @ rest
        + (len(y) - 4) * np.log(2 * np.pi)
    )  # fmt: skip
    assert model.glance()["log_likelihood"].iloc[0] == pytest.approx(-deviance / 2, rel=1e-9)


def test_waves_never_seen_together_step_down_the_ladder() -> None:
    frame = scores(people=60)
    early = frame["id"] % 2 == 0
    frame = frame[(frame["wave"] == 0) | ((frame["wave"] == 3) == early)]
    model = rv.mmrm(as_outcome(frame), "wave")
    assert model.status == "flagged"
    assert model.spec.parameters["structure"] != "us"
    checks = model.checks()
    assert (checks["id"] == "covariance_ladder").any()
    with pytest.raises(EstimationError) as caught:
        rv.mmrm(as_outcome(frame), "wave", ladder=False)
    assert caught.value.code == "RE-E11"


@pytest.mark.parametrize("fit", [rv.mixed_model, rv.mmrm])
def test_waves_that_run_against_days_are_flagged(fit: object) -> None:
    frame = scores().assign(day=lambda f: f["wave"] * 30.0)
    wrong = frame.assign(day=frame["day"].where(frame["id"] >= 4, 180 - frame["day"]))
    outcome = rv.repeated_measures(wrong, value="score", person="id", wave="wave", day="day")
    model = fit(outcome, "arm * wave")  # type: ignore[operator]
    check = model.checks().set_index("id").loc["waves_against_days"]
    assert check["statistic"] == 4
    assert model.status == "flagged"


def test_missing_scores_of_a_whole_arm_at_a_wave_are_not_guessed() -> None:
    frame = scores()
    frame = frame[(frame["wave"] < 6) | (frame["arm"] == "alone")]
    model = rv.mmrm(as_outcome(frame), "arm * wave")
    found = model.contrasts("arm", by="wave").tidy()
    assert found["estimate"].isna().tolist() == [False] * (len(found) - 1) + [True]
    assert found["status"].iloc[-1] == "not_estimable"


@pytest.mark.parametrize(
    ("fit", "options", "code"),
    [
        (rv.mixed_model, {"ddf": "kenward"}, "RE-M60"),
        (rv.mixed_model, {"estimation": "reml"}, "RE-M60"),
        (rv.mixed_model, {"conf_level": 95}, "RE-M22"),
        (rv.mmrm, {"covariance": "un"}, "RE-M60"),
        (rv.mmrm, {"baseline": "intake"}, "RE-M08"),
    ],
)
def test_words_that_options_do_not_take_are_refused(fit, options, code) -> None:
    with pytest.raises(EstimationError) as caught:
        fit(as_outcome(scores()), "wave", **options)
    assert caught.value.code == code
