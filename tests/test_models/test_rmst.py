"""The restricted mean: by hand, at the edges, and in words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

import recoveryeval as rv
from recoveryeval.errors import EstimationError

STAYS = pd.DataFrame(
    {
        "day": [10, 20, 30, 40, 5, 15, 25, 60],
        "left": [1, 1, 0, 0, 1, 0, 1, 0],
        "arm": list("aaaabbbb"),
    }
)


def outcome(frame: pd.DataFrame = STAYS, **roles: Any) -> Any:
    return rv.time_to_event(frame, time="day", event="left", name="retention", **roles)


def rows(**options: Any) -> pd.DataFrame:
    return rv.rmst(outcome(), "arm", **options).tidy()


def test_by_hand() -> None:
    table = rows(horizon=40)
    # Group a: 10 at 1, 10 at 3/4, 20 at 1/2. Ahead of day 10 lie 17.5 days, of day 20 ten.
    assert table.loc[0, "estimate"] == pytest.approx(27.5, rel=1e-14)
    variance = 17.5**2 / (4 * 3) + 10**2 / (3 * 2)
    assert table.loc[0, "std_error"] == pytest.approx(math.sqrt(variance), rel=1e-14)


def test_difference_and_ratio() -> None:
    table = rows(horizon=40)
    a, b, difference, ratio = (table.iloc[i] for i in range(4))
    assert (difference["contrast"], ratio["contrast"]) == ("b - a", "b / a")
    assert difference["estimate"] == pytest.approx(b["estimate"] - a["estimate"], rel=1e-14)
    log_error = math.hypot(a["std_error"] / a["estimate"], b["std_error"] / b["estimate"])
    assert ratio["estimate"] == pytest.approx(b["estimate"] / a["estimate"], rel=1e-14)
    assert ratio["std_error"] == pytest.approx(ratio["estimate"] * log_error, rel=1e-12)
    width = math.log(ratio["conf_high"] / ratio["conf_low"])
    v = [(r["std_error"] / r["estimate"]) ** 2 for r in (a, b)]
    df = sum(v) ** 2 / sum(x**2 / (r["n"] - 1) for x, r in zip(v, (a, b), strict=True))
    assert ratio["df"] == pytest.approx(df, rel=1e-12)
    assert width == pytest.approx(2 * student.ppf(0.975, df) * log_error, rel=1e-10)
    turned = rows(horizon=40, reference="b")
    assert turned.loc[2, "estimate"] == pytest.approx(-difference["estimate"], rel=1e-14)
    assert turned.loc[3, "estimate"] == pytest.approx(1 / ratio["estimate"], rel=1e-14)


def test_without_censoring_the_difference_is_judged_as_by_welch() -> None:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"day": rng.integers(1, 60, 30), "left": 1, "arm": np.repeat(["a", "b"], [12, 18])}
    )
    row = rv.rmst(outcome(frame), "arm", horizon=40).tidy().iloc[2]
    kept = [frame["day"].clip(upper=40)[frame["arm"] == arm] for arm in "ab"]
    # As Welch's test, but for squares that Greenwood divides by n and not by n - 1.
    v = [k.var(ddof=0) / k.size for k in kept]
    df = sum(v) ** 2 / sum(x**2 / (k.size - 1) for x, k in zip(v, kept, strict=True))
    value = (kept[1].mean() - kept[0].mean()) / math.sqrt(sum(v))
    assert row["df"] == pytest.approx(df, rel=1e-9)
    assert row["p_value"] == pytest.approx(2 * student.sf(abs(value), df), rel=1e-9)


@pytest.mark.parametrize("conf_type", ["log-log", "log", "plain"])
def test_limits_stay_within_the_horizon(conf_type: Any) -> None:
    frame = pd.DataFrame({"day": [1, *range(30, 40)], "left": [1, *[0] * 10]})
    row = rv.rmst(outcome(frame), horizon=30, conf_type=conf_type).tidy().iloc[0]
    assert 0 <= row["conf_low"] < row["estimate"] < row["conf_high"] <= 30
    share, error = row["estimate"] / 30, row["std_error"] / 30
    if conf_type == "log-log":
        step = 1.959963984540054 * error / (share * -math.log(share))
        assert row["conf_low"] == pytest.approx(30 * share ** math.exp(step), rel=1e-12)
        assert row["conf_high"] < 30


def test_a_horizon_beyond_the_observation_of_a_group_gives_no_number() -> None:
    table = rows(horizon=50)
    assert table["status"].tolist() == ["not_estimable", "ok", "not_estimable", "not_estimable"]
    assert table.loc[0, ["estimate", "std_error", "conf_low"]].isna().all()
    assert "beyond the last observed time" in table.loc[0, "reason"]
    told = rv.rmst(outcome(), "arm", horizon=50).checks().set_index("id")
    assert told.loc["longest_horizon", "statistic"] == 40
    assert table.loc[2, "reason"].startswith("a: ")


def test_a_curve_that_reached_zero_needs_no_further_observation() -> None:
    frame = pd.DataFrame({"day": [1, 2, 3], "left": 1})
    assert rv.rmst(outcome(frame), horizon=100).tidy().loc[0, "estimate"] == pytest.approx(2)


def test_a_group_without_events_has_exact_limits() -> None:
    frame = STAYS.assign(left=np.where(STAYS["arm"] == "b", 0, STAYS["left"]))
    table = rv.rmst(outcome(frame), "arm", horizon=20).tidy().set_index("estimand")
    means = table.loc["restricted mean time"]
    assert means["status"].tolist() == ["ok", "fallback"]
    assert means["estimate"].iloc[1] == 20
    assert np.isnan(means["std_error"].iloc[1])
    # Two people were still followed just before day 20: half of 0.05 to the power 1/2.
    assert means["conf_low"].iloc[1] == pytest.approx(20 * 0.025**0.5, rel=1e-12)
    difference = table.loc["difference in restricted mean time"]
    assert difference["status"] == "fallback"
    assert difference["conf_low"] < difference["estimate"] < difference["conf_high"]
    assert np.isnan(difference["p_value"])


def test_everyone_leaving_on_one_day_has_no_standard_error() -> None:
    frame = pd.DataFrame({"day": [7, 7, 7], "left": 1})
    row = rv.rmst(outcome(frame), horizon=10).tidy().iloc[0]
    assert (row["estimate"], row["status"]) == (7, "flagged")
    assert np.isnan(row["conf_low"])


def test_an_arm_of_one_person_is_not_estimated() -> None:
    table = rv.rmst(outcome(STAYS.iloc[3:]), "arm", horizon=20).tidy()
    assert table.loc[0, "status"] == "not_estimable"
    assert table.loc[1, "status"] == "ok"


@pytest.mark.parametrize("horizon", [0, -5, math.nan, math.inf])
def test_an_impossible_horizon_is_refused(horizon: float) -> None:
    with pytest.raises(EstimationError, match="above zero"):
        rows(horizon=horizon)


def test_an_unknown_reference_is_refused() -> None:
    with pytest.raises(EstimationError, match="no group of that name"):
        rows(horizon=20, reference="z")


def test_words_name_the_horizon_and_the_contrast() -> None:
    found = rv.rmst(outcome(), "arm", horizon=20)
    assert "Horizon: 20 days" in found.describe()
    assert "between groups of arm" in found.describe()
    assert "Royston and Parmar 2013" in found.methods()
    assert "b - a" in found.plot().texts[-1].get_text()
