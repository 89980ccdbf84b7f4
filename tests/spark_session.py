"""One local session of Spark for all tests that need one: starting it takes longer than they do."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import pandas as pd
import pytest

# Tables of tests are tiny: compiling a plan would take longer than running it.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # A zone with clock changes: nothing may depend on it.
    "spark.sql.session.timeZone": "America/New_York",
}


@functools.cache
def local_session() -> Any:
    """Return the session, started once per test run; skip where Spark is not installed."""
    sql = pytest.importorskip("pyspark.sql")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = sql.SparkSession.builder.master("local[2]")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def on_spark(frame: pd.DataFrame) -> Any:
    """The table on Spark, with calendar dates, since its timestamps are instants of a zone."""
    dates = {n: frame[n].dt.date for n in frame if frame[n].dtype.kind == "M"}
    loose = {n: frame[n].astype("object") for n in frame if str(frame[n].dtype) == "boolean"}
    turned = frame.assign(**dates, **loose)
    return local_session().createDataFrame(turned.where(turned.notna(), None))
