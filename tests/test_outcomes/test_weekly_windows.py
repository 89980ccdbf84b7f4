"""Window rules on weekly patterns, against a slow reading, and the same on every engine."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spark_session import local_session

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.weekly.counting import count_weeks, last_weeks, longest_runs, spells
from recoveryeval.outcomes.weekly.every_week import every_week, one_per_week
from recoveryeval.outcomes.weekly.measures import collected
from recoveryeval.outcomes.weekly.strings import from_text, to_text
from recoveryeval.outcomes.weekly.symbols import SYMBOLS, counted_symbols
from recoveryeval.outcomes.weekly.windows import first_windows, without

TEXTS = st.lists(st.text(alphabet=SYMBOLS, min_size=1, max_size=12), min_size=1, max_size=6)
ENGINES = ["polars", "lazy polars", "duckdb"]


def on(engine: str, frame: pd.DataFrame) -> Any:
    """Return a table on another engine, its rows shuffled."""
    turned = frame.sample(frac=1, random_state=1)
    if engine == "duckdb":
        return duckdb.connect().from_df(turned)
    table = pl.from_pandas(turned)
    return table.lazy() if engine == "lazy polars" else table


def rows(table: Any) -> list[tuple[float, ...]]:
    """Return what any engine found, in order, as plain numbers."""
    frame = collected(table)
    frame = frame[sorted(frame.columns)].astype("float64")
    return sorted(map(tuple, frame.to_numpy().tolist()))


def slow(text: str, enough: int, width: int, first_week: int) -> tuple[int, int]:
    """Return the first window by reading the string from left to right."""
    for start in range(max(first_week, 1), len(text) - width + 2):
        if text[start - 1 : start - 1 + width].count("+") >= enough:
            return start + width - enough, 1
    return len(text) - width + 1 + width - enough, 0


@settings(max_examples=25)
@given(TEXTS, st.integers(1, 4), st.integers(0, 2), st.integers(1, 4))
def test_windows_equal_a_slow_reading(
    texts: list[str], enough: int, slack: int, first_week: int
) -> None:
    weeks = from_text(pd.Series(texts))
    found = first_windows(weeks, "+", enough=enough, width=enough + slack, first_week=first_week)
    told = found.sort_values("person")[["week", "event"]].astype(int)
    expected = [slow(text, enough, enough + slack, first_week) for text in texts]
    assert list(map(tuple, told.to_numpy().tolist())) == expected


@settings(max_examples=25)
@given(TEXTS)
def test_counting_equals_a_slow_reading(texts: list[str]) -> None:
    weeks = from_text(pd.Series(texts))
    runs = longest_runs(weeks, "+").set_index("person")["run"]
    ends = last_weeks(weeks, "+", width=3).set_index("person")
    few = count_weeks(weeks, "+", first_week=2, last_week=5).set_index("person")
    new = spells(weeks, "+").groupby("person")["week"].agg(list)
    for person, text in enumerate(texts):
        read = "".join("+" if s == "+" else " " for s in text)
        assert runs[person] == max(map(len, read.split(" ")))
        assert (ends["hits"][person], ends["last"][person]) == (
            text[-3:].count("+"),
            text.endswith("+"),
        )
        assert (few["hits"][person], few["within"][person]) == (
            text[1:5].count("+"),
            len(text[1:5]),
        )
        starts = [i + 1 for i, s in enumerate(text) if s == "+" and text[:i][-1:] != "+"]
        assert new.get(person, []) == starts


@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reads_weeks_alike(engine: str) -> None:
    weeks = from_text(pd.Series(["++--o*+_", "o", "-+-+o++--", "____", "ooooo-+", "+" * 12]))
    other = on(engine, weeks)
    rule = {"enough": 2, "width": 3, "first_week": 2}
    assert rows(first_windows(other, "+o", **rule)) == rows(first_windows(weeks, "+o", **rule))
    span = {"first_week": 2, "last_week": 6}
    assert rows(count_weeks(other, "-", **span)) == rows(count_weeks(weeks, "-", **span))
    for left_out in ([], ["o", "*"]):
        here, there = without(weeks, left_out), without(other, left_out)
        assert rows(longest_runs(there, "+")) == rows(longest_runs(here, "+"))
        assert rows(last_weeks(there, "+", width=4)) == rows(last_weeks(here, "+", width=4))
        told = spells(weeks, "+", left_out=left_out)
        assert rows(spells(other, "+", left_out=left_out)) == rows(told)


@pytest.mark.engines
@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_results_of_a_week_are_put_together_alike(engine: str | None) -> None:
    given_rows = [
        ("a", 1.0, "opioids", "pos"),
        ("a", 1.0, "opioids", "neg"),
        ("a", 2.0, "opioids", "neg"),
        ("a", 2.0, "alcohol", "pos"),
        ("a", 3.0, "opioids", "missing"),
        ("a", 5.0, "opioids", "pos"),
        ("b", 2.0, "opioids", None),
        ("b", 1.0, "opioids", "neg"),
    ]
    results = pd.DataFrame(given_rows, columns=["person", "week", "substance", "value"])
    people = pd.DataFrame({"person": ["a", "b", "c"], "weeks": [4.0, 2.0, 1.0]})
    calendar = pd.DataFrame({"week": [1.0, 2.0, 3.0, 4.0]})
    tables = [results, people, calendar]
    if engine == "duckdb":
        con = duckdb.connect()
        tables = [con.from_df(t) for t in tables]
    elif engine is not None:
        tables = [on(engine, t) for t in tables]
    found = every_week(one_per_week(tables[0]), *tables[1:])
    assert to_text(collected(found)).to_dict() == {"a": "*+oo", "b": "-o", "c": "o"}


@pytest.mark.spark
def test_spark_reads_weeks_alike() -> None:
    spark = local_session()
    weeks = from_text(pd.Series(["++--o*+_", "-+-+o++--"]))
    other = spark.createDataFrame([tuple(r) for r in weeks.to_numpy().tolist()], list(weeks))
    rule = {"enough": 2, "width": 3}
    assert rows(first_windows(other, "+o", **rule)) == rows(first_windows(weeks, "+o", **rule))
    told = rows(longest_runs(without(weeks, ["o"]), "+"))
    assert rows(longest_runs(without(other, ["o"]), "+")) == told
    assert rows(spells(other, "+", left_out=["o"])) == rows(spells(weeks, "+", left_out=["o"]))


def test_what_a_symbol_means_belongs_to_the_rule() -> None:
    assert counted_symbols("use", missing="use", mixed="no use") == ("+", "o")
    assert counted_symbols("no use", missing="unknown", mixed="no use") == ("-", "*")
    assert counted_symbols("no result", missing="use", mixed="use") == ("o",)


def test_unknown_symbols_and_missing_patterns_are_refused_with_their_count() -> None:
    with pytest.raises(OutcomeError, match="2 rows") as caught:
        from_text(pd.Series(["+x", "--", "?"]))
    assert "x" not in caught.value.what.replace("+ - * o _", "")
    with pytest.raises(OutcomeError, match="1 row"):
        from_text(pd.Series(["+", None]))
    with pytest.raises(OutcomeError, match="RE-W03"):
        first_windows(from_text(pd.Series(["+"])), "+", enough=4, width=3)
