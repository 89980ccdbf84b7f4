"""Imputation: versions, pooled answers, jumping, tipping, and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lost_scores import at_last, study

import recoveryeval as rv


def test_the_same_seed_gives_the_same_versions_and_nothing_seen_is_changed() -> None:
    """Observed scores stay; everyone has every wave."""
    seen = study()
    first, again = (rv.impute(seen, m=2, rng=7, by="arm", auxiliaries=["age"]) for _ in range(2))
    pd.testing.assert_frame_equal(first.outcomes[1].data, again.outcomes[1].data)
    made = first.outcomes[0].data
    assert len(made) == 160 * 3
    both = made.assign(wave=made["wave"].astype(int)).merge(seen.data, on=["person", "wave"])
    assert (both["value_x"] == both["value_y"]).all()
    assert (made["missing"] == "imputed").sum() == first.filled == 480 - len(seen.data)


def test_pooling_recovers_the_difference_that_those_who_stayed_hide() -> None:
    """The true difference is three points; the pooled limits hold it and tell their cost."""
    found = rv.impute(study(600), m=10, rng=1, by="arm").fit(at_last)
    row = found.tidy().iloc[0]
    assert row["conf_low"] < -3 < row["conf_high"] or row["conf_low"] < 3 < row["conf_high"]
    assert 0 < found.checks().set_index("id").loc["missing_information", "statistic"] < 0.6
    assert "Rubin" in found.methods()
    assert row["df"] < 600


def test_jump_to_reference_shrinks_a_difference() -> None:
    """People who leave coaching go on as the control arm does."""
    seen = study(600, lost=0.5)
    plain = rv.impute(seen, m=10, rng=1, by="arm").fit(at_last).tidy()["estimate"].iloc[0]
    jumped = rv.impute(
        seen, m=10, rng=1, by="arm", strategy="jump to reference", reference="control"
    )
    assert abs(jumped.fit(at_last).tidy()["estimate"].iloc[0]) < abs(plain)


def some_not_due(people: int = 1200) -> rv.Outcome:
    """Return two arms; a third each is seen last, missed, or not due yet at the last wave."""
    rng = np.random.default_rng(8)
    arm = np.where(np.arange(people) % 2 == 0, "coaching", "control")
    score = 25 + rng.normal(0, 2, people)[:, None] + rng.normal(0, 1, (people, 2))
    score[arm == "coaching", 1] += 6
    why = np.array(["", "not_held", "not_yet_due"])[np.arange(people) // 2 % 3]
    frame = pd.DataFrame(
        {
            "person": np.repeat([f"p{k}" for k in range(people)], 2),
            "wave": pd.Categorical(np.tile([0, 6], people), [0, 6], ordered=True),
            "value": np.where(np.tile([True, False], people) | np.repeat(why == "", 2),
                              score.ravel(), np.nan),
            "missing": np.where(np.tile([True, False], people), "", np.repeat(why, 2)),
            "arm": np.repeat(arm, 2),
        }
    )  # fmt: skip
    return replace(study(40), frame=frame, covariates=("arm",))


def test_people_who_are_not_due_yet_have_not_left() -> None:
    """They do not jump to the reference, and no delta moves them."""
    jumped = rv.impute(
        some_not_due(), m=2, rng=1, by="arm", strategy="jump to reference", reference="control"
    )
    last = jumped.outcomes[0].data.query("wave == 6 and arm == 'coaching'")
    mean = last.groupby("missing")["value"].mean()
    assert mean["imputed, not due yet"] == pytest.approx(31, abs=0.5)
    assert mean["imputed"] == pytest.approx(25, abs=0.5)
    checks = {check.id: check.statistic for check in jumped.check_rows}
    assert checks["imputed_not_due"] == 400
    made = rv.impute(some_not_due(), m=2, rng=1, by="arm")
    moved = rv.tipping_point(made, at_last, deltas=[0, -3], by="arm", group="coaching").tidy()
    by_hand = -3 * 200 / 600  # of 600 in the arm, 200 were missed
    assert abs(moved["estimate"].diff().iloc[1]) == pytest.approx(abs(by_hand))


def test_the_tipping_point_moves_imputed_scores_only() -> None:
    """At 0 the answer is the pooled one; each point moves it by the share that was imputed."""
    seen = study(300)
    made = rv.impute(seen, m=3, rng=1, by="arm")
    found = rv.tipping_point(made, at_last, deltas=[0, -4, -12], by="arm", group="coaching")
    table = found.tidy().set_index("level")["estimate"]
    assert table["0"] == pytest.approx(made.fit(at_last).tidy()["estimate"].iloc[0])
    last = made.outcomes[0].data.query("wave == 6 and arm == 'coaching'")
    share = (last["missing"] == "imputed").mean()
    assert abs(table["-4"] - table["0"]) == pytest.approx(4 * share)
    assert found.checks().set_index("id").loc["tipping_point", "statistic"] == -12


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"strategy": "last observation carried forward"}, "RE-E42"),
        ({"strategy": "jump to reference"}, "RE-MI43"),
        ({"reference": "control"}, "RE-MI43"),
        ({"strategy": "jump to reference", "reference": "nobody", "by": "arm"}, "RE-MI43"),
        ({"m": 1}, "RE-MI40"),
        ({"auxiliaries": ["weight"]}, "RE-O03"),
    ],
)
def test_what_should_not_be_done_is_refused(options: dict[str, object], code: str) -> None:
    """Carrying forward is refused by name, with what to do instead (E42)."""
    with pytest.raises(rv.RecoveryEvalError) as told:
        rv.impute(study(60), rng=1, **options)  # type: ignore[arg-type]
    assert told.value.code == code


def test_too_few_people_at_a_wave_are_refused() -> None:
    """A visit seen once cannot carry an equation."""
    data = study(40).data
    thin = data[(data["wave"] != 6) | (data["person"] == data["person"].iloc[0])]
    seen = rv.repeated_measures(
        thin[["person", "wave", "value", "arm"]], value="value", person="person", wave="wave"
    )
    with pytest.raises(rv.EstimationError, match="fewer waves"):
        rv.impute(seen, rng=1)
