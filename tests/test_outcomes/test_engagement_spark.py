"""Windows, gaps and weeks on Spark in local mode: the answer of pandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from spark_session import local_session

from recoveryeval.outcomes.engaging.gaps_held import gaps_held
from recoveryeval.outcomes.engaging.weekly_counts import weekly_counts
from recoveryeval.outcomes.engaging.window_summary import window_first, window_sum, window_summary


def planted(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return records with ties, missing days and minutes, and windows, in random order."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({"person": [f"p{i}" for i in range(40)]})
    people = people.assign(first=rng.integers(-5, 20, 40), last=rng.integers(10, 60, 40))
    day = np.where(rng.random(600) < 0.1, np.nan, rng.integers(-20, 70, 600))
    minutes = np.where(rng.random(600) < 0.1, np.nan, rng.integers(0, 9, 600) * 12.5)
    rows = pd.DataFrame({"person": rng.choice([*people["person"], "stranger"], 600), "day": day})
    return rows.assign(minutes=minutes).astype({"day": "Float64", "minutes": "Float64"}), people


QUESTIONS: dict[str, Any] = {
    "summary": window_summary,
    "first": window_first,
    "sum": lambda rows, people: window_sum(rows, people, value="minutes"),
    "gaps": lambda rows, _: gaps_held(rows, rows),
    "weeks": weekly_counts,
}


def answer(found: Any) -> list[tuple]:
    """Return the rows of any engine in one order, with None where nothing is known."""
    table = found if isinstance(found, pd.DataFrame) else found.toPandas()
    rows = [
        (str(row[0]), *(None if pd.isna(v) else float(v) for v in row[1:]))
        for row in table.itertuples(index=False)
    ]
    return sorted(rows, key=str)


@pytest.fixture(scope="module")
def spark() -> Any:
    """Return the session that all tests share."""
    return local_session()


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
@pytest.mark.parametrize("question", QUESTIONS)
def test_spark_gives_the_answer_of_pandas(spark: Any, question: str) -> None:
    for seed in range(2):
        frames = planted(seed)
        tables = [
            spark.createDataFrame(f.astype(object).where(f.notna(), None).to_dict("records"), s)
            for f, s in zip(frames, ("person string, day double, minutes double",
                                     "person string, first long, last long"), strict=True)
        ]  # fmt: skip
        told = answer(QUESTIONS[question](*frames))
        assert len(told) > 10
        assert answer(QUESTIONS[question](*tables)) == told
