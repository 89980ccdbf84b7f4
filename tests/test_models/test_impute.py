"""Imputation: Rubin's rules against an oracle, the engines against known truths, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from oracle_files import oracle

import recoveryeval as rv
from recoveryeval.stats.chained_equations import Wide, complete
from recoveryeval.stats.jump_to_reference import Normal, jump, normal_draw
from recoveryeval.stats.rubin import pool


def study(n: int = 160, seed: int = 1, lost: float = 0.3) -> rv.Outcome:
    """Return scores at three waves in two arms; some are lost after the first or second."""
    rng = np.random.default_rng(seed)
    arm = np.array(["control", "coaching"])[np.arange(n) % 2]
    level = rng.normal(25, 4, n)
    effect = np.where(arm == "coaching", 3.0, 0.0)[:, None] * np.array([0.0, 0.5, 1.0])
    scores = level[:, None] + effect + rng.normal(0, 2, (n, 3))
    gone = rng.random(n) < lost * 2 / (1 + np.exp((scores[:, 0] - 25) / 3))
    scores[gone, 2] = np.nan
    scores[gone & (rng.random(n) < 0.4), 1] = np.nan
    frame = pd.DataFrame(scores, columns=[0, 3, 6]).assign(
        id=range(n), arm=arm, age=rng.normal(40, 9, n)
    )
    long = frame.melt(["id", "arm", "age"], var_name="month", value_name="score")
    return rv.repeated_measures(
        long[long["score"].notna()], value="score", person="id", wave="month", name="hope"
    )


def at_last(outcome: rv.Outcome) -> rv.Result:
    """Return the difference between arms at the last wave."""
    return rv.linear(outcome, "arm", wave=6).contrasts("arm")


@pytest.mark.parametrize(("name", "free"), [("dfcom_40", 40.0), ("dfcom_200", 200.0)])
def test_rubins_rules_agree_with_mice(name: str, free: float) -> None:
    """Total variance, degrees of freedom, increase and missing information."""
    held = oracle("09_mi_pool")
    found = pool(
        np.array(held["input"]["estimate"])[:, None],
        np.array(held["input"]["se"])[:, None],
        np.array([free]),
    )
    want = held["output"][name]
    got = [found.std_error[0] ** 2, found.df[0], found.increase[0], found.missing_information[0]]
    assert got == pytest.approx([want["t"], want["df"], want["riv"], want["fmi"]], rel=1e-10)


def test_imputations_that_agree_cost_nothing() -> None:
    """Without variation between versions the error is the model's own."""
    found = pool(np.full((5, 1), 2.0), np.full((5, 1), 0.5), np.array([np.inf]))
    assert (found.std_error[0], found.missing_information[0]) == (0.5, 0.0)
    assert np.isinf(found.df[0])
    limited = pool(np.full((5, 1), 2.0), np.full((5, 1), 0.5), np.array([40.0]))
    assert limited.df[0] == pytest.approx(41 / 43 * 40)


def test_the_chain_finds_a_normal_mean_under_absence_at_random() -> None:
    """Half of the second score is absent by the first; its mean is 1.5 x 0.8 = 1.2 at x = 1.5."""
    rng = np.random.default_rng(3)
    x = rng.normal(1.5, 1, 4000)
    y = 0.8 * x + rng.normal(0, 0.6, 4000)
    y[x > np.median(x)] = np.nan
    wide = Wide(np.column_stack([x, y]), np.empty((4000, 0)), np.zeros(2, bool))
    for method in ("regression", "matching"):
        filled = complete(wide, method=method, iterations=3, rng=rng)  # type: ignore[arg-type]
        assert np.isfinite(filled).all()
        if method == "regression":  # matching cannot leave the range of what was seen
            assert filled[:, 1].mean() == pytest.approx(1.2, abs=0.06)
        else:
            assert np.isin(filled[np.isnan(y), 1], y).all()
        assert np.array_equal(filled[~np.isnan(y), 1], y[~np.isnan(y)])


def test_binary_helpers_are_filled_with_zeros_and_ones() -> None:
    """Also where the answer separates perfectly."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=300)
    yes = (x > 0).astype(float)
    yes[:60] = np.nan
    wide = Wide(np.column_stack([yes, x]), np.empty((300, 0)), np.array([True, False]))
    filled = complete(wide, method="regression", iterations=2, rng=rng)[:60, 0]
    assert set(filled) <= {0.0, 1.0}
    assert (filled == (x[:60] > 0)).mean() > 0.85  # the prior leaves some doubt near zero


def test_jump_to_reference_has_the_reference_means_after_leaving() -> None:
    """A known normal: the mean after leaving is the reference's, given how far from one's own."""
    rng = np.random.default_rng(5)
    covariance = np.array([[4.0, 2.0], [2.0, 4.0]])
    own, reference = (
        Normal(np.array([10.0, 20.0]), covariance),
        Normal(np.array([10.0, 12.0]), covariance),
    )
    rows = np.column_stack([np.full(20_000, 12.0), np.full(20_000, 99.0)])
    after = np.tile([False, True], (20_000, 1))
    drawn = jump(rows, after, own, reference, rng)
    assert (drawn[:, 0] == 12.0).all()
    assert drawn[:, 1].mean() == pytest.approx(12 + 0.5 * 2, abs=0.06)
    assert drawn[:, 1].var() == pytest.approx(3.0, rel=0.05)


def test_normal_draws_vary_as_their_posterior() -> None:
    """Means with covariance S/n, covariances around S."""
    rng = np.random.default_rng(6)
    rows = rng.multivariate_normal([1, 2], [[2, 1], [1, 3]], 400)
    draws = [normal_draw(rows, rng) for _ in range(600)]
    means = np.array([d.mean for d in draws])
    assert means.mean(axis=0) == pytest.approx(rows.mean(axis=0), abs=0.02)
    assert np.cov(means.T) == pytest.approx(np.cov(rows.T) / 400, rel=0.3)
    square = np.mean([d.covariance for d in draws], axis=0)
    assert square == pytest.approx(np.cov(rows.T), rel=0.05)


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
