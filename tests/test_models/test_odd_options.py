"""Seeds, numbers of repeats, shares and causes of another kind are refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from survival_kinds import bracketed, competing, once, repeated
from survival_verbs import CAUSE, assert_helpful, study

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

FRAME = study(40)
SEEDS = ("a", -1, 1.5, True)
COUNTS = ("many", 150.5, 0, None)


def refused(code: str, ask: Callable[[], Any]) -> RecoveryEvalError:
    with pytest.raises(RecoveryEvalError) as caught:
        ask()
    assert caught.value.code == code
    assert_helpful(caught.value)
    return caught.value


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_is_a_whole_number(seed: Any) -> None:
    own = bracketed(FRAME)
    told = refused("RE-M42", lambda: rv.interval_censored(own, rng=seed, n_boot=100))
    assert "rng=1" in told.do
    refused("RE-M42", lambda: rv.interval_logrank(own, "arm", rng=seed, n_permutations=100))


@pytest.mark.parametrize("count", COUNTS)
def test_repeats_are_a_whole_number(count: Any) -> None:
    own = bracketed(FRAME)
    refused("RE-M42", lambda: rv.interval_censored(own, rng=1, n_boot=count))
    refused("RE-M42", lambda: rv.interval_logrank(own, "arm", rng=1, n_permutations=count))


@pytest.mark.parametrize("order", ["two", 1.5, 0, True])
def test_an_order_is_a_whole_number(order: Any) -> None:
    own = repeated(FRAME)
    refused("RE-M31", lambda: rv.recurrent_cox(own, "arm", model="pwp-gap", max_order=order))


@pytest.mark.parametrize("shares", ["median", None, [[0.5]], [], {}])
def test_shares_are_numbers(shares: Any) -> None:
    refused("RE-M26", lambda: rv.kaplan_meier(once(FRAME)).quantiles(shares))


@pytest.mark.parametrize("verb", [rv.cumulative_incidence, rv.nelson_aalen])
def test_causes_are_named(verb: Any) -> None:
    own = competing(FRAME)
    for cause in (1, [1], [], ("death", "none")):
        refused("RE-M22", lambda cause=cause: verb(own, "arm", cause=cause))
    for cause in ([CAUSE], (CAUSE,), np.array([CAUSE]), {CAUSE}):
        found = verb(own, "arm", cause=cause)
        assert found.tidy()["cause"].unique().tolist() == [CAUSE]
        assert type(found).from_json(found.to_json()).spec.parameters["cause"] == [CAUSE]
