"""The eligibility grammar: what it means, what it refuses, and that nothing in it ever runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.cohorts.grammar.evaluate import evaluate
from recoveryeval.cohorts.grammar.nodes import AnyOf, names
from recoveryeval.cohorts.grammar.parse import DEEPEST, parse, whole
from recoveryeval.cohorts.grammar.terms import check_terms
from recoveryeval.cohorts.grammar.tokens import LONGEST
from recoveryeval.errors import CohortError

FRAME = pd.DataFrame(
    {
        "age": pd.array([17, 30, 65, None], dtype="Int64"),
        "score": pd.array([0.5, -2.0, None, 3.0], dtype="Float64"),
        "site": pd.array(["A", "B", None, "it's"], dtype="string"),
        "dual": pd.array([True, False, None, True], dtype="boolean"),
        "anchor": pd.to_datetime(["2025-01-01", None, "2025-03-01", "2025-02-01"]),
        "first contact": pd.array([1, 2, 3, 4], dtype="Int64"),
    }
)


def answers(text: str, frame: pd.DataFrame = FRAME) -> list[bool | None]:
    """Return what the condition says of each row; None where it cannot be told."""
    found = evaluate(whole(parse(text)), frame)
    return [None if value is pd.NA else bool(value) for value in found]


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


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("age = 18", "RE-K02", "Write == for 'equals'"),
        ("age > 18 & dual", "RE-K02", "Write 'and'"),
        ("age > 18 | dual", "RE-K02", "Write 'or'"),
        ("site == 'A", "RE-K02", "Close the quotation mark"),
        ("(age > 18", "RE-K02", "to close the bracket"),
        ("age > 18)", "RE-K02", "the end was expected"),
        ("", "RE-K02", "was expected"),
        ("1 < 2", "RE-K02", "without a column"),
        ("'A' == 'A'", "RE-K02", "without a column"),
        ("site in ()", "RE-K02", "empty list"),
        ("site in (age,)", "RE-K02", "column inside a list"),
        ("site in 'A'", "RE-K02", "list in brackets"),
        ("site is A", "RE-K02", "'missing' was expected"),
        ("12abc > 3", "RE-K02", "no meaning"),
        ("age >", "RE-K02", "a value was expected"),
        ("aeg > 18", "RE-K03", "The nearest valid name is 'age'"),
        ("age > '18'", "RE-K04", "with a number"),
        ("site == 5", "RE-K04", "in quotation marks"),
        ("dual == 1", "RE-K04", "True or False"),
        ("anchor > '01/02/2025'", "RE-K04", "year-month-day"),
        ("anchor > 2025", "RE-K04", "year-month-day"),
        ("age == site", "RE-K04", "in quotation marks"),
        ("site > 'A'", "RE-K05", "Use ==, != or in"),
        ("age", "RE-K06", "Compare it with something"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_hint(text: str, code: str, hint: str) -> None:
    with pytest.raises(CohortError) as caught:
        answers(text)
    assert caught.value.code == code
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "age.__class__ == 'x'",
        "(lambda: 1)()",
        "[x for x in age]",
        "age + 1 > 2",
        "age[0] > 2",
        "f'{age}' == 'x'",
        "(age := 3)",
        "age > 1; dual",
        "exec('1')",
        "age if dual else score",
        "age > 1e9",
        "*age",
        "{'a': 1}",
        "@age > 1",
        "age > 1 # comment",
    ],
)
def test_programs_are_no_conditions(text: str) -> None:
    with pytest.raises(CohortError):
        answers(text)


def test_a_text_too_long_or_too_deep_is_refused_at_once() -> None:
    with pytest.raises(CohortError, match="RE-K01"):
        parse("a" * (LONGEST + 1))
    for deep in ("(" * 5000 + "age > 1", "not " * 2400 + "dual", "not (" * 1900 + "dual"):
        with pytest.raises(CohortError, match=f"more than {DEEPEST}"):
            parse(deep)
    inside = "(" * DEEPEST + "dual" + ")" * DEEPEST
    assert answers(inside) == answers("dual")


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(CohortError):
        answers("age < " + "9" * 400)


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


def test_words_that_a_column_cannot_hold_are_refused_with_the_nearest_term() -> None:
    with pytest.raises(CohortError, match="nearest valid name is 'female'") as caught:
        check_terms(whole(parse("sex == 'femal'")))
    assert caught.value.code == "RE-K07"
    with pytest.raises(CohortError, match="nearest valid name is 'male'"):
        check_terms(whole(parse("not (sex in ('M', 'female'))")))
    check_terms(whole(parse("sex in ('male', 'female') and site == 'anything' or age > 3")))
