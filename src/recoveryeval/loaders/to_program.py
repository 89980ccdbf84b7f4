"""The frames of one or more sources, put together as a Program with a ledger that balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from recoveryeval.loaders.identifiers import file_rows, identifier_columns, kept_rows
from recoveryeval.loaders.mapping.model import Mapping, Source
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.source_frames import meta_frame
from recoveryeval.loaders.table_frame import TableFrame
from recoveryeval.programs.assemble import assemble
from recoveryeval.programs.piece import Piece, piece
from recoveryeval.programs.program import Program
from recoveryeval.schema.finding import Finding

FILE = "(file)"


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """One source as it was read: its cells, its mapping and the frames made of them."""

    raw: RawTable
    source: Source
    frames: tuple[TableFrame, ...]


def to_program(loaded: Sequence[Loaded], mapping: Mapping, extract_date: dt.date | None) -> Program:
    """Return the program that the sources make."""
    pieces = [p for one in loaded for p in _pieces(one)]
    return assemble(
        mapping.name,
        pieces,
        ledger=pd.DataFrame([_file_ledger(one) for one in loaded]),
        quarantine=pd.concat([_quarantine(one) for one in loaded], ignore_index=True),
        repairs=pd.concat([_repairs(one) for one in loaded], ignore_index=True),
        findings=[f for one in loaded for f in _findings(one)],
        extract_date=extract_date if extract_date is not None else mapping.extract_date,
        known=_known(loaded),
    )


def _pieces(one: Loaded) -> list[Piece]:
    """Return one piece per frame, and the mapping's own account as rows of 'meta'."""
    write = kept_rows(one.raw, identifier_columns(one.raw, one.source))
    made = [
        piece(one.raw.label, f.table, f.frame, rows=[int(r) for r in f.frame.index], original=write)
        for f in one.frames
        if len(f.frame)
    ]
    meta = meta_frame(one.source)
    return [*made, piece(one.raw.label, "meta", meta)] if len(meta) else made


def _findings(one: Loaded) -> list[Finding]:
    """Return the doubts about a source as findings of the program."""
    told = [(f.table, w) for f in one.frames for w in f.warned]
    told += [("", w) for w in one.raw.warned]
    return [
        Finding(f"RE-{w.id}", table, w.column, "warning", w.count, w.meaning) for table, w in told
    ]


def _file_ledger(one: Loaded) -> dict[str, object]:
    """Return what became of the rows of the file before any table took them."""
    raw = one.raw
    whole = raw.aside["column"] == ""
    return {
        "source": raw.label,
        "table": FILE,
        "rows_read": raw.rows_read,
        "kept": len(raw.cells),
        "quarantined": int(whole.sum()),
        "blank": raw.blank,
        "duplicates": len(raw.collapsed),
        "cells": int((~whole).sum()),
    }


def _quarantine(one: Loaded) -> pd.DataFrame:
    """Return the rows and cells set aside while reading, each with its original."""
    write = file_rows(one.raw, identifier_columns(one.raw, one.source))
    again = pd.DataFrame({"row": list(one.raw.collapsed), "column": "", "reason": "duplicate_row"})
    parts = [one.raw.aside.assign(table=FILE), again.assign(table=FILE)]
    parts += [f.aside.assign(table=f.table) for f in one.frames]
    whole = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    originals = {row: write(int(row)) for row in whole["row"].unique()}
    return whole.assign(source=one.raw.label, original=whole["row"].map(originals))


def _repairs(one: Loaded) -> pd.DataFrame:
    """Return every repair with its count."""
    hidden = sorted(identifier_columns(one.raw, one.source))
    rows = [(FILE, r.column, r.repair, r.count) for r in one.raw.repairs]
    rows += [(FILE, name, "identifier_dropped", len(one.raw.cells)) for name in hidden]
    rows += [(f.table, r.column, r.repair, r.count) for f in one.frames for r in f.repairs]
    frame = pd.DataFrame(rows, columns=["table", "column", "repair", "count"])
    return frame.assign(source=one.raw.label)


def _known(loaded: Sequence[Loaded]) -> dict[str, str]:
    """Return when columns of person and episode became known, where the mapping says so."""
    return {
        column.target: column.known_at
        for one in loaded
        for table in one.source.tables
        if table.table in ("person", "episode")
        for column in table.columns
        if column.known_at
    }
