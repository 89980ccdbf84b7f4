"""The data-quality appendix: every row accounted for, in counts and never in values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.filling import Column, say, tabulate
from recoveryeval.schema.finding import kinds

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

_COUNTS = ["rows_read", "kept", "quarantined", "duplicates", "blank"]


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
    """Return the ledger's columns added up over all sources."""
    return {name: float(ledger[name].sum()) for name in _COUNTS}


def _ledger(ledger: pd.DataFrame) -> list[Block]:
    """Return what became of each row that was read."""
    frame = (
        ledger.groupby(["source", "table"], sort=True, dropna=False)[_COUNTS].sum().reset_index()
    )
    columns = [
        Column("Source and table", "{source:text}: {table:text}", numeric=False),
        Column("Rows read", "{rows_read:count}"),
        Column("Used", "{kept:count}"),
        Column("Set aside", "{quarantined:count}"),
        Column("Duplicates merged", "{duplicates:count}"),
        Column("Blank", "{blank:count}"),
    ]
    sentence = (
        "The files held {rows_read:count} rows. {kept:count} were used, {quarantined:count} were "
        "set aside with a reason, {duplicates:count} repeated another row and were merged with "
        "it, and {blank:count} were blank. No row was lost or altered without being counted."
    )
    note = "Rows read = used + set aside + duplicates merged + blank."
    return [
        say(sentence, totals(ledger)),
        tabulate(frame, columns, caption="What became of each row", notes=[note]),
    ]


def _set_aside(quarantine: pd.DataFrame) -> list[Block]:
    """Return the number of rows and cells set aside, by reason."""
    if quarantine.empty:
        return [Text("No row had to be set aside.")]
    keys = ["table", "column", "reason"]
    counted = quarantine.groupby(keys, sort=True, dropna=False).size().rename("count").reset_index()
    frame = counted.assign(
        column=counted["column"].replace("", "whole row"),
        why=counted["reason"].map(lambda reason: kinds().get(reason, {}).get("meaning", reason)),
    )
    columns = [
        Column("Table and column", "{table:text}: {column:text}", numeric=False),
        Column("Why", "{why:text}", numeric=False),
        Column("Count", "{count:count}"),
    ]
    note = "What is set aside keeps its original form and can be put back."
    return [tabulate(frame, columns, caption="What was set aside, and why", notes=[note])]


def _repairs(repairs: pd.DataFrame) -> list[Block]:
    """Return the repairs made by a fixed rule."""
    if repairs.empty:
        return [Text("No value had to be repaired.")]
    frame = repairs.assign(repair=repairs["repair"].map(lambda name: name.replace("_", " ")))
    columns = [
        Column("Table and column", "{table:text}: {column:text}", numeric=False),
        Column("Repair", "{repair:text}", numeric=False),
        Column("Count", "{count:count}"),
    ]
    return [tabulate(frame, columns, caption="What was repaired by a fixed rule")]


def _checks(checks: pd.DataFrame) -> list[Block]:
    """Return what the checks of the tables found."""
    if checks.empty:
        return [Text("The checks of the tables found nothing.")]
    columns = [
        Column("Finding", "{meaning:text}", numeric=False),
        Column("Table", "{table:text}", numeric=False),
        Column("Severity", "{severity:text}", numeric=False),
        Column("Count", "{count:count}"),
    ]
    return [tabulate(checks, columns, caption="What the checks of the tables found")]
