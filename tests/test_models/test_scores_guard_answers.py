"""E03, E08, E09, E11, E12, E34 to E38: answers that leave nothing, or too much, to estimate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from score_verbs import ALL, OF_ANSWERS, OF_COUNTS, OF_SCORES, ask, numbers, outcome_for, study

import recoveryeval as rv

SIZES = (30, 1000)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", OF_SCORES)
def test_e38_scores_without_variance_are_refused_or_not_tested(name: str, size: int) -> None:
    frame = study(size, score=25.0)
    if name == "paired":
        table = ask(name, frame).tidy().set_index("estimand")
        assert set(table.loc["mean change", "status"]) == {"not_estimable"}
        assert table["p_value"].isna().all() if "p_value" in table else True
        return
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame)
    assert caught.value.code == "RE-E38"
    assert caught.value.rows is not None


@pytest.mark.parametrize("name", ["paired", "change"])
def test_e38_everyone_changing_alike_is_not_tested(name: str) -> None:
    """A t test would say p = 0 here."""
    frame = study(40)
    first = frame.groupby("id")["score"].transform("first")
    frame["score"] = first.round() + frame["month"]
    table = ask(name, frame).tidy()
    mean = table[table["estimand"] == "mean change"]
    assert set(mean["status"]) == {"not_estimable"}
    assert mean["reason"].str.contains("same|vary").all()
    assert table.loc[table["estimand"].str.contains("mean change"), "p_value"].isna().all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("name", ["gee of answers", "glmm of answers"])
def test_e03_one_answer_of_everyone_is_refused_with_the_way_out(
    name: str, answer: bool, size: int
) -> None:
    with pytest.raises(rv.EstimationError, match="risk") as caught:
        ask(name, study(size, yes=answer))
    assert (caught.value.code, caught.value.rows) == ("RE-E03", 3 * size)


@pytest.mark.parametrize("answer", [True, False])
def test_e36_nobody_or_everybody_keeps_limits_and_no_error_of_zero(answer: bool) -> None:
    """0 of 5 has Wilson limits, not (0, 0); ratios of nothing are not given."""
    table = ask("risk", study(10, yes=answer)).tidy()
    risks = table[table["estimand"] == "risk"]
    assert (risks["conf_high"] - risks["conf_low"] > 0.3).all()
    assert risks["std_error"].isna().all()
    adjusted = table[table["term"] == "adjusted"]
    assert set(adjusted["status"]) == {"not_estimable"}
    assert set(adjusted["reason"]) == {"everyone gave the same answer"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", OF_COUNTS)
def test_e35_no_event_at_all_gives_an_upper_limit_or_a_refusal(name: str, size: int) -> None:
    frame = study(size, uses=0)
    if name.startswith(("gee", "glmm")):
        with pytest.raises(rv.EstimationError, match=r"rates\(\)") as caught:
            ask(name, frame)
        assert caught.value.code == "RE-E35"
        return
    table = ask(name, frame).tidy()
    ratios = table[table["estimand"].str.contains("ratio")]
    assert set(ratios["status"]) == {"not_estimable"}
    rates = table[(table["estimand"] == "rate") & (table["status"] == "fallback")]
    assert len(rates)
    assert (rates["conf_high"] > 0).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*OF_ANSWERS, *OF_COUNTS])
def test_e08_an_arm_without_events_is_penalized_refused_or_left_without_ratio(
    name: str, size: int
) -> None:
    """A logistic fit would give 20 with an error of 5,000, and say that it converged."""
    frame = study(size)
    peers = frame["arm"] == "peer"
    frame = frame.assign(yes=frame["yes"] & peers, uses=frame["uses"].where(peers, 0))
    if name not in ("risk", "rates", "paired answers"):
        with pytest.raises(rv.EstimationError, match="Merge levels") as caught:
            ask(name, frame)
        assert (caught.value.code, caught.value.rows) == ("RE-E08", 3 * size)
        return
    result = ask(name, frame)
    if name == "risk":
        adjusted = result.tidy().query("term == 'adjusted'")
        assert set(adjusted["status"]) == {"fallback"}
        assert adjusted["method"].str.contains("Firth").all()
        assert adjusted["std_error"].notna().all()
    shown = numbers(result)
    logs = shown[shown["estimand"].str.startswith("log ")]
    assert (logs["estimate"].abs() < 6).all()


@pytest.mark.parametrize("name", ["risk", "gee of answers", "glmm of answers"])
def test_e09_a_number_that_tells_every_answer_is_found_out(name: str) -> None:
    frame = study(60).assign(yes=lambda f: f["age"] > 45)
    if name == "risk":
        assert ask(name, frame).status == "fallback"
        return
    with pytest.raises(rv.EstimationError) as caught:
        ask(name, frame)
    assert caught.value.code in ("RE-E08", "RE-E11")


def test_e12_people_who_do_not_differ_are_said_and_the_model_falls_back() -> None:
    rng = np.random.default_rng(1)
    scores = ask("mixed_model", study(60, score=25 + rng.normal(0, 2, 180)))
    assert scores.status in ("fallback", "flagged")
    ids = set(scores.checks()["id"])
    assert ids & {"singular_random_effects", "variance_at_zero"}
    answers = ask("glmm of answers", study(60, yes=np.tile([True, False, True], 60)))
    assert answers.status == "fallback"
    told = answers.checks().set_index("id").loc["singular_random_effects", "meaning"]
    assert told.startswith("People do not differ")


def test_e34_rows_without_observed_time_are_set_aside_and_counted() -> None:
    frame = study(30)
    frame.loc[frame.index[:4], "days"] = 0.0
    own = outcome_for("rates", frame)
    assert sum(own.dropped.values()) == 4
    assert rv.rates(own, by="arm").spec.dropped["no observed time"] == 4


def test_v18_negative_counts_and_v08_other_codes_never_reach_a_model() -> None:
    with pytest.raises(rv.OutcomeError) as caught:
        outcome_for("rates", study(30).assign(uses=lambda f: f["uses"].where(f.index > 2, -1)))
    assert caught.value.rows == 3
    with pytest.raises(rv.OutcomeError):
        outcome_for("risk", study(30).assign(yes=lambda f: np.where(f["yes"], 2, 9)))


def test_more_days_counted_than_observed_are_no_share_of_days() -> None:
    frame = study(30).assign(uses=lambda f: f["uses"].where(f.index != 5, 91))
    with pytest.raises(rv.EstimationError) as caught:
        ask("beta-binomial rates", frame)
    assert (caught.value.code, caught.value.rows) == ("RE-E34", 1)


@pytest.mark.parametrize("name", ALL)
def test_the_same_answer_whatever_the_order_of_rows(name: str) -> None:
    frame = study(40)
    shuffled = frame.sample(frac=1, random_state=3)
    first, second = (numbers(ask(name, f)).reset_index(drop=True) for f in (frame, shuffled))
    if name == "impute":  # draws follow the order of people
        first, second = first.drop(columns=["estimate"]), second.drop(columns=["estimate"])
        assert first["estimand"].equals(second["estimand"])
        return
    pd.testing.assert_series_equal(first["estimate"], second["estimate"], rtol=2e-4)
