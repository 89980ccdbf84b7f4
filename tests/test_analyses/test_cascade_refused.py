"""What a cascade does not accept."""

from __future__ import annotations

import pytest
from five_in_cascade import STEPS, people

from recoveryeval.analyses.cascade import cascade
from recoveryeval.analyses.cascade_step import cascade_step
from recoveryeval.errors import CohortError, OutcomeError


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: cascade(people(), ["assessed"]), "two steps"),
        (lambda: cascade(people(), "assessed"), "two steps"),
        (lambda: cascade(people(), ["assessed", "asessed"]), "nearest valid name is 'assessed'"),
        (lambda: cascade(people(), ["assessed", "assessed"]), "same name"),
        (lambda: cascade(people(), STEPS, by="sit"), "no column"),
        (lambda: cascade(people(), STEPS, horizon_days=0), "horizon_days"),
        (lambda: cascade(people(), STEPS, order="none"), "order"),
        (lambda: cascade(people().program, STEPS), "cohort"),
        (lambda: cascade_step(" ", table="drug"), "no name"),
        (lambda: cascade_step("x", table="drugs"), "nearest valid name is 'drug'"),
        (lambda: cascade_step("x", table="drug", date="dat"), "nearest valid name is 'date'"),
        (lambda: cascade_step("x", table="drug", from_days=9, to_days=3), "earliest"),
        (lambda: cascade_step("x", table="drug", from_days=-1), "whole numbers"),
    ],
)
def test_what_is_not_allowed_is_refused(call, says: str) -> None:
    with pytest.raises(OutcomeError, match=says):
        call()


def test_a_condition_outside_the_grammar_is_refused() -> None:
    with pytest.raises(CohortError, match="RE-K02"):
        cascade_step("x", table="drug", where="product ==")
