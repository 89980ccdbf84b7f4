"""Whatever stands in a cell stays in the cell: no message and no display repeats it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import traceback

import pandas as pd
import pytest
from small_program import EXTRACT, small_program, small_tables

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError
from recoveryeval.schema.table_schema import TABLES, load_table

CANARY = "QZX7"
TRACES = ("31/12/1977", "1977.1231", "1977,1231", "1977")
KINDS = [(t, kind) for t in TABLES for kind in sorted({f.type for f in load_table(t).fields})]


def planted(table: str, values: dict[str, object]) -> dict[str, pd.DataFrame]:
    """One table of the small program with one value in every row of some columns."""
    frame = small_tables()[table]
    n = len(frame)
    return {table: frame.assign(**{c: pd.Series([v] * n, dtype=object) for c, v in values.items()})}


def said(frames: dict[str, pd.DataFrame]) -> str:
    """All that a program says about itself, or the error it raises, with what is printed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        try:
            made = rv.program(frames, extract_date=EXTRACT)
            stream.write(repr(made) + made._repr_html_() + repr(made.tables) + repr(made.pieces))
            stream.write(made.checks().to_csv() + made.ledger.to_csv() + made.repairs.to_csv())
        except RecoveryEvalError as error:
            stream.write(str(error) + repr(error) + "".join(traceback.format_exception(error)))
    logging.getLogger().removeHandler(handler)
    return stream.getvalue()


@pytest.mark.parametrize("table", TABLES)
def test_words_in_every_column_of_a_table(table: str) -> None:
    fields = load_table(table).fields
    assert CANARY not in said(planted(table, {f.name: f"{CANARY} {f.name}" for f in fields}))


@pytest.mark.parametrize("table", TABLES)
def test_words_in_one_column_at_a_time(table: str) -> None:
    for field in load_table(table).fields:
        assert CANARY not in said(planted(table, {field.name: CANARY})), field.name


@pytest.mark.parametrize("value", ["31/12/1977", 1977.1231, "1977,1231"])
def test_numbers_and_dates_in_every_kind_of_column(value: object) -> None:
    for table, kind in KINDS:
        columns = [f.name for f in load_table(table).fields if f.type == kind]
        text = said(planted(table, dict.fromkeys(columns, value)))
        assert [trace for trace in TRACES if trace in text] == [], (table, kind)


def test_a_date_shows_as_its_month_at_most() -> None:
    for table in TABLES:
        dates = [f.name for f in load_table(table).fields if f.type == "date"]
        for value in (dt.date(1977, 12, 31), "1977-02-31"):
            text = said(planted(table, dict.fromkeys(dates, value)))
            assert "1977-12-" not in text, table
            assert "1977-02" not in text, table


def test_only_the_quarantine_and_the_tables_hold_values() -> None:
    made = small_program(**planted("contact", {"minutes": CANARY}))
    assert CANARY in made.quarantine.loc[0, "original"]
