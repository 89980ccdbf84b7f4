"""Weights for coming back: by hand, against R, and in a study where coming back matters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv


def study(n: int = 3000, seed: int = 1) -> rv.Outcome:
    """Return scores of people who come back less often when they started low."""
    rng = np.random.default_rng(seed)
    first = rng.normal(25, 4, n)
    last = first + 2 + rng.normal(0, 2, n)
    back = rng.random(n) < 1 / (1 + np.exp(-(first - 25) / 2))
    frame = pd.DataFrame({"id": range(n), "0": first, "6": np.where(back, last, np.nan)})
    long = frame.melt("id", var_name="month", value_name="score")
    long["half"] = np.where(long["id"] % 2 == 0, "even", "odd")
    return rv.repeated_measures(
        long[long["score"].notna()], value="score", person="id", wave="month", name="hope"
    )


def test_weights_by_hand() -> None:
    """Two of four women and six of eight men came back, eight of twelve in all."""
    frame = pd.DataFrame({"id": [*range(12), *range(8)], "month": [0] * 12 + [6] * 8, "score": 1.0})
    frame["score"] = np.arange(len(frame), dtype=float)
    frame["sex"] = np.where(frame["id"].isin([0, 1, 8, 9]), "f", "m")
    own = rv.repeated_measures(frame, value="score", person="id", wave="month")
    made = rv.followup_weights(own, "sex", wave=6).data
    weights = made.dropna(subset=["followup_weight"]).groupby("sex")["followup_weight"].first()
    share = 8 / 12
    assert weights["f"] == pytest.approx(share / 0.5, rel=1e-6)
    assert weights["m"] == pytest.approx(share / (6 / 8), rel=1e-6)
    assert made["followup_weight"].notna().sum() == 8


def test_weighting_removes_the_bias_of_those_who_stayed() -> None:
    """Everyone's mean at the end is 27; people who came back have more."""
    seen = study()
    plain = seen.data.query("wave == '6'")["value"]
    assert plain.mean() > 27.8
    weighted = rv.followup_weights(seen, "baseline", wave="6", baseline="0")
    row = rv.linear(weighted, "half", wave="6", weights="followup_weight").tidy().iloc[0]
    assert row["estimate"] == pytest.approx(27.0, abs=4 * row["std_error"])
    assert row["estimate"] < plain.mean() - 0.5


def test_weighted_least_squares_agrees_with_statsmodels() -> None:
    """Estimates and HC3 errors of weighted least squares."""
    import statsmodels.api as sm

    weighted = rv.followup_weights(study(200), "baseline", wave="6", baseline="0")
    found = rv.linear(weighted, "half", wave="6", weights="followup_weight").tidy()
    rows = weighted.data.dropna(subset=["followup_weight"])
    x = sm.add_constant((rows["half"] == "odd").to_numpy(float))
    want = sm.WLS(rows["value"].to_numpy(), x, rows["followup_weight"].to_numpy()).fit(
        cov_type="HC3"
    )
    np.testing.assert_allclose(found["estimate"], want.params, rtol=1e-10)
    np.testing.assert_allclose(found["std_error"], want.bse, rtol=1e-8)


def test_weights_are_one_on_average_and_uneven_ones_are_flagged() -> None:
    """The effective number of people is told, and a tiny chance is a concern."""
    made = rv.followup_weights(study(), "baseline", wave="6", baseline="0")
    weights = made.data["followup_weight"].dropna()
    assert weights.mean() == pytest.approx(1.0, abs=0.1)
    check = next(c for c in made.check_rows if c.id == "followup_weights")
    assert check.verdict == "concern"
    assert check.statistic < len(weights)


@pytest.mark.parametrize("options", [{"cluster": "half"}, {"variance": "model"}])
def test_what_weights_do_not_go_with_is_refused(options: dict[str, str]) -> None:
    """No variance that takes weights for counts."""
    made = rv.followup_weights(study(100), "baseline", wave="6", baseline="0")
    with pytest.raises(rv.EstimationError) as told:
        rv.linear(made, "half", wave="6", weights="followup_weight", **options)  # type: ignore[arg-type]
    assert told.value.code == "RE-E33"


def test_nothing_to_weight_is_refused() -> None:
    """Everybody came back."""
    frame = pd.DataFrame({"id": [0, 1] * 2, "month": [0, 0, 6, 6], "score": [1.0, 2, 3, 4]})
    own = rv.repeated_measures(frame, value="score", person="id", wave="month")
    with pytest.raises(rv.EstimationError) as told:
        rv.followup_weights(own, "baseline", wave=6, baseline=0)
    assert told.value.code == "RE-MI51"


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_weights_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    """Shuffled rows give each person the same weight."""
    seen = study(120, seed)
    shuffled = seen.data.sample(frac=1, random_state=seed).reset_index(drop=True)
    other = rv.repeated_measures(shuffled, value="value", person="person", wave="wave")
    first, again = (
        rv.followup_weights(o, "baseline", wave="6", baseline="0").data.set_index(
            ["person", "wave"]
        )
        for o in (seen, other)
    )
    both = first["followup_weight"].dropna()
    np.testing.assert_allclose(again["followup_weight"].reindex(both.index), both, rtol=1e-6)


def test_blanks_are_counted_and_waves_and_columns_that_cannot_be_are_refused() -> None:
    """A typing error in a wave is no wave that nobody came to; moods are no trait."""
    rows = study(200).data.assign(age=lambda d: np.where(d["person"].astype(int) < 9, np.nan, 40.0))
    rows["age"] += rows["person"].astype(int) % 7
    rows["mood"], rows["seen"] = np.arange(len(rows), dtype=float), rows["age"].fillna(40)
    own = rv.repeated_measures(
        rows[["person", "wave", "value", "age", "mood", "seen"]],
        value="value", person="person", wave="wave",
    )  # fmt: skip
    checks = rv.followup_weights(own, "age", wave="6").check_rows
    assert {c.id: c.statistic for c in checks}["followup_blank"] == 9
    assert rv.followup_weights(own, "seen", wave="6").data["followup_weight"].notna().any()
    for wave, baseline in (("7", None), ("6", "first")):
        with pytest.raises(rv.EstimationError, match="no such wave"):
            rv.followup_weights(own, "age", wave=wave, baseline=baseline)
    with pytest.raises(rv.EstimationError, match="changes within"):
        rv.followup_weights(own, "mood", wave="6")
