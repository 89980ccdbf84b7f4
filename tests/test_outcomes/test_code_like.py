"""Codes of missing answers left among scores: a concern, and no number is changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

SCORES = [*range(10, 41, 2), 10, 40]


def told(values: list[float]) -> float:
    """Return how many values of a score look like codes."""
    data = pd.DataFrame({"gse": values, "id": range(len(values)), "wave": 0})
    outcome = rv.repeated_measures(data, value="gse", person="id", wave="wave")
    assert sorted(outcome.data["value"]) == sorted(v for v in values if np.isfinite(v))
    found = {c.id: c for c in outcome.check_rows}.get("values_like_codes")
    if found is None:
        return 0
    assert found.verdict == "concern"
    assert "'gse'" in found.meaning
    return found.statistic


@pytest.mark.parametrize(
    ("extra", "n"),
    [([-9], 1), ([-99, -99, -77], 3), ([99], 1), ([888, 999, -9], 3), ([np.nan, -8], 1)],
)
def test_codes_that_lie_apart_are_counted(extra: list[float], n: int) -> None:
    assert told([*SCORES, *extra]) == n


@pytest.mark.parametrize(
    "values",
    [
        SCORES,
        [-12, -9, -4, 3, 8],
        [*range(0, 101, 5), 99, 77],
        [7, 8, 9, 9, 9, 1, 2, 5],
        [1, 2, 3, 9],
        [-9, -9],
        [99, 99],
    ],
)
def test_scores_that_may_be_true_are_not(values: list[float]) -> None:
    assert told(values) == 0


def test_a_digit_as_code_has_to_repeat() -> None:
    assert told([1, 2, 3, 4, 5, 9, 9, 9]) == 3


def test_counts_and_answers() -> None:
    """Counts are told the same way; yes or no takes no code at all."""
    data = pd.DataFrame({"visits": [0, 1, 3, 0, 2, 999], "days": 90})
    outcome = rv.counts(data, count="visits", exposure="days")
    assert "values_like_codes" in set(rv.rates(outcome).checks()["id"])
    with pytest.raises(rv.OutcomeError, match="set unknown to missing") as refused:
        rv.binary(pd.DataFrame({"clean": [1, 0, -9]}), value="clean")
    assert refused.value.code == "RE-V09"
