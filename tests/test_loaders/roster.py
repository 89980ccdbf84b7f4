"""A small clean export, whose rows can be spoiled in one way at a time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

import recoveryeval as rv

COLUMNS = ("client", "intake", "left", "reason", "sex", "fee", "note")
EXTRACT = "2025-12-31"
MAPPING: dict[str, Any] = {
    "version": 1,
    "name": "test",
    "sources": {
        "roster": {
            "tables": {
                "person": {
                    "person_id": "client",
                    "sex": {"column": "sex", "codes": {"F": "female", "M": "male"}},
                },
                "episode": {
                    "person_id": "client",
                    "anchor": "intake",
                    "end": "left",
                    "end_reason": {"column": "reason", "codes": {"D": "dropout", "C": "completed"}},
                    "fee": {"column": "fee", "type": "number"},
                },
            }
        }
    },
}


@dataclass(frozen=True)
class Export:
    """Rows of text under a header, what stands above and below, and how they become bytes."""

    rows: list[list[str]]
    header: list[str] = field(default_factory=lambda: list(COLUMNS))
    above: str = ""
    below: str = ""
    mark: str = ","
    encoding: str = "utf-8"

    def data(self) -> bytes:
        """Return the file."""
        lines = [self.mark.join(map(self.quoted, row)) for row in [self.header, *self.rows]]
        return (self.above + "\n".join(lines) + "\n" + self.below).encode(self.encoding)

    def quoted(self, cell: str) -> str:
        """Return a cell, in quotation marks where it needs them."""
        return f'"{cell}"' if any(c in cell for c in (self.mark, "\n")) else cell

    def changed(self, column: str, change: Callable[[int, str], str]) -> Export:
        """Return the export with every cell of a column changed."""
        at = self.header.index(column)
        rows = [
            [change(i, c) if place == at else c for place, c in enumerate(row)]
            for i, row in enumerate(self.rows)
        ]
        return replace(self, rows=rows)

    def shuffled(self, seed: int) -> Export:
        """Return the export with its rows in another order."""
        order = np.random.default_rng(seed).permutation(len(self.rows))
        return replace(self, rows=[self.rows[at] for at in order])


def roster(n: int, seed: int = 0) -> Export:
    """Return n people with one stay each; ids, notes and dates are unlike anything in a message."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in rng.choice(90_000, n, replace=False):
        start = dt.date(2025, 1, 13) + dt.timedelta(days=int(rng.integers(150)))
        end = start + dt.timedelta(days=int(rng.integers(1, 100)))
        fee = f"{rng.integers(100, 900)}.5"
        note = f"zq{rng.integers(10**9):09d}"
        id_ = f"00{number * 1013 + 20_000_000}"
        reason, sex = rng.choice(["D", "C"]), rng.choice(["F", "M"])
        rows.append([id_, start.isoformat(), end.isoformat(), str(reason), str(sex), fee, note])
    return Export(rows)


def told(**settings: Any) -> dict[str, Any]:
    """Return the mapping with more settings for its source."""
    source = {**MAPPING["sources"]["roster"], **settings}
    return {**MAPPING, "sources": {"roster": source}}


def load(
    data: bytes,
    folder: Path,
    mapping: dict[str, Any] | None = None,
    *,
    name: str = "export.csv",
    extract_date: str | None = EXTRACT,
) -> rv.Program:
    """Return the program that a file's bytes hold."""
    path = folder / name
    path.write_bytes(data)
    read = rv.read_excel if name.endswith(".xlsx") else rv.read_csv
    return read(path, mapping=mapping or MAPPING, extract_date=extract_date)


def workbook(
    rows: Iterable[Iterable[Any]], change: Callable[[Any, Any], None] | None = None
) -> bytes:
    """Return a workbook with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change is not None:
        change(book, book.active)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def sheet_rows(export: Export, **kinds: Callable[[str], Any]) -> list[list[Any]]:
    """Return an export as rows of a sheet, some columns stored as something else than text."""
    convert = [kinds.get(name, lambda cell: cell or None) for name in export.header]
    body = [[f(c) for f, c in zip(convert, row, strict=True)] for row in export.rows]
    return [list(export.header), *body]
