"""What holds for every export, however messy."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from messy_tables import messy_tables

from recoveryeval.programs.build import program
from recoveryeval.programs.program import Program
from recoveryeval.programs.quarantine import restore

EXTRACT = "2026-06-30"
# Building a program takes tens of milliseconds, so few examples at a time.
few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def same_tables(first: Program, second: Program, *, ordered: bool = True) -> None:
    """Hold the tables of two programs to be the same, in order or but for it."""
    for name, frame in first.tables.items():
        pair = [frame, second.tables[name]]
        if not ordered:
            pair = [in_order(f) for f in pair]
        pd.testing.assert_frame_equal(*pair)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows and columns in an order that depends on their content only."""
    columns = sorted(frame.columns)
    text = frame[columns].astype("string").fillna("")
    order = text.sort_values(columns, kind="stable").index
    return frame.loc[order, columns].reset_index(drop=True)


def shuffled(frames: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    """The same tables with their rows in another order."""
    rng = np.random.default_rng(seed)
    return {name: frame.iloc[rng.permutation(len(frame))] for name, frame in frames.items()}


@few
@given(messy_tables())
def test_every_row_read_is_accounted_for(frames: dict[str, pd.DataFrame]) -> None:
    made = program(frames, extract_date=EXTRACT)
    ledger = made.ledger.set_index("table")
    for name, frame in frames.items():
        row = ledger.loc[name]
        assert row["rows_read"] == len(frame)
        assert row["rows_read"] == row[["kept", "quarantined", "blank", "duplicates"]].sum()
        if name != "meta":
            assert row["kept"] == len(made.tables[name])


@few
@given(messy_tables())
def test_a_program_made_from_its_own_tables_is_the_same(frames: dict[str, pd.DataFrame]) -> None:
    once = program(frames, extract_date=EXTRACT)
    # Ids told apart by case only: when one of them is set aside, the other tables cannot know.
    assume("RE-I11" not in once.checks()["id"].to_list())
    twice = program(once.tables, extract_date=EXTRACT)
    same_tables(once, twice)
    assert len(twice.quarantine) == 0
    assert len(twice.repairs) == 0


@few
@given(messy_tables(), st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(frames: dict[str, pd.DataFrame], seed: int) -> None:
    one = program(frames, extract_date=EXTRACT)
    other = program(shuffled(frames, seed), extract_date=EXTRACT)
    same_tables(one, other, ordered=False)
    pd.testing.assert_frame_equal(one.checks(), other.checks())
    pd.testing.assert_frame_equal(one.ledger, other.ledger)


@few
@given(messy_tables())
def test_every_row_can_be_had_back_as_it_was(frames: dict[str, pd.DataFrame]) -> None:
    made = program(frames, extract_date=EXTRACT)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(restore(made, "tables", name), frame.reset_index(drop=True))
    for _, aside in made.quarantine.iterrows():
        source = frames[aside["table"]].iloc[aside["row"]]
        told = json.loads(aside["original"])
        assert list(told) == list(source.index)
        for column, value in source.items():
            assert told[column] == as_json(value)


def as_json(value: object) -> object:
    """A cell as JSON holds it."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return str(value) if isinstance(value, float) and np.isinf(value) else value


@few
@given(messy_tables(), messy_tables())
def test_combining_is_the_same_either_way_round(
    first: dict[str, pd.DataFrame], second: dict[str, pd.DataFrame]
) -> None:
    one, other = (program(frames, extract_date=EXTRACT) for frames in (first, second))
    there, back = one.combine(other), other.combine(one)
    same_tables(there, back, ordered=False)
    pd.testing.assert_frame_equal(there.checks(), back.checks())
    counts = ["rows_read", "kept", "quarantined", "blank", "duplicates"]
    total = there.ledger[counts].sum()
    assert total["rows_read"] == sum(map(len, [*first.values(), *second.values()]))
    assert total["rows_read"] == total[counts[1:]].sum()


@few
@given(messy_tables())
def test_combining_tables_apart_is_making_them_together(frames: dict[str, pd.DataFrame]) -> None:
    parts = [program({name: frame}, extract_date=EXTRACT) for name, frame in frames.items()]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.combine(part)
    same_tables(program(frames, extract_date=EXTRACT), joined, ordered=False)
