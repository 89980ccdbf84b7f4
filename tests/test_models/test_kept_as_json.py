"""Every result comes back from its JSON as it was: numbers, words, types, checks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import score_verbs
import survival_verbs

import recoveryeval as rv

RESIDUALS = "residuals"  # rows of people: a frame, never kept


def asked(name: str) -> Any:
    """Return the answer of a verb on its own made-up study."""
    if name in score_verbs.ALL:
        return score_verbs.ask(name, score_verbs.study())
    return survival_verbs.asked(name, survival_verbs.study(80))


@pytest.mark.parametrize("name", [*score_verbs.ALL, *survival_verbs.ALL])
def test_a_result_comes_back_equal(name: str) -> None:
    result = asked(name)
    if name == RESIDUALS:
        assert isinstance(result, pd.DataFrame)
        return
    again = rv.Result.from_json(result.to_json())
    assert type(again) is type(result)
    for table in ("tidy", "glance", "checks"):
        pd.testing.assert_frame_equal(getattr(again, table)(), getattr(result, table)())
    assert (again.describe(), again.methods()) == (result.describe(), result.methods())
    assert again.to_json() == result.to_json()
