"""mixed_model() and mmrm(): their answers, their flags, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "gaussian.json").read_text())


def scores(seed: int = 5, people: int = 40, drop: float = 0.2) -> pd.DataFrame:
    """Return scores of three waves, some of them missed."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), 3)
    wave = np.tile([0, 3, 6], people)
    arm = np.where(person % 2 == 1, "coached", "alone")
    level = rng.normal(0, 3, people)[person]
    score = 20 + level + wave * 0.5 * (arm == "coached") + rng.normal(0, 2, len(person))
    frame = pd.DataFrame({"id": person, "wave": wave, "day": wave * 30, "arm": arm, "score": score})
    return frame[(rng.uniform(size=len(frame)) > drop) | (frame["wave"] == 0)]


def outcome(frame: pd.DataFrame) -> Outcome:
    """Return the outcome of a score frame."""
    return rv.repeated_measures(frame, value="score", person="id", wave="wave", day="day")


def test_the_public_model_gives_the_numbers_of_lmertest() -> None:
    golden = next(s for s in GOLDEN["sets"] if s["name"] == "sleepstudy_slope")
    frame = pd.DataFrame(
        {"y": golden["y"], "id": golden["person"], "day": np.array(golden["x"])[:, 1]}
    )
    own = rv.repeated_measures(frame, value="y", person="id", day="day")
    table = rv.mixed_model(own, "day", random="1 + day").tidy().iloc[:2]
    np.testing.assert_allclose(table["estimate"], golden["beta"], rtol=1e-5)
    np.testing.assert_allclose(table["std_error"], golden["std_error"], rtol=1e-5)
    np.testing.assert_allclose(table["df"], golden["satterthwaite"], rtol=1e-3)
    adjusted = rv.mixed_model(own, "day", random="1 + day", ddf="kenward-roger").tidy().iloc[:2]
    np.testing.assert_allclose(adjusted["df"], golden["kenward_roger"], rtol=1e-3)


def test_contrasts_are_differences_of_means_and_survive_json() -> None:
    model = rv.mmrm(outcome(scores()), "arm * wave", ddf="kenward-roger")
    means = model.means(["wave", "arm"]).tidy().set_index(["group", "level"])["estimate"]
    found = model.contrasts("arm", by="wave").tidy()
    for wave in ("0", "3", "6"):
        expected = means[wave, "arm: coached"] - means[wave, "arm: alone"]
        row = found[found["level"] == f"wave: {wave}"].iloc[0]
        assert row["contrast"] == "coached - alone"
        assert row["estimate"] == pytest.approx(expected, rel=1e-12)
    again = rv.Result.from_json(model.to_json()).contrasts("arm", by="wave").tidy()  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(again, found, check_dtype=False)


def test_pairwise_contrasts_and_their_correction() -> None:
    model = rv.mmrm(outcome(scores()), "wave")
    plain = model.contrasts("wave", method="pairwise").tidy()
    assert plain["contrast"].tolist() == ["3 - 0", "6 - 0", "6 - 3"]
    holm = model.contrasts("wave", method="pairwise", adjust="holm").tidy()["p_value"]
    order = np.argsort(plain["p_value"].to_numpy())
    by_hand = np.maximum.accumulate(plain["p_value"].to_numpy()[order] * [3, 2, 1])
    np.testing.assert_allclose(holm.to_numpy()[order], np.minimum(by_hand, 1))


def test_a_slope_is_asked_for_like_a_contrast() -> None:
    model = rv.mixed_model(outcome(scores()), "arm * day", random="1")
    slopes = model.contrasts("day", by="arm").tidy()
    terms = model.tidy().set_index("term")["estimate"]
    assert slopes["estimate"].iloc[0] == pytest.approx(terms["day"], rel=1e-8)
    expected = terms["day"] + terms["arm: coached x day"]
    assert slopes["estimate"].iloc[1] == pytest.approx(expected, rel=1e-8)


def test_people_who_do_not_differ_give_a_flagged_fallback_with_residual_df() -> None:
    rng = np.random.default_rng(3)
    frame = scores(drop=0.0)
    noise = rng.normal(0, 2, len(frame))
    frame["score"] = (
        noise - pd.Series(noise).groupby(frame["id"].to_numpy()).transform("mean").to_numpy()
    )
    model = rv.mixed_model(outcome(frame), "wave")
    table = model.tidy().iloc[:3]
    assert model.status == "fallback"
    assert "singular_random_effects" in model.checks()["id"].tolist()
    np.testing.assert_allclose(table["df"], len(frame) - 3, rtol=1e-6)
    x = np.column_stack([np.ones(len(frame)), frame["wave"] == 3, frame["wave"] == 6])
    residual = frame["score"] - x @ np.linalg.lstsq(x, frame["score"], rcond=None)[0]
    sigma = residual @ residual / (len(frame) - 3)
    expected = np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * sigma)
    np.testing.assert_allclose(table["std_error"], expected, rtol=1e-4)


@pytest.mark.parametrize(
    ("change", "formula", "code"),
    [
        (lambda f: f[f["wave"] == 0], "arm", "RE-E13"),
        (lambda f: f[f["id"] < 1], "day", "RE-E32"),
        (lambda f: f.assign(score=1.0), "day", "RE-E38"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(change: object, formula: str, code: str) -> None:
    frame = change(scores(drop=0.0))  # type: ignore[operator]
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(outcome(frame), formula)
    assert caught.value.code == code


def test_a_comparison_only_model_has_no_means_and_names_are_offered() -> None:
    model = rv.mmrm(outcome(scores()), "arm + wave")
    with pytest.raises(EstimationError, match="nearest valid name is 'wave'"):
        model.means("waves")


def test_row_order_and_splitting_the_names_do_not_matter() -> None:
    frame = scores()
    first = rv.mmrm(outcome(frame), "arm * wave").tidy()
    other = frame.sample(frac=1, random_state=1).assign(id=lambda f: f["id"] * 7 + 1)
    second = rv.mmrm(outcome(other), "arm * wave").tidy()
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-6)
    np.testing.assert_allclose(first["df"].dropna(), second["df"].dropna(), rtol=1e-5)


def test_rows_without_a_covariate_are_left_out_of_fit_and_grid() -> None:
    frame = scores(drop=0.0).assign(age=lambda f: 30.0 + f["id"] % 9)
    holes = frame.assign(age=frame["age"].where(frame["id"] != 3))
    model = rv.mixed_model(outcome(holes), "arm * wave + age")
    without = rv.mixed_model(outcome(frame[frame["id"] != 3]), "arm * wave + age")
    assert model.spec.dropped == {"age missing": 3}
    pd.testing.assert_frame_equal(
        model.means("arm").tidy(), without.means("arm").tidy(), check_exact=False, rtol=1e-9
    )


def test_an_answer_is_trusted_no_further_than_its_fit() -> None:
    rng = np.random.default_rng(3)
    frame = scores(drop=0.0)
    noise = pd.Series(rng.normal(0, 2, len(frame)))
    flat = noise - noise.groupby(frame["id"].to_numpy()).transform("mean")
    model = rv.mixed_model(outcome(frame.assign(score=flat.to_numpy())), "wave")
    assert model.status == "fallback"
    assert set(model.contrasts("wave").tidy()["status"]) == {"fallback"}
