"""What is no condition: refused with a hint, never run."""

from __future__ import annotations

import pytest
from conditions import answers

from recoveryeval.cohorts.grammar.parse import DEEPEST, parse, whole
from recoveryeval.cohorts.grammar.terms import check_terms
from recoveryeval.cohorts.grammar.tokens import LONGEST
from recoveryeval.errors import CohortError


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


def test_words_that_a_column_cannot_hold_are_refused_with_the_nearest_term() -> None:
    with pytest.raises(CohortError, match="nearest valid name is 'female'") as caught:
        check_terms(whole(parse("sex == 'femal'")))
    assert caught.value.code == "RE-K07"
    with pytest.raises(CohortError, match="nearest valid name is 'male'"):
        check_terms(whole(parse("not (sex in ('M', 'female'))")))
    check_terms(whole(parse("sex in ('male', 'female') and site == 'anything' or age > 3")))
