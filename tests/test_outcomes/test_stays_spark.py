"""Every derivation from stays on Spark in local mode: one engine more in the comparison."""

from __future__ import annotations

import pytest
from spark_session import on_spark
from stay_questions import QUESTIONS
from stay_tables import same_hash


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
@pytest.mark.parametrize("question", QUESTIONS)
def test_spark_gives_the_same_table(question: str) -> None:
    by_pandas = same_hash(QUESTIONS[question](lambda frame: frame))
    assert same_hash(QUESTIONS[question](on_spark)) == by_pandas
