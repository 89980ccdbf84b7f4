"""Inputs that make incidences and hazards hard: one person, no events, few clusters, the end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError

CAUSES = {1: "readmission", 2: "death"}
TEN = pd.DataFrame(
    {
        "day": [2, 3, 3, 5, 6, 7, 8, 9, 10, 12],
        "status": [1, 2, 1, 0, 1, 2, 0, 1, 0, 0],
        "arm": list("ababababab"),
        "site": list("aabbccddee"),
        "w": [1, 2, 1, 2, 1, 2, 1, 2, 1, 2],
    }
)


def back(frame: pd.DataFrame = TEN, **roles: Any) -> rv.Outcome:
    return rv.competing_events(frame, time="day", status="status", causes=CAUSES, **roles)


def refused(code: str, action: Any) -> EstimationError:
    with pytest.raises(EstimationError) as caught:
        action()
    assert caught.value.code == code
    return caught.value


def rows(tidy: pd.DataFrame, **where: str) -> pd.DataFrame:
    for column, value in where.items():
        tidy = tidy[tidy[column] == value]
    return tidy.reset_index(drop=True)


def test_an_arm_of_one_is_not_estimated() -> None:
    alone = TEN.assign(arm=["a"] + ["b"] * 9)
    for curve in (
        rv.cumulative_incidence(back(alone), "arm"),
        rv.nelson_aalen(back(alone), "arm"),
    ):
        own = rows(curve.tidy(), group="a")
        assert (own["status"] == "not_estimable").all()
        assert own[["estimate", "std_error", "conf_low", "conf_high"]].isna().all(axis=None)
        assert "one_person" in curve.checks()["id"].tolist()
        assert curve.status == "not_estimable"


def test_an_empty_arm_is_named() -> None:
    empty = TEN.assign(arm=pd.Categorical(TEN["arm"], ["a", "b", "c"]))
    assert "'c'" in str(refused("RE-E02", lambda: rv.cumulative_incidence(back(empty), "arm")))


def test_a_cause_nobody_had_gets_an_exact_limit() -> None:
    none = TEN.assign(status=np.where(TEN["status"] == 1, 1, 0), arm="a")
    curve = rv.cumulative_incidence(back(none))
    deaths = rows(curve.tidy(), cause="death")
    assert (deaths["estimate"] == 0).all()
    assert (deaths["status"] == "fallback").all()
    assert (np.diff(deaths["conf_high"]) >= 0).all()
    assert "one_cause" in curve.checks()["id"].tolist()


def test_the_exact_limit_is_clopper_and_pearsons_when_nobody_is_censored() -> None:
    ended = TEN.assign(status=1)
    ended.loc[3, "status"] = 2
    curve = rv.cumulative_incidence(back(ended))
    before = rows(curve.at([0, 4]).tidy(), cause="death")
    # Ten people, all seen to their end: none of ten had died by day 4, whoever was readmitted.
    np.testing.assert_allclose(before["conf_high"], beta.ppf(0.975, 1, 10), rtol=1e-12)
    assert before["conf_low"].tolist() == [0, 0]


def test_the_exact_limit_knows_who_left_in_between() -> None:
    few = pd.DataFrame({"day": [1, 2, 4, 5, 9], "status": [0, 0, 0, 0, 1]})
    high = rows(rv.cumulative_incidence(back(few)).at([0.5, 1, 1.5, 4, 4.5]).tidy(), cause="death")
    left = np.array([5, 5, 4, 3, 2])
    np.testing.assert_allclose(high["conf_high"], beta.ppf(0.975, 1, left), rtol=1e-12)
    assert high["n_risk"].tolist() == left.tolist()


def test_everyone_had_the_one_event_there_is() -> None:
    all_of_them = TEN.assign(status=1)
    tidy = rv.cumulative_incidence(back(all_of_them)).tidy()
    last = rows(tidy, cause="readmission").iloc[-1]
    assert (last["estimate"], last["conf_high"], last["status"]) == (1, 1, "flagged")
    assert last["conf_low"] == pytest.approx(1 - beta.ppf(0.975, 1, 10))  # ten of ten
    beyond = rows(rv.cumulative_incidence(back(all_of_them)).at(99).tidy(), cause="readmission")
    assert beyond["estimate"].tolist() == [1]


def test_nothing_is_carried_beyond_observation_unless_everyone_had_an_event() -> None:
    beyond = rv.cumulative_incidence(back()).at(13).tidy()
    assert (beyond["status"] == "not_estimable").all()
    assert beyond["estimate"].isna().all()
    over = TEN.assign(status=[1, 2] * 5)
    assert rv.cumulative_incidence(back(over)).at(99).tidy()["estimate"].tolist() == [0.5, 0.5]
    assert rv.nelson_aalen(back()).at(13).tidy()["estimate"].isna().all()


def test_events_at_time_zero_count() -> None:
    early = TEN.assign(day=TEN["day"].where(TEN["day"] > 2, 0))
    assert rv.cumulative_incidence(back(early)).at(0).tidy()["estimate"].tolist() == [0.1, 0]
    assert rv.nelson_aalen(back(early)).at(0).tidy()["estimate"].tolist() == [0.1, 0]


def test_impossible_rows_are_refused_at_the_door() -> None:
    with pytest.raises(OutcomeError):
        back(TEN.assign(day=-TEN["day"]))
    twice = pd.concat([TEN.assign(who=range(10)), TEN.assign(who=range(10), day=TEN["day"] + 3)])
    with pytest.raises(OutcomeError):
        back(twice, person="who")


def test_a_persons_rows_are_one_person() -> None:
    whole = TEN.assign(who=[f"p{i}" for i in range(10)], start=0.0)
    late = whole[whole["day"] > 4].assign(start=4.0)
    early = whole.assign(
        status=whole["status"].where(whole["day"] <= 4, 0), day=whole["day"].clip(upper=4)
    )
    split = pd.concat([early, late], ignore_index=True)
    for model in (rv.cumulative_incidence, rv.nelson_aalen):
        one, two = (
            model(back(f, person="who", entry="start"), "arm").tidy() for f in (whole, split)
        )
        both = two.merge(one[["cause", "group", "time"]], on=["cause", "group", "time"])
        columns = ["estimate", "std_error", "conf_low", "conf_high", "n", "n_risk"]
        pd.testing.assert_frame_equal(both[columns], one[columns], rtol=1e-10)


def test_missing_groups_are_counted_and_many_refused() -> None:
    some = TEN.assign(arm=TEN["arm"].where(TEN.index > 1))
    curve = rv.cumulative_incidence(back(some), "arm")
    assert curve.spec.dropped == {"arm missing": 2}
    assert curve.glance()["n"].tolist() == [8]
    most = TEN.assign(arm=TEN["arm"].where(TEN.index > 6))
    refused("RE-E31", lambda: rv.nelson_aalen(back(most), "arm"))


def test_weights_give_robust_errors_and_counts_of_people() -> None:
    plain = rv.cumulative_incidence(back()).tidy()
    equal = rv.cumulative_incidence(back(TEN.assign(w=3.0)), weights="w").tidy()
    columns = ["estimate", "std_error", "n", "n_event", "n_risk"]
    pd.testing.assert_frame_equal(equal[columns], plain[columns], rtol=1e-9)
    refused("RE-E33", lambda: rv.cumulative_incidence(back(TEN.assign(w=-1.0)), weights="w"))
    refused("RE-M30", lambda: rv.cumulative_incidence(back(), weights="w", variance="aalen"))
    refused("RE-M31", lambda: rv.nelson_aalen(back(), weights="w", ties="fleming-harrington"))
    for model in (rv.cumulative_incidence, rv.nelson_aalen):
        none = TEN.assign(status=np.where(TEN["status"] == 1, 1, 0))
        deaths = rows(model(back(none), weights="w").tidy(), cause="death")
        assert (deaths["status"] == "flagged").all()
        assert deaths["conf_high"].isna().all()


def test_options_that_do_not_exist_are_refused() -> None:
    refused("RE-M22", lambda: rv.cumulative_incidence(back(), cause="readmision"))
    assert "'readmission'" in str(
        refused("RE-M22", lambda: rv.nelson_aalen(back(), cause="readmision"))
    )
    refused("RE-M30", lambda: rv.cumulative_incidence(back(), variance="greenwood"))
    refused("RE-M30", lambda: rv.nelson_aalen(back(), conf_type="log-log"))
    refused("RE-M20", lambda: rv.cumulative_incidence(rv.counts(TEN, count="day", exposure="w")))
    refused("RE-M27", lambda: rv.nelson_aalen(back()).quantiles(0.5))
    refused("RE-G04", lambda: rv.cumulative_incidence(back()).plot(picture="log_log"))


def test_one_of_several_causes_is_the_same_curve() -> None:
    every = rv.cumulative_incidence(back(), "arm").tidy()
    one = rv.cumulative_incidence(back(), "arm", cause="death")
    pd.testing.assert_frame_equal(one.tidy(), rows(every, cause="death"))
    assert one.glance()["n_event"].tolist() == [2]
    assert one.quantiles(0.1).tidy()["cause"].tolist() == ["death", "death"]


def test_kaplan_meier_explains_what_it_is_not() -> None:
    curve = rv.kaplan_meier(back(), "arm")
    told = curve.checks().set_index("id").loc["competing_events"]
    assert told["verdict"] == "concern"
    assert "cumulative_incidence()" in told["meaning"]
    assert curve.status == "flagged"
