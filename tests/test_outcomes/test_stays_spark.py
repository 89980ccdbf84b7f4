"""The same on Spark in local mode: one table more in the comparison."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import pandas as pd
import pytest
from stay_questions import QUESTIONS
from stay_tables import same_hash


@pytest.fixture(scope="module")
def spark() -> Any:
    """A local session of two cores."""
    sql = pytest.importorskip("pyspark.sql")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            sql.SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.session.timeZone", "America/New_York")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()
        )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@functools.cache
def by_pandas(question: str) -> str:
    return same_hash(QUESTIONS[question](lambda frame: frame))


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as Spark reads it: calendar dates, since its timestamps are instants of a zone."""
    dates = {n: frame[n].dt.date for n in frame if frame[n].dtype.kind == "M"}
    loose = {n: frame[n].astype("object") for n in frame if str(frame[n].dtype) == "boolean"}
    turned = frame.assign(**dates, **loose)
    return turned.where(turned.notna(), None)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
@pytest.mark.parametrize("question", QUESTIONS)
def test_spark_gives_the_same_table(spark: Any, question: str) -> None:
    def make(frame: pd.DataFrame) -> Any:
        return spark.createDataFrame(plain(frame))

    assert same_hash(QUESTIONS[question](make)) == by_pandas(question)
