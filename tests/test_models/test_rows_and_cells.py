"""People and cells of people get the same answer from every estimator that loses nothing by cells.

The others refuse: ``test_cells_refused.py``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest
from cell_questions import ASKED, KINDS, again, brought, people
from engines import on

# Maxima found by steps end where the likelihood no longer rises; sums of cells round differently.
STEPS = {"rtol": 1e-10, "atol": 1e-10}


@cache
def by_people(kind: str, name: str) -> pd.DataFrame:
    return KINDS[kind][name](brought(kind, people())).tidy()


@cache
def cells_on(engine: str, kind: str) -> Any:
    """Return the outcome as an engine counts it: cells where it can, rows where it cannot."""
    outcome = brought(kind, people())
    if engine == "pandas":
        return again(kind, outcome)
    return brought(kind, on(engine, people())[0])


def same(engine: str, kind: str, name: str) -> None:
    found = KINDS[kind][name](cells_on(engine, kind)).tidy()
    pd.testing.assert_frame_equal(found, by_people(kind, name), check_dtype=False, **STEPS)


@pytest.mark.parametrize(("kind", "name"), ASKED)
def test_cells_give_what_people_give(kind: str, name: str) -> None:
    same("pandas", kind, name)


@pytest.mark.engines
@pytest.mark.parametrize("engine", ["lazy polars", "duckdb"])
@pytest.mark.parametrize(("kind", "name"), ASKED)
def test_tables_elsewhere_give_what_people_give(engine: str, kind: str, name: str) -> None:
    same(engine, kind, name)


@pytest.mark.engines
@pytest.mark.parametrize("kind", KINDS)
def test_a_polars_frame_arrives_as_its_rows(kind: str) -> None:
    own, other = brought(kind, people()).data, cells_on("polars", kind).data
    pd.testing.assert_frame_equal(other, own, check_dtype=False)


@pytest.mark.engines
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("engine", ["lazy polars", "duckdb"])
def test_tables_that_stay_come_over_as_cells(engine: str, kind: str) -> None:
    found = cells_on(engine, kind).data
    assert len(found) < len(people())
    assert found["n"].sum() == len(people())


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
@pytest.mark.parametrize("kind", KINDS)
def test_spark_gives_what_people_give(kind: str) -> None:
    pytest.importorskip("pyspark")
    assert len(cells_on("spark", kind).data) < len(people())
    for asked, name in ASKED:
        if asked == kind:
            same("spark", kind, name)
