"""What conditions mean, on any text that can be thought of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conditions import FRAME, answers
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.cohorts.grammar.nodes import AnyOf, names
from recoveryeval.cohorts.grammar.parse import parse
from recoveryeval.errors import CohortError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age >= 18", [False, True, True, None]),
        ("18 <= age < 65", [False, True, False, None]),
        ("age == 30.0", [False, True, False, None]),
        ("score > -2", [True, False, None, True]),
        ("site == 'A'", [True, False, None, False]),
        ('site != "it\'s"', [True, True, None, False]),
        ("site in ('A', 'B',)", [True, True, None, False]),
        ("site not in ['A']", [False, True, None, True]),
        ("age in (17, 65)", [True, False, True, None]),
        ("dual", [True, False, None, True]),
        ("not dual", [False, True, None, False]),
        ("dual == False", [False, True, None, False]),
        ("site is missing", [False, False, True, False]),
        ("site is not missing", [True, True, False, True]),
        ("anchor >= '2025-02-01'", [False, None, True, True]),
        ("`first contact` > 2", [False, False, True, True]),
        ("age > `first contact`", [True, True, True, None]),
    ],
)
def test_conditions_mean_what_they_say(text: str, expected: list[bool | None]) -> None:
    assert answers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age < 18 or site == 'B'", [True, True, None, None]),
        ("age < 18 and site == 'B'", [False, False, False, False]),
        ("age >= 18 and site == 'B'", [False, True, None, False]),
        # "and" binds closer than "or", "not" closest.
        ("age < 18 or dual and site == 'B'", [True, False, None, None]),
        ("not age < 18 and dual", [False, False, None, None]),
        ("not (age < 18 and dual)", [False, True, True, None]),
    ],
)
def test_missing_values_follow_three_valued_logic(text: str, expected: list[bool | None]) -> None:
    assert answers(text) == expected


def test_parts_joined_by_and_are_counted_apart() -> None:
    parts = parse("age >= 18 and site in ('A', 'B') and not (dual or score > 1)")
    assert [part.text for part in parts] == [
        "age >= 18",
        "site in ('A', 'B')",
        "not (dual or score > 1)",
    ]
    assert names(parts[2].node) == ("dual", "score")


def test_parts_joined_by_or_stay_together() -> None:
    parts = parse("age >= 18 or dual and site == 'A'")
    assert len(parts) == 1
    assert isinstance(parts[0].node, AnyOf)


PIECES = st.sampled_from(
    [
        *("age", "score", "site", "dual", "anchor", "`first contact`", "nothing"),
        *("and", "or", "not", "in", "is", "missing", "True", "False", "None", "lambda", "import"),
        *("<", "<=", ">", ">=", "==", "!=", "=", "(", ")", "[", "]", ",", ".", ":", "+", "-", "*"),
        *(
            "'A'",
            '"B"',
            "'2025-01-01'",
            "18",
            "-1.5",
            "1e3",
            "'",
            '"',
            "`",
            "\n",
            "\x00",
            "\U0001d7cf",
            "é",
        ),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join)))
def test_any_text_is_answered_or_refused(text: str) -> None:
    try:
        found = answers(text)
    except CohortError as refused:
        if not refused.code.startswith("RE-K0"):
            raise
        return
    assert len(found) == len(FRAME)


def simple_tests() -> st.SearchStrategy[tuple[str, np.ndarray]]:
    """Return conditions on complete columns with what Python says of them."""
    values = {"a": np.array([1.0, 2.0, 3.0]), "b": np.array([3.0, 1.0, 2.0])}
    operators = {"<": np.less, "<=": np.less_equal, "==": np.equal, "!=": np.not_equal}
    return st.builds(
        lambda name, sign, number: (
            f"{name} {sign} {number}",
            operators[sign](values[name], number),
        ),
        st.sampled_from(sorted(values)),
        st.sampled_from(sorted(operators)),
        st.integers(0, 4),
    )


def joined(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Return conditions made of conditions."""
    return st.one_of(
        st.builds(lambda x: (f"not ({x[0]})", ~x[1]), inner),
        st.builds(lambda x, y: (f"({x[0]}) and {y[0]}", x[1] & y[1]), inner, simple_tests()),
        st.builds(lambda x, y: (f"({x[0]}) or {y[0]}", x[1] | y[1]), inner, simple_tests()),
    )


@given(st.recursive(simple_tests(), joined, max_leaves=12))
def test_conditions_agree_with_python(case: tuple[str, np.ndarray]) -> None:
    text, expected = case
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2]})
    assert answers(text, frame) == expected.tolist()
