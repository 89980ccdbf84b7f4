"""Tables of other libraries: counted where they live, the same numbers, and coarse cells."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoveryeval as rv
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.outcome import Outcome


def people(rows: int = 500) -> pd.DataFrame:
    """Return weekly times of people in two arms."""
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "week": rng.integers(1, 27, rows),
            "left": rng.integers(0, 2, rows),
            "arm": rng.choice(["a", "b"], rows),
            "age": rng.normal(40, 10, rows),
        }
    )


def counted(outcome: Outcome) -> pd.DataFrame:
    """Return the outcome's cells by arm."""
    return outcome.cells(by=["arm"]).drop(columns="entry")


@pytest.mark.parametrize("where", ["polars", "lazy polars", "duckdb", "arrow"])
def test_every_library_gives_the_same_cells(where: str) -> None:
    frame = people()
    tables = {
        "polars": lambda: pl.from_pandas(frame),
        "lazy polars": lambda: pl.from_pandas(frame).lazy(),
        "duckdb": lambda: duckdb.from_df(frame),
        "arrow": lambda: pl.from_pandas(frame).to_arrow(),
    }
    own = rv.time_to_event(frame, time="week", event="left")
    other = rv.time_to_event(tables[where](), time="week", event="left", covariates=["arm"])
    pd.testing.assert_frame_equal(counted(other), counted(own), check_dtype=False)


def test_a_lazy_table_comes_over_as_distinct_rows_with_their_number() -> None:
    frame = people(5000)
    own = rv.time_to_event(duckdb.from_df(frame), time="week", event="left", covariates=["arm"])
    assert len(own.data) <= 26 * 2 * 2
    assert own.data["n"].sum() == 5000
    again = frame.groupby(["week", "left", "arm"]).size().rename("k").reset_index()
    twice = rv.time_to_event(
        duckdb.from_df(again), time="week", event="left", n="k", covariates=["arm"]
    )
    pd.testing.assert_frame_equal(counted(twice), counted(own), check_dtype=False)


def test_people_with_several_rows_are_never_counted_together() -> None:
    frame = pd.DataFrame({"id": [1, 1, 2], "a": [0, 3, 0], "b": [3, 5, 4], "e": [0, 1, 1]})
    own = rv.time_to_event(
        duckdb.from_df(frame), time="b", event="e", entry="a", person="id", covariates=[]
    )
    assert len(own.data) == 3


def test_only_the_named_columns_come_along() -> None:
    own = rv.time_to_event(people(), time="week", event="left", covariates=["arm"])
    assert own.covariates == ("arm",)
    with pytest.raises(OutcomeError, match="nearest valid name is 'arm'"):
        rv.time_to_event(people(), time="week", event="left", covariates=["arms"])


def test_pooling_the_cells_of_sites_equals_pooling_their_people() -> None:
    frame = people()
    sites = [counted(rv.time_to_event(part, time="week", event="left"))
             for part in (frame.iloc[:200], frame.iloc[200:])]  # fmt: skip
    pooled = rv.time_to_event(pd.concat(sites), time="time", event="event", n="n")
    together = rv.time_to_event(frame, time="week", event="left")
    pd.testing.assert_frame_equal(counted(pooled), counted(together), check_dtype=False)


@given(st.integers(2, 15), st.integers(0, 50))
def test_no_cell_that_leaves_is_small_and_nobody_is_lost(min_n: int, seed: int) -> None:
    frame = people(400).sample(frac=1, random_state=seed)
    own = rv.time_to_event(frame, time="week", event="left")
    coarse = own.cells(by=["arm"], min_n=min_n)
    assert coarse["n"].min() >= min_n
    assert coarse["n"].sum() == 400
    assert coarse.groupby(["event", "arm"])["n"].sum().tolist() == (
        own.cells(by=["arm"]).groupby(["event", "arm"])["n"].sum().tolist()
    )
    assert coarse["time"].max() == own.cells()["time"].max()


def test_covariates_that_make_small_groups_are_refused() -> None:
    own = rv.time_to_event(people(), time="week", event="left")
    with pytest.raises(OutcomeError, match="RE-O10"):
        own.cells(by=["age"], min_n=11)
