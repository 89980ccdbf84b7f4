"""Windows and gaps: a slow reading, and the same answer on every engine."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.outcomes.engaging.gaps_held import gaps_held
from recoveryeval.outcomes.engaging.weekly_counts import weekly_counts
from recoveryeval.outcomes.engaging.window_summary import window_first, window_sum, window_summary

PEOPLE = ["a", "b", "c"]
ENGINES = ["pandas", "polars", "lazy polars", "duckdb"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from([*PEOPLE, "stranger"]),
        st.none() | st.integers(-9, 40),
        st.none() | st.sampled_from([0.0, 0.25, 12.5, 30.0]),
    ),
    max_size=25,
)
WINDOWS = st.lists(st.tuples(st.integers(-5, 20), st.integers(0, 30)), min_size=3, max_size=3)


def records(rows: list[tuple]) -> pd.DataFrame:
    """Return records as a pandas frame."""
    frame = pd.DataFrame(rows, columns=["person", "day", "minutes"])
    return frame.astype({"person": "string", "day": "Int64", "minutes": "Float64"})


def limits(windows: list[tuple[int, int]]) -> pd.DataFrame:
    """Return windows as a pandas frame."""
    rows = [(p, f, f + n) for p, (f, n) in zip(PEOPLE, windows, strict=True)]
    return pd.DataFrame(rows, columns=["person", "first", "last"]).astype({"person": "string"})


def ask(function: Any, engine: str, *frames: pd.DataFrame, **options: Any) -> dict[str, tuple]:
    """Return the answer of one engine, by person, with None where nothing is known."""
    return {row[0]: row[1:] for row in answer(function, engine, *frames, **options)}


def answer(function: Any, engine: str, *frames: pd.DataFrame, **options: Any) -> set[tuple]:
    """Return the rows that one engine gives."""
    tables: list[Any] = list(frames)
    if engine == "duckdb":
        connection = duckdb.connect()
        tables = [connection.from_df(frame) for frame in frames]
    elif engine != "pandas":
        tables = [pl.from_pandas(frame) for frame in frames]
        tables = [t.lazy() for t in tables] if engine == "lazy polars" else tables
    found = function(*tables, **options)
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    if not isinstance(found, pd.DataFrame):
        found = found.to_df() if hasattr(found, "to_df") else found.to_pandas()
    return {
        (str(row[0]), *(None if pd.isna(v) else float(v) for v in row[1:]))
        for row in found.itertuples(index=False)
    }


def slow_summary(rows: list[tuple], windows: list[tuple[int, int]]) -> dict[str, tuple]:
    """Return what each window holds, by looking at every record."""
    answer = {}
    for who, (first, length) in zip(PEOPLE, windows, strict=True):
        days = [
            d for p, d, _ in rows if p == who and d is not None and first <= d <= first + length
        ]
        weeks = {(d - first) // 7 for d in days}
        ends = (min(days), max(days)) if days else (None, None)
        answer[who] = (len(days), len(set(days)), len(weeks), *ends)
    return answer


def slow_sum(rows: list[tuple], windows: list[tuple[int, int]]) -> dict[str, tuple]:
    """Return the minutes in each window, by looking at every record."""
    answer = {}
    for who, (first, length) in zip(PEOPLE, windows, strict=True):
        held = [
            m for p, d, m in rows if p == who and d is not None and first <= d <= first + length
        ]
        answer[who] = (sum(m for m in held if m is not None), sum(m is None for m in held))
    return answer


def slow_gaps(sessions: list[tuple], helps: list[tuple]) -> dict[str, tuple]:
    """Return gaps and those with a contact, by looking at every pair of sessions."""
    answer = {}
    for who in [*PEOPLE, "stranger"]:
        days = sorted({d for p, d, _ in sessions if p == who and d is not None})
        gaps = [(a, b) for a, b in pairwise(days) if b - a > 1]
        held = [g for g in gaps if any(p == who and d is not None and g[0] < d < g[1]
                                       for p, d, _ in helps)]  # fmt: skip
        if gaps:
            answer[who] = (len(gaps), len(held))
    return answer


def agree(engine: str, rows: list[tuple], helps: list[tuple], windows: list[tuple]) -> None:
    """Hold one engine to the slow reading."""
    table, window = records(rows), limits(windows)
    summary = slow_summary(rows, windows)
    assert ask(window_summary, engine, table, window) == summary
    firsts = {who: (answer[3],) for who, answer in summary.items()}
    assert ask(window_first, engine, table, window) == firsts
    assert ask(window_sum, engine, table, window, value="minutes") == slow_sum(rows, windows)
    days = [frame[["person", "day"]] for frame in (table, records(helps))]
    assert ask(gaps_held, engine, *days) == slow_gaps(rows, helps)


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS, WINDOWS)
def test_windows_are_read_as_a_person_would(rows: list, helps: list, windows: list) -> None:
    agree("pandas", rows, helps, windows)


@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES[1:])
@settings(max_examples=6, deadline=None)
@given(rows=ROWS, helps=ROWS, windows=WINDOWS)
def test_every_engine_gives_the_same_answer(
    engine: str, rows: list, helps: list, windows: list
) -> None:
    agree(engine, rows, helps, windows)


@pytest.mark.parametrize("engine", ENGINES)
def test_ties_nulls_and_shuffled_rows_change_nothing(engine: str) -> None:
    rows = [("a", 5, 30.0), ("a", 5, 30.0), ("a", None, 9.0), ("a", 13, None), ("b", 7, 0.25)]
    windows = [(0, 29), (0, 6), (0, 29)]
    for seed in range(3):
        turned = records(rows).sample(frac=1, random_state=seed)
        found = ask(window_summary, engine, turned, limits(windows))
        assert found == {
            "a": (3, 2, 2, 5, 13),
            "b": (0, 0, 0, None, None),
            "c": (0, 0, 0, None, None),
        }
        minutes = ask(window_sum, engine, turned, limits(windows), value="minutes")
        assert minutes == {"a": (60, 1), "b": (0, 0), "c": (0, 0)}


@pytest.mark.parametrize("engine", ENGINES)
def test_weeks_are_counted_from_day_zero_to_the_last_day(engine: str) -> None:
    rows = [("a", d, None) for d in (-1, 0, 6, 6, 7, 13, 14, None)] + [("b", 20, None)]
    people = limits([(0, 13), (0, 20), (0, 30)])[["person", "last"]]
    for seed in range(3):
        turned = records(rows).sample(frac=1, random_state=seed)[["person", "day"]]
        found = answer(weekly_counts, engine, turned, people)
        assert found == {("a", 0, 3), ("a", 1, 2), ("b", 2, 1)}


@pytest.mark.parametrize("engine", ENGINES)
def test_days_that_touch_leave_no_gap(engine: str) -> None:
    sessions = records([("a", 1, None), ("a", 2, None), ("a", 9, None), ("a", 9, None)])
    helps = records([("a", 2, None), ("a", 9, None), ("a", 5, None), ("a", 5, None)])
    found = ask(gaps_held, engine, sessions[["person", "day"]], helps[["person", "day"]])
    assert found == {"a": (1, 1)}
