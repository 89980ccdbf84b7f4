"""Rates by group: exact and robust limits, few people, no events, and what cannot be."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from matplotlib import pyplot as plt
from scipy import stats

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.results.result import Result

GOLDEN = json.loads((FOLDER / "counts.json").read_text())


def people(counts: list[float], days: list[float], arms: str, **more: Any) -> rv.Outcome:
    frame = pd.DataFrame({"y": counts, "days": days, "arm": list(arms), **more})
    roles = {"person": "who"} if "who" in more else {}
    roles |= {"n": "copies"} if "copies" in more else {}
    return rv.counts(frame, count="y", exposure="days", name="visits", **roles)


def rows(found: Any, **where: str) -> pd.DataFrame:
    table = found.tidy()
    for column, value in where.items():
        table = table[table[column] == value]
    return table.reset_index(drop=True)


def simulated(size: int, seed: int = 1) -> rv.Outcome:
    rng = np.random.default_rng(seed)
    days = rng.integers(20, 90, size).astype(float)
    arm = np.arange(size) % 2
    y = rng.poisson(days * 0.05 * rng.gamma(1.0, 1.0, size) * np.where(arm, 0.5, 1.0))
    return people(y.tolist(), days.tolist(), "".join(np.where(arm, "b", "a")))


def test_exact_limits_equal_those_of_r() -> None:
    for count, expected in zip([0, 1, 7, 50], GOLDEN["garwood"], strict=True):
        one = rows(rv.rates(people([count, 0], [4, 6], "aa")), term="exact").iloc[0]
        np.testing.assert_allclose(one[["conf_low", "conf_high"]].astype(float), expected, 1e-10)


def test_exact_ratio_limits_equal_those_of_r() -> None:
    for (a, b), expected in zip([(3, 9), (0, 4), (20, 11)], GOLDEN["ratio"], strict=True):
        found = rv.rates(people([b, 0, a, 0], [75, 75, 50, 50], "aabb"), by="arm")
        one = rows(found, term="exact", estimand="rate ratio").iloc[0]
        np.testing.assert_allclose(one[["conf_low", "conf_high"]].astype(float), expected, 1e-10)


def test_a_single_rate_is_robust_by_hand() -> None:
    """With the correction for few people a rate has the error of a mean of equal times."""
    found = rv.rates(people([1, 4, 2, 7], [10, 10, 10, 10], "aaaa"), per=10)
    one = rows(found, term="robust").iloc[0]
    assert one["estimate"] == pytest.approx(3.5)
    assert one["std_error"] == pytest.approx(stats.sem([1, 4, 2, 7]))
    assert one["df"] == pytest.approx(3)


def test_two_groups_of_equal_times_are_welch_compared() -> None:
    a, b = [1, 4, 2, 7, 3], [0, 2, 1, 1, 2]
    found = rv.rates(people([*a, *b], [10] * 10, "aaaaabbbbb"), by="arm", per=10)
    one = rows(found, term="robust", estimand="rate difference").iloc[0]
    welch = stats.ttest_ind(b, a, equal_var=False)
    assert one["statistic"] == pytest.approx(welch.statistic)
    assert one["estimate"] == pytest.approx(np.mean(b) - np.mean(a))


def test_counts_that_vary_flag_the_exact_limits() -> None:
    found = rv.rates(people([0, 0, 0, 30, 0, 0, 20, 0], [30] * 8, "aaaabbbb"), by="arm")
    assert set(rows(found, term="exact")["status"]) == {"flagged"}
    even = rv.rates(people([3, 4, 5, 4, 6, 5, 4, 5], [30] * 8, "aaaabbbb"), by="arm")
    assert set(even.tidy()["status"]) == {"ok"}


def test_no_events_anywhere_have_an_exact_upper_limit() -> None:
    found = rv.rates(people([0] * 6, [30] * 6, "aaabbb"), by="arm")
    exact = rows(found, term="exact", estimand="rate")
    assert exact["estimate"].tolist() == [0, 0]
    np.testing.assert_allclose(exact["conf_high"], -np.log(0.025) / 90)
    assert rows(found, term="exact", estimand="rate ratio")["status"].tolist() == ["not_estimable"]
    assert found.status == "not_estimable"


@pytest.mark.parametrize("family", ["poisson", "negative-binomial", "beta-binomial", "hurdle"])
def test_no_events_give_no_ratio_in_a_regression(family: Any) -> None:
    found = rv.rates(people([0] * 6, [30] * 6, "aaabbb"), "arm", family=family)
    assert found.status == "not_estimable"
    assert np.isnan(rows(found, term="arm: b")["estimate"][0])
    assert rows(found, term="exact")["conf_high"][0] == pytest.approx(-np.log(0.025) / 180)
    with pytest.raises(EstimationError, match="RE-M01"):
        found.contrasts("arm")


def test_a_group_without_events_keeps_its_ratio_and_a_lower_bound_is_told() -> None:
    none_second = rv.rates(people([4, 3, 2, 0, 0, 0], [30] * 6, "aaabbb"), by="arm")
    ratio = rows(none_second, estimand="rate ratio").iloc[0]
    assert (ratio["estimate"], ratio["status"]) == (0, "fallback")
    none_first = rv.rates(people([0, 0, 0, 4, 3, 2], [30] * 6, "aaabbb"), by="arm")
    assert "at least" in rows(none_first, estimand="rate ratio")["reason"][0]
    with pytest.raises(EstimationError, match="RE-E08"):
        rv.rates(people([4, 3, 2, 0, 0, 0], [30] * 6, "aaabbb"), "arm")


def test_a_group_of_one_has_exact_limits_only() -> None:
    found = rv.rates(people([4, 3, 2, 5], [30] * 4, "aaab"), by="arm")
    assert rows(found, term="robust", group="b")["status"][0] == "not_estimable"
    assert rows(found, term="exact", group="b")["status"][0] == "ok"


def test_people_who_are_all_alike_have_exact_limits_only() -> None:
    found = rv.rates(people([2] * 6, [30] * 6, "aaabbb"), by="arm")
    assert set(rows(found, term="robust")["status"]) == {"not_estimable"}
    assert set(rows(found, term="exact")["status"]) == {"ok"}


def test_time_of_zero_is_set_aside_and_counted_and_negative_counts_are_refused() -> None:
    outcome = people([4, 3, 2, 5], [30, 0, 30, 30], "aabb")
    assert outcome.dropped == {"no observed time": 1}
    found = rv.rates(outcome, by="arm")
    assert found.glance()["n_event"][0] == 11
    assert found.spec.dropped == {"no observed time": 1}
    with pytest.raises(OutcomeError, match="RE-E22"):
        people([4, -1], [30, 30], "ab")


def test_groups_that_are_missing_are_counted() -> None:
    frame = pd.DataFrame({"y": [4, 3, 2, 5, 1], "days": 30, "arm": ["a", "a", "b", "b", None]})
    found = rv.rates(rv.counts(frame, count="y", exposure="days"), by="arm")
    assert found.spec.dropped == {"arm missing": 1}


def test_weights_leave_robust_limits_only() -> None:
    frame = people([1, 4, 2, 7], [10, 10, 20, 20], "aabb", w=[2.0, 1.0, 1.0, 1.0])
    found = rv.rates(frame, by="arm", weights="w")
    assert set(found.tidy()["term"]) == {"robust"}
    assert rows(found, group="a")["estimate"][0] == pytest.approx(6 / 30)


def test_recurrent_events_are_person_time_and_cuts_do_not_matter() -> None:
    frame = pd.DataFrame(
        {"id": list("aabbc"), "s": [0, 4, 0, 3, 0], "t": [4, 9, 3, 9, 9], "e": [1, 0, 1, 1, 0]}
    ).assign(arm=lambda f: np.where(f["id"] == "c", "y", "x"))
    roles = {"start": "s", "stop": "t", "event": "e", "person": "id"}
    whole = rv.rates(rv.recurrent_events(frame, **roles))
    assert rows(whole, term="exact")["estimate"][0] == pytest.approx(3 / 27)
    cut = pd.concat([frame.assign(t=frame["s"] + 1, e=0), frame.assign(s=frame["s"] + 1)])
    pieces = rv.rates(rv.recurrent_events(cut, **roles))
    pd.testing.assert_frame_equal(whole.tidy(), pieces.tidy(), rtol=1e-10)


def test_rows_and_cells_agree() -> None:
    outcome = simulated(300)
    cells = rv.counts(
        outcome.cells(by=["arm"]), count="count", exposure="exposure", n="n", name="visits"
    )
    one, two = rv.rates(outcome, by="arm"), rv.rates(cells, by="arm")
    pd.testing.assert_frame_equal(one.tidy(), two.tidy(), rtol=1e-10)


def test_cells_are_refused_where_people_have_several_rows() -> None:
    outcome = people([1, 2, 3], [9, 9, 9], "aab", who=["p", "p", "q"])
    with pytest.raises(OutcomeError, match="which rows belong to one person"):
        outcome.cells()
    with pytest.raises(OutcomeError, match="RE-O04"):
        people([1, 2], [9, 9], "ab").cells(min_n=5)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"formula": "arm", "by": "arm"}, "RE-M32"),
        ({"family": "gamma"}, "RE-M32"),
        ({"family": "hurdle"}, "RE-M32"),
        ({"per": 0}, "RE-M32"),
        ({"by": "arm", "variance": "model"}, "RE-M32"),
        ({"by": "coach", "cluster": "coach"}, "RE-E15"),
    ],
)
def test_what_does_not_go_together_is_refused(asked: dict[str, Any], code: str) -> None:
    outcome = people([1, 2, 3, 4], [9, 9, 9, 9], "aabb", coach="c")
    with pytest.raises(EstimationError, match=code):
        rv.rates(outcome, asked.pop("formula", None), **asked)


def test_picture_and_record() -> None:
    found = rv.rates(simulated(60), by="arm", per=100)
    told = get_alt(found.plot())
    plt.close("all")
    assert "Events per 100 days" in told
    again = Result.from_json(found.to_json())
    pd.testing.assert_frame_equal(again.tidy(), found.tidy(), check_dtype=False, rtol=0)
