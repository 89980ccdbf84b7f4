"""Jump to reference against its definition, by least squares: conditional means as the limit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

PEOPLE = 3000


def lost_in_coaching(seed: int = 4) -> pd.DataFrame:
    """Return people (wide): coached ones are older and many leave after the first interview."""
    rng = np.random.default_rng(seed)
    coached = np.arange(PEOPLE) % 2 == 0
    age = rng.normal(np.where(coached, 45, 35), 8)
    first = 20 + 0.2 * (age - 40) + 2 * coached + rng.normal(0, 3, PEOPLE)
    last = first + 0.1 * (age - 40) + 4 * coached + rng.normal(0, 2, PEOPLE)
    gone = coached & (rng.random(PEOPLE) < 1 / (1 + np.exp(first - 22)))
    arm = np.where(coached, "coaching", "control")
    scores = {"first": first, "last": np.where(gone, np.nan, last)}
    return pd.DataFrame({"id": range(PEOPLE), "arm": arm, "age": age, **scores})


def outcome(wide: pd.DataFrame) -> rv.Outcome:
    """Return the scores at months 0 and 6."""
    long = wide.rename(columns={"first": 0, "last": 6}).melt(
        ["id", "arm", "age"], var_name="month", value_name="score"
    )
    return rv.repeated_measures(long.dropna(), value="score", person="id", wave="month")


def line(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return least-squares coefficients of y on an intercept and x."""
    return np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)[0]


def by_definition(wide: pd.DataFrame) -> pd.Series:
    """Return the limit: control's mean of people of this age, and how far one was off one's own."""
    control, own = wide[wide["arm"] == "control"], wide[wide["arm"] == "coaching"]
    on_age = {name: line(control["age"].to_numpy(), control[name].to_numpy())
              for name in ("first", "last")}  # fmt: skip
    off = {name: control[name] - a - b * control["age"] for name, (a, b) in on_age.items()}
    slope = (off["first"] * off["last"]).sum() / (off["first"] ** 2).sum()
    start = line(own["age"].to_numpy(), own["first"].to_numpy())
    left = own[own["last"].isna()].set_index("id")
    expected = on_age["last"][0] + on_age["last"][1] * left["age"]
    return expected + slope * (left["first"] - start[0] - start[1] * left["age"])


def test_imputed_scores_lie_around_the_conditional_mean_of_the_rule() -> None:
    """Person by person: the mean over versions, within its own noise."""
    wide = lost_in_coaching()
    made = rv.impute(outcome(wide), m=60, rng=2, by="arm", auxiliaries=["age"], iterations=2,
                     strategy="jump to reference", reference="control")  # fmt: skip
    drawn = []
    for version in made.outcomes:
        frame = version.data.query("missing == 'imputed'")
        drawn.append(frame.set_index(frame["person"].astype(int))["value"])
    mean, want = pd.concat(drawn, axis=1).mean(axis=1), by_definition(wide)
    assert mean.index.sort_values().equals(want.index.sort_values())
    off = mean - want.reindex(mean.index)
    assert off.mean() == pytest.approx(0, abs=4 * 2 / np.sqrt(60 * len(off)) + 0.1)
    assert off.std() == pytest.approx(2 / np.sqrt(60), rel=0.15)  # the noise of one score is 2
    assert np.corrcoef(off, wide.set_index("id")["age"].reindex(off.index))[0, 1] < 0.1


def test_columns_that_repeat_each_other_do_not_stop_a_jump() -> None:
    """Two waves alike leave a covariance without an inverse."""
    wide = lost_in_coaching().head(400)
    long = pd.concat([outcome(wide).data, outcome(wide).data.query("wave == 0").assign(wave=3)])
    twice = rv.repeated_measures(
        long.drop(columns="missing", errors="ignore"), value="value", person="person", wave="wave"
    )
    made = rv.impute(twice, m=2, rng=1, by="arm", strategy="jump to reference",
                     reference="control")  # fmt: skip
    assert np.isfinite(made.outcomes[0].data["value"]).all()
