"""The first long gap between contacts: a slow reading, and the same answer on every engine."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.outcomes.leaving.gaps import last_before_gap

PEOPLE = ["a", "b", "c", "d"]


def slow(days: list[int | None], last: int, closing: int, gap: int) -> tuple[int | None, int]:
    """Return the day of leaving and the days with a contact, by looking at every gap."""
    seen = sorted({d for d in days if d is not None and 0 <= d <= last})
    points = sorted({0, *seen})
    for here, there in zip(points, [*points[1:], closing], strict=True):
        if there - here > gap:
            return here, len(seen)
    return None, len(seen)


def frames(case: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return contacts and limits as pandas frames."""
    contacts = pd.DataFrame(case["contacts"], columns=["person", "day"])
    contacts = contacts.astype({"person": "string", "day": "Int64"})
    limits = pd.DataFrame(
        [
            (p, 0, last, last + extra)
            for p, (last, extra) in zip(PEOPLE, case["limits"], strict=True)
        ],
        columns=["person", "start", "last", "closing"],
    )
    return contacts, limits.astype({"person": "string"})


def answer(found: Any) -> dict[str, tuple[int | None, int]]:
    """Return what any engine found, by person."""
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    table = (
        found
        if isinstance(found, pd.DataFrame)
        else found.to_df()
        if hasattr(found, "to_df")
        else found.to_pandas()
    )
    return {
        str(row.person): (None if pd.isna(row.left_day) else int(row.left_day), int(row.n_days))
        for row in table.itertuples()
    }


def on(engine: str, contacts: pd.DataFrame, limits: pd.DataFrame, gap: int) -> dict:
    """Return the answer of one engine."""
    if engine == "duckdb":
        con = duckdb.connect()
        tables = [con.from_df(frame) for frame in (contacts, limits)]
        return answer(last_before_gap(*tables, gap_days=gap))
    tables = [contacts, limits]
    if engine != "pandas":
        tables = [pl.from_pandas(frame) for frame in tables]
    if engine == "lazy polars":
        tables = [frame.lazy() for frame in tables]
    return answer(last_before_gap(*tables, gap_days=gap))


CASES = st.fixed_dictionaries(
    {
        "contacts": st.lists(
            st.tuples(st.sampled_from([*PEOPLE, "stranger"]), st.none() | st.integers(-9, 60)),
            max_size=30,
        ),
        "limits": st.lists(
            st.tuples(st.integers(0, 50), st.integers(0, 1)), min_size=4, max_size=4
        ),
        "gap": st.integers(1, 20),
    }
)


def expected(case: dict[str, Any]) -> dict[str, tuple[int | None, int]]:
    """Return the slow reading of a case."""
    days = {p: [d for who, d in case["contacts"] if who == p] for p in PEOPLE}
    return {
        p: slow(days[p], last, last + extra, case["gap"])
        for p, (last, extra) in zip(PEOPLE, case["limits"], strict=True)
    }


@settings(max_examples=60)
@given(CASES)
def test_gaps_are_read_as_a_person_would(case: dict[str, Any]) -> None:
    assert on("pandas", *frames(case), case["gap"]) == expected(case)


@settings(max_examples=8)
@given(CASES)
def test_every_engine_gives_the_same_answer(case: dict[str, Any]) -> None:
    for engine in ("polars", "lazy polars", "duckdb"):
        assert on(engine, *frames(case), case["gap"]) == expected(case), engine


@pytest.mark.parametrize("engine", ["pandas", "polars", "lazy polars", "duckdb"])
def test_ties_nulls_and_shuffled_rows_change_nothing(engine: str) -> None:
    rows = [("a", 5), ("a", 5), ("a", None), ("a", 40), ("a", 80), ("b", None), ("a", -3)]
    case = {"contacts": rows, "limits": [(100, 1), (20, 1), (30, 1), (29, 1)], "gap": 30}
    contacts, limits = frames(case)
    told = {"a": (5, 3), "b": (None, 0), "c": (0, 0), "d": (None, 0)}
    for seed in range(4):
        turned = contacts.sample(frac=1, random_state=seed)
        assert on(engine, turned, limits.sample(frac=1, random_state=seed), 30) == told


@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
def test_a_log_without_rows_means_that_nobody_was_met(engine: str) -> None:
    case = {"contacts": [], "limits": [(40, 1), (20, 1), (30, 1), (29, 0)], "gap": 30}
    contacts, limits = frames(case)
    assert on(engine, contacts, limits, 30) == {
        "a": (0, 0),
        "b": (None, 0),
        "c": (0, 0),
        "d": (None, 0),
    }
