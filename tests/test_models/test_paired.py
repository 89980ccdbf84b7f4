"""Matched comparisons: by hand, against R, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

import recoveryeval as rv
from recoveryeval.stats.answers.paired_shares import (
    Matched,
    conditional_odds,
    exact_mcnemar,
    share_change,
)
from recoveryeval.stats.scales import paired_scores
from recoveryeval.stats.scales.paired_scores import mean_shift, signed_rank_shift

GOLDEN = json.loads((ROOT / "tests/golden/paired.json").read_text(encoding="utf-8"))


def scores(before: list[float], after: list[float | None], **more: list[object]) -> rv.Outcome:
    """Return scores of people at waves 0 and 6."""
    n = len(before)
    frame = pd.DataFrame(
        {"id": [*range(n), *range(n)], "month": [0] * n + [6] * n, "score": [*before, *after]}
    )
    frame = frame.assign(**{name: values * 2 for name, values in more.items()})
    return rv.repeated_measures(
        frame.dropna(), value="score", person="id", wave="month", name="hope"
    )


@pytest.mark.parametrize("name", sorted(GOLDEN["scores"]))
def test_tests_of_scores_agree_with_r(name: str) -> None:
    """Paired t and signed ranks, exact and with ties, as R gives them."""
    held = GOLDEN["scores"][name]
    change = np.array(held["change"])
    t, ranked = mean_shift(change, 0.95), signed_rank_shift(change, 0.95)
    want = held["t"]
    got = [t.estimate, t.statistic, t.p_value, t.low, t.high]
    assert got == pytest.approx([want[k] for k in ("mean", "t", "p", "low", "high")], rel=1e-10)
    assert ranked.statistic == held["rank"]["v"]
    assert ranked.p_value == pytest.approx(held["rank"]["p"], rel=1e-10)
    if ranked.exact:
        limits = [ranked.estimate, ranked.low, ranked.high]
        want = held["rank"]
        assert limits == pytest.approx([want[k] for k in ("median", "low", "high")], rel=1e-10)


def test_bisection_gives_the_same_limits_as_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large studies do not build the table of all pairs."""
    change = np.random.default_rng(2).normal(0.3, 1, 300)
    table = signed_rank_shift(change, 0.95)
    monkeypatch.setattr(paired_scores, "TABLE_UP_TO", 10)
    found = signed_rank_shift(change, 0.95)
    assert [found.low, found.estimate, found.high] == pytest.approx(
        [table.low, table.estimate, table.high], rel=1e-12
    )


@pytest.mark.parametrize("name", sorted(GOLDEN["answers"]))
def test_tests_of_answers_agree_with_r(name: str) -> None:
    """Exact McNemar p and exact limits of the conditional odds, from binom.test."""
    held = GOLDEN["answers"][name]
    counts = Matched(*held["counts"])
    assert exact_mcnemar(counts) == pytest.approx(held["p"], rel=1e-10)
    _, limits = conditional_odds(counts, 0.95)
    assert limits.low == pytest.approx(held["odds_low"], rel=1e-8)
    assert limits.high == pytest.approx(held["odds_high"] or np.inf, rel=1e-8)


def test_limits_of_a_change_in_share_by_hand() -> None:
    """36 yes twice, 12 only before, 2 only after: 38 of 50 less 48 of 50 is minus 20 points."""
    change, limits = share_change(Matched(36, 12, 2, 0), 0.95)
    assert change == pytest.approx(-0.2)
    assert (round(limits.low, 4), round(limits.high, 4)) == (-0.3404, -0.0569)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(lambda c: sum(c) > 0))
def test_limits_hold_the_change_and_turn_with_time(counts: list[int]) -> None:
    """Swapping the waves turns the change and its limits around zero."""
    a, b, c, d = (float(x) for x in counts)
    change, limits = share_change(Matched(a, b, c, d), 0.95)
    back, turned = share_change(Matched(a, c, b, d), 0.95)
    assert limits.low - 1e-12 <= change <= limits.high + 1e-12
    assert back == pytest.approx(-change)
    assert [turned.low, turned.high] == pytest.approx([-limits.high, -limits.low], abs=1e-12)


def test_people_who_did_not_come_back_are_counted() -> None:
    """Three of five have both scores; the check says so."""
    found = rv.paired(scores([1, 2, 3, 4, 5], [2, 4, 4, None, None]), before=0, after=6)
    row = found.tidy().set_index("estimand").loc["mean change"]
    assert row["estimate"] == pytest.approx(4 / 3)
    assert found.checks().set_index("id").loc["matched", "verdict"] == "concern"
    assert found.spec.dropped == {"no answer at the second wave": 2}


def test_changes_that_do_not_vary_are_not_tested() -> None:
    """Everyone gains two points: a mean, no test (E38)."""
    found = rv.paired(scores([1, 2, 3], [3, 4, 5]), before=0, after=6).tidy()
    row = found.set_index("estimand").loc["mean change"]
    assert row["status"] == "not_estimable"
    assert np.isnan(row["p_value"])


def test_waves_are_never_two_groups() -> None:
    """Without people nobody can be matched, and other models refuse two rows a person (E41)."""
    frame = pd.DataFrame({"yes": [1, 0, 1, 1], "month": [0, 0, 6, 6]})
    with pytest.raises(rv.EstimationError, match="person="):
        rv.paired(rv.binary(frame, value="yes", wave="month"), before=0, after=6)
    both = scores([1, 2, 3], [3, 4, 6], when=["a", "b", "a"])
    with pytest.raises(rv.EstimationError, match="not independent"):
        rv.linear(both, "when")


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 12)])
def test_waves_have_to_exist_and_differ(before: int, after: int) -> None:
    """The refusal names the remedy."""
    with pytest.raises(rv.EstimationError) as told:
        rv.paired(scores([1, 2], [2, 4]), before=before, after=after)
    assert told.value.code == "RE-M08"
