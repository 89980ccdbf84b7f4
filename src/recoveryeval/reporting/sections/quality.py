"""The data-quality appendix: every row accounted for, in counts and never in values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.filling import Column, named, say, tabulate
from recoveryeval.reporting.sections.quality_words import in_words

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

FILE = "(file)"  # how the ledger names the rows of a file before any table took them
_OWN = "meta"  # the package's own notes on columns: no records of the program
_COUNTS = ["rows_read", "kept", "quarantined", "duplicates", "blank"]
_BALANCE = (
    Column("Rows", "{rows_read:count}"),
    Column("Used", "{kept:count}"),
    Column("Set aside", "{quarantined:count}"),
    Column("Merged", "{duplicates:count}"),
    Column("Blank", "{blank:count}"),
)
_NOTE = "Rows = used + set aside + merged with a row they repeat or complete + blank."
_FILES = (
    "Rows in the files: {file.rows_read:count}. Set aside: {file.quarantined:count}; repeats of "
    "another row: {file.duplicates:count}; blank: {file.blank:count}. "
)
_RECORDS = (
    "Records made of them, since one row can feed several tables: {made.rows_read:count}; set "
    "aside with a reason: {made.quarantined:count}. Nothing was lost or changed without being "
    "counted here."
)


def quality(program: Program) -> list[Block]:
    """Return the appendix on the data themselves."""
    return [
        Heading("Data quality"),
        *_ledger(program.ledger),
        *_set_aside(program.quarantine),
        *_repairs(program.repairs),
        *_checks(program.checks()),
    ]


def totals(ledger: pd.DataFrame) -> dict[str, float]:
    """Return the ledger added up: ``file.*`` for rows of files, ``made.*`` for records."""
    of_file = ledger["table"] == FILE
    records = ledger[~of_file & (ledger["table"] != _OWN)]
    files, made = (part[_COUNTS].sum().to_dict() for part in (ledger[of_file], records))
    return {**named(file=files, made=made), "aside": files["quarantined"] + made["quarantined"]}


def _ledger(ledger: pd.DataFrame) -> list[Block]:
    """Return what became of each row of each file, and of each record made of it."""
    of_file = ledger["table"] == FILE
    blocks: list[Block] = [
        say((_FILES if of_file.any() else "") + _RECORDS, totals(ledger)),
    ]
    parts = {
        ("source", "File", "What became of the rows of each file"): ledger[of_file],
        ("table", "Table", "What became of the records of each table"): ledger[
            ~of_file & (ledger["table"] != _OWN)
        ],
    }
    for (key, head, caption), part in parts.items():
        if len(part):
            frame = part.groupby(key, sort=True, dropna=False)[_COUNTS].sum().reset_index()
            columns = [Column(head, f"{{{key}:text}}", numeric=False), *_BALANCE]
            blocks.append(tabulate(frame, columns, caption=caption, notes=[_NOTE]))
    return blocks


def _set_aside(quarantine: pd.DataFrame) -> list[Block]:
    """Return the number of rows and cells set aside, by reason."""
    if quarantine.empty:
        return [Text("No row had to be set aside.")]
    keys = ["source", "table", "column", "reason"]
    counted = quarantine.groupby(keys, sort=True, dropna=False).size().rename("count").reset_index()
    frame = counted.assign(
        table=counted["table"].where(counted["table"] != FILE, counted["source"]),
        column=counted["column"].replace("", "whole row"),
        why=[in_words(str(reason), "reasons") for reason in counted["reason"]],
    )
    columns = [
        Column("Table and column", "{table:text}: {column:text}", numeric=False),
        Column("Why", "{why:text}", numeric=False),
        Column("Count", "{count:count}"),
    ]
    note = "What is set aside keeps its original form and can be put back."
    return [tabulate(frame, columns, caption="What was set aside, and why", notes=[note])]


def _repairs(repairs: pd.DataFrame) -> list[Block]:
    """Return the repairs made by a fixed rule, added up over columns."""
    if repairs.empty:
        return [Text("No value had to be repaired.")]
    told = repairs.assign(
        repair=[in_words(str(code), "repairs") for code in repairs["repair"]],
        table=repairs["table"].where(repairs["table"] != FILE, repairs["source"]),
    )
    grouped = told.groupby(["table", "repair"], sort=True)
    frame = grouped.agg(columns=("column", "nunique"), count=("count", "sum")).reset_index()
    columns = [
        Column("File or table", "{table:text}", numeric=False),
        Column("Repair or rule", "{repair:text}", numeric=False),
        Column("Columns", "{columns:count}"),
        Column("Count", "{count:count}"),
    ]
    return [tabulate(frame, columns, caption="What was repaired by a fixed rule")]


def _checks(checks: pd.DataFrame) -> list[Block]:
    """Return what the checks of the tables found, worst first, added up over tables."""
    if checks.empty:
        return [Text("The checks of the tables found nothing.")]
    grouped = checks.groupby(["severity", "meaning"], sort=False)
    frame = grouped.agg(
        tables=("table", lambda names: ", ".join(dict.fromkeys(n for n in names if n))),
        count=("count", "sum"),
    ).reset_index()
    columns = [
        Column("Finding", "{meaning:text}", numeric=False),
        Column("Tables", "{tables:text}", numeric=False),
        Column("Severity", "{severity:text}", numeric=False),
        Column("Count", "{count:count}"),
    ]
    return [tabulate(frame, columns, caption="What the checks of the tables found")]
