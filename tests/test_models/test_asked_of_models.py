"""What is asked of a fitted model: several factors, references and waves as numbers, slips."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def seen() -> pd.DataFrame:
    """Return scores and answers of 80 people at three waves, some missed."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"id": np.repeat(np.arange(80), 3), "month": np.tile([0, 3, 6], 80)})
    frame["arm"] = np.array(["a", "b"])[frame["id"] % 2]
    frame["sex"] = np.array(["f", "m"])[frame["id"] // 2 % 2]
    frame["coach"] = (frame["id"] % 8).astype(str)
    frame["age"] = np.repeat(rng.uniform(20, 60, 80), 3)
    frame["score"] = rng.normal(20, 3, 80)[frame["id"]] + rng.normal(0, 2, len(frame))
    frame["sober"] = rng.random(len(frame)) < 0.5
    return frame[rng.random(len(frame)) > 0.1]


def scores(frame: pd.DataFrame) -> rv.Outcome:
    return rv.repeated_measures(frame, value="score", person="id", wave="month")


def model() -> rv.Model:
    return rv.mixed_model(scores(seen()), "arm * wave * sex + age")


def test_a_contrast_within_two_factors_is_that_of_the_cell_means() -> None:
    fitted = model()
    found = fitted.contrasts("arm", by=["sex", "wave"]).tidy()
    means = fitted.means(["sex", "wave", "arm"]).tidy()
    means = means.sort_values(["group", "level"])
    assert len(found) == 6
    assert means["level"].iloc[1] == "wave: 0, arm: b"
    np.testing.assert_allclose(
        found["estimate"],
        means["estimate"].iloc[1::2].to_numpy() - means["estimate"].iloc[::2].to_numpy(),
        rtol=1e-9,
    )
    assert found["level"].iloc[1] == "sex: f, wave: 3"


def test_differences_in_change_run_along_the_last_factor() -> None:
    fitted = model()
    change = fitted.contrasts("arm", by=["sex", "wave"], since=0).tidy()
    plain = fitted.contrasts("arm", by=["sex", "wave"]).tidy()["estimate"].to_numpy()
    np.testing.assert_allclose(
        change["estimate"],
        [plain[1] - plain[0], plain[2] - plain[0], plain[4] - plain[3], plain[5] - plain[3]],
    )
    assert change["level"].iloc[0] == "sex: f, wave: 3 since 0"


def test_a_reference_may_be_the_number_of_a_wave() -> None:
    found = model().contrasts("wave", reference=6).tidy()["contrast"]
    assert found.tolist() == ["0 - 6", "3 - 6"]


@pytest.mark.parametrize("wave", [0, 0.0, "0", "0.0", np.int64(0)])
@pytest.mark.parametrize("fit", [rv.mmrm, rv.gee])
def test_waves_are_whole_numbers_also_where_missing_values_made_them_floats(
    fit: Any, wave: object
) -> None:
    frame = seen().assign(month=lambda f: f["month"].astype(float))
    fitted = fit(scores(frame), "arm * wave")
    levels = fitted.contrasts("arm", by="wave", since=wave).tidy()["level"]
    assert levels.tolist() == ["wave: 3 since 0", "wave: 6 since 0"]


SLIPS: dict[str, Any] = {
    "no factor": lambda m: m.means([]),
    "none": lambda m: m.means(None),
    "a number": lambda m: m.means(3),
    "within itself": lambda m: m.contrasts("arm", "arm"),
    "a list": lambda m: m.contrasts(["arm"]),
    "a way": lambda m: m.contrasts("wave", method="all"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_answered_by_the_way_on(slip: str) -> None:
    with pytest.raises(EstimationError) as caught:
        SLIPS[slip](model())
    assert caught.value.code == "RE-M02"


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ({"random": None}, "RE-E41F"),
        ({"random": "0"}, "RE-E41F"),
        ({"random": 1}, "RE-E41F"),
        ({"groups": 3}, "RE-M60"),
        ({"groups": [3]}, "RE-M60"),
    ],
)
def test_options_of_another_type_are_refused(option: dict[str, Any], code: str) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(scores(seen()), "arm", **option)
    assert caught.value.code == code


def test_no_groups_and_groups_named_twice_are_taken_as_meant() -> None:
    plain = rv.mixed_model(scores(seen()), "arm", groups=None).tidy()
    pd.testing.assert_frame_equal(plain, rv.mixed_model(scores(seen()), "arm").tidy())
    once = rv.mixed_model(scores(seen()), "arm", groups="coach").tidy()
    twice = rv.mixed_model(scores(seen()), "arm", groups=["coach", "coach"]).tidy()
    pd.testing.assert_frame_equal(once, twice)
