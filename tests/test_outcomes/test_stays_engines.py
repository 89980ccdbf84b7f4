"""Every derivation from stays gives the same table on pandas, polars and DuckDB."""

from __future__ import annotations

import functools

import pytest
from stay_questions import QUESTIONS
from stay_tables import ENGINES, as_pandas, same_hash


@functools.cache
def by_pandas(question: str) -> str:
    return same_hash(QUESTIONS[question](lambda frame: frame))


@pytest.mark.engines
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_table(engine: str, question: str) -> None:
    assert same_hash(QUESTIONS[question](ENGINES[engine])) == by_pandas(question)


@pytest.mark.engines
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_order_of_rows_changes_nothing(question: str) -> None:
    turned = QUESTIONS[question](lambda frame: frame.sample(frac=1, random_state=9))
    assert same_hash(turned) == by_pandas(question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_is_answered_by_nothing(question: str) -> None:
    assert len(as_pandas(QUESTIONS[question](lambda frame: frame))) > 3
