"""Window rules on weekly patterns, against stored trial results and against a slow reading."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.weekly.strings import SYMBOLS, from_text, read_as
from recoveryeval.outcomes.weekly.windows import first_window, longest_run
from tests.paths import shared_data

MISSING_IS_USE = {"o": "positive", "*": "positive"}


@pytest.mark.parametrize(
    ("rule", "enough", "width"),
    [("ctnNinetyFour_2023", 4, 4), ("lee_2016", 2, 4), ("schottenfeld_2008", 3, 3)],
)
def test_three_relapse_rules_match_every_person_of_the_trial(
    rule: str, enough: int, width: int
) -> None:
    stored = pd.read_csv(shared_data("ctn0027_weekly_urine_patterns.csv"))
    strings = from_text(stored["usePatternUDS"])
    use = read_as(strings, MISSING_IS_USE) == 1  # type: ignore[arg-type]
    found = first_window(use, strings.weeks, enough=enough, width=width)
    assert len(stored) == 1920
    np.testing.assert_array_equal(found.week, stored[f"RsT_{rule}"])
    np.testing.assert_array_equal(found.event, stored[f"RsE_{rule}"] == 1)


def test_the_dropout_rule_matches_every_person_of_the_trial() -> None:
    stored = pd.read_csv(shared_data("ctn0027_weekly_urine_patterns.csv"))
    strings = from_text(stored["usePatternUDS"])
    missed = strings.symbols == SYMBOLS.index("o")
    found = first_window(missed, strings.weeks, enough=4, width=4)
    np.testing.assert_array_equal(found.week, stored["DrT_ctnNinetyFour_2023"])
    np.testing.assert_array_equal(found.event, stored["DrE_ctnNinetyFour_2023"] == 1)


def slow(text: str, enough: int, width: int, first_week: int) -> tuple[int, bool]:
    """Return the first window by reading the string from left to right."""
    for start in range(max(first_week, 1), len(text) - width + 2):
        if text[start - 1 : start - 1 + width].count("+") >= enough:
            return start + width - enough, True
    return len(text) - width + 1 + width - enough, False


@given(
    st.lists(st.text(alphabet=SYMBOLS, min_size=1, max_size=12), min_size=1, max_size=8),
    st.integers(1, 4),
    st.integers(0, 2),
    st.integers(1, 4),
)
def test_windows_equal_a_slow_reading(
    texts: list[str], enough: int, slack: int, first_week: int
) -> None:
    strings = from_text(pd.Series(texts))
    use = read_as(strings, {}) == 1
    found = first_window(
        use, strings.weeks, enough=enough, width=enough + slack, first_week=first_week
    )
    expected = [slow(text, enough, enough + slack, first_week) for text in texts]
    assert list(zip(found.week.tolist(), found.event.tolist(), strict=True)) == expected


@given(st.lists(st.text(alphabet="+-", min_size=1, max_size=12), min_size=1, max_size=8))
def test_longest_run_equals_a_slow_reading(texts: list[str]) -> None:
    use = read_as(from_text(pd.Series(texts)), {}) == 1
    assert longest_run(use).tolist() == [max(map(len, t.split("-"))) for t in texts]


def test_what_a_symbol_means_belongs_to_the_rule() -> None:
    strings = from_text(pd.Series(["+o*-_", "o"]))
    read = read_as(strings, {"o": "positive", "*": "negative"})
    assert read.tolist() == [[1, 1, 0, 0, -1], [1, -9, -9, -9, -9]]


def test_unknown_symbols_and_missing_patterns_are_refused_with_their_count() -> None:
    with pytest.raises(OutcomeError, match="2 rows") as caught:
        from_text(pd.Series(["+x", "--", "?"]))
    assert "x" not in caught.value.what.replace("+ - * o _", "")
    with pytest.raises(OutcomeError, match="1 row"):
        from_text(pd.Series(["+", None]))
    with pytest.raises(OutcomeError, match="RE-W03"):
        first_window(np.ones((1, 3), bool), np.array([3]), enough=4, width=3)
