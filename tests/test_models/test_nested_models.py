"""mixed_model(groups=): people within coaches within sites, against lme4, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from nested_people import NESTED, as_outcome, coached, nested_outcome

import recoveryeval as rv
from recoveryeval.errors import EstimationError

FORMULAS = {
    "pastes": ("1", "1"),
    "six_coaches": ("arm * day + age", "1"),
    "slopes": ("arm * day", "1 + day"),
    "sites": ("arm * day + age", "1"),
}


@pytest.mark.parametrize("name", NESTED)
@pytest.mark.parametrize("ddf", ["satterthwaite", "kenward-roger"])
def test_nested_models_give_the_numbers_of_lmertest(name: str, ddf: str) -> None:
    golden, (formula, random) = NESTED[name], FORMULAS[name]
    model = rv.mixed_model(
        nested_outcome(name), formula, random=random, groups=golden["groups"][::-1], ddf=ddf
    )
    q = len(golden["beta"])
    table = model.tidy()
    own = table.iloc[:q].reset_index(drop=True)
    order = np.argsort(np.argsort(own["estimate"]))
    theirs = np.argsort(np.argsort(golden["beta"]))
    turn = [int(np.flatnonzero(theirs == k)[0]) for k in order]
    errors = golden["std_error" if ddf == "satterthwaite" else "kr_std_error"]
    np.testing.assert_allclose(own["estimate"], np.array(golden["beta"])[turn], rtol=1e-5)
    np.testing.assert_allclose(own["std_error"], np.array(errors)[turn], rtol=1e-5)
    df = golden[ddf.replace("-", "_")]
    np.testing.assert_allclose(own["df"], np.array(df)[turn], rtol=1e-3)
    shares = table.set_index("term")["estimate"]
    marginal = shares["explained by the formula (marginal R2)"]
    assert marginal == pytest.approx(golden["marginal"], rel=1e-4, abs=1e-10)
    conditional = shares["explained by formula and groups (conditional R2)"]
    assert conditional == pytest.approx(golden["conditional"], rel=1e-4)
    between = golden["variances"]["coach (Intercept) NA"]
    assert shares["variance between groups of coach"] == pytest.approx(between, rel=1e-4)


def test_intraclass_correlations_add_up_from_the_outside_in() -> None:
    table = rv.mixed_model(nested_outcome("sites"), "arm * day + age", groups=["site", "coach"])
    found = table.tidy().set_index("term")["estimate"]
    parts = [f"variance between groups of {name}" for name in ("site", "coach")]
    variances = [*parts, "variance between people: intercept", "variance within people"]
    share = found[variances].to_numpy() / found[variances].sum()
    terms = ["two people of one site", "two people of one coach", "two scores of one person"]
    np.testing.assert_allclose(found[terms].to_numpy(), np.cumsum(share)[:3], rtol=1e-12)


def test_coaches_that_do_not_differ_are_flagged_and_leave_the_model_as_it_was() -> None:
    frame = coached(sd=0.0)
    frame["score"] -= frame.groupby("coach")["score"].transform("mean")
    model = rv.mixed_model(as_outcome(frame), "wave", groups="coach")
    without = rv.mixed_model(as_outcome(frame), "wave")
    assert model.status == "flagged"
    assert "variance_at_zero" in model.checks()["id"].tolist()
    columns = ["estimate", "std_error", "df"]
    pd.testing.assert_frame_equal(
        model.tidy()[columns].iloc[:3], without.tidy()[columns].iloc[:3], rtol=1e-4
    )


def test_few_coaches_are_flagged_and_their_arms_have_few_degrees_of_freedom() -> None:
    frame = coached(coaches=4, each=15)
    frame["arm"] = np.where(frame["coach"].isin(["c0", "c1"]), "coached", "alone")
    model = rv.mixed_model(as_outcome(frame), "arm + wave", groups="coach", ddf="kenward-roger")
    check = model.checks().set_index("id").loc["groups"]
    assert check["verdict"] == "concern"
    assert check["statistic"] == 4
    assert model.tidy().set_index("term").loc["arm: coached", "df"] < 4


@pytest.mark.parametrize(
    ("change", "groups", "code", "count"),
    [
        (lambda f: f.assign(coach=f["coach"].where(~((f["id"] < 3) & (f["wave"] == 3)), "c7")),
         "coach", "RE-M50", 3),
        (lambda f: f.assign(site=np.where(f["id"] < 2, "s0", f["site"])),
         ["coach", "site"], "RE-M50", 1),
        (lambda f: f.assign(coach="c0"), "coach", "RE-E14", 1),
        (lambda f: f.assign(coach=f["id"].astype(str)), "coach", "RE-M51", 64),
        (lambda f: f.assign(site=f["coach"]), ["coach", "site"], "RE-M51", 8),
    ],
)  # fmt: skip
def test_crossed_and_single_groups_are_refused_with_counts(
    change: object, groups: str | list[str], code: str, count: int
) -> None:
    frame = change(coached())  # type: ignore[operator]
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(as_outcome(frame), "wave", groups=groups)
    assert caught.value.code == code
    assert caught.value.rows == count
    assert "c0" not in str(caught.value)


def test_an_arm_that_is_the_coach_is_refused() -> None:
    frame = coached(coaches=2, each=20)
    frame["arm"] = np.where(frame["coach"] == "c0", "coached", "alone")
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(as_outcome(frame), "arm + wave", groups="coach")
    assert caught.value.code == "RE-M52"


def test_people_without_a_coach_are_left_out_and_counted() -> None:
    frame = coached()
    holes = frame.assign(coach=frame["coach"].where(frame["id"] != 5))
    model = rv.mixed_model(as_outcome(holes), "wave", groups="coach")
    assert model.spec.dropped == {"coach missing": int((frame["id"] == 5).sum())}
    without = rv.mixed_model(as_outcome(frame[frame["id"] != 5]), "wave", groups="coach")
    np.testing.assert_allclose(
        model.tidy()["estimate"], without.tidy()["estimate"], rtol=1e-8, atol=1e-12
    )


def test_days_of_their_own_cost_no_more_than_planned_ones() -> None:
    rng = np.random.default_rng(1)
    frame = coached(coaches=10, each=30).drop(columns="wave")
    frame["day"] = rng.integers(0, 400, len(frame)).astype(float)
    own = rv.repeated_measures(frame, value="score", person="id", day="day")
    model = rv.mixed_model(own, "arm + day", random="1 + day", groups=["site", "coach"])
    assert model.glance()["n"].iloc[0] == 300
    doubled = frame.assign(day=frame["day"] * 2)
    again = rv.mixed_model(
        rv.repeated_measures(doubled, value="score", person="id", day="day"),
        "arm + day", random="1 + day", groups=["site", "coach"],
    )  # fmt: skip
    first, second = (m.tidy().set_index("term")["estimate"] for m in (model, again))
    assert second["day"] == pytest.approx(first["day"] / 2, rel=1e-4)
