"""Sheets as the bytes of a workbook, the same bytes for the same sheets."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pandas as pd

WRITTEN = dt.datetime(2026, 6, 30, 12, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_ZIP_TIME = (2026, 6, 30, 12, 0, 0)


def workbook_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return a workbook whose text cells are text and whose dates are dates."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "recoveryeval"
    book.properties.created = WRITTEN
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for row in zip(*(_cells(sheet, frame[column]) for column in frame.columns), strict=True):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _cells(sheet: Any, column: pd.Series) -> list[object]:
    """Return the cells of a column, blank ones as None; text stays text."""
    return [_cell(sheet, value) for value in column]


def _cell(sheet: Any, value: Any) -> object:
    """Return one value as a spreadsheet holds it."""
    if isinstance(value, str):
        return _text(sheet, value) if value else None
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else _number(value)


def _text(sheet: Any, value: str) -> object:
    """Return a text, as a cell of its own where a spreadsheet would take it for a formula."""
    from openpyxl.cell import WriteOnlyCell

    if not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _number(value: Any) -> int | float:
    """Return a plain number, whole where it is whole."""
    number = float(value)
    return int(number) if number.is_integer() else number


def _settled(data: bytes) -> bytes:
    """Return the file with fixed times, so that writing it again gives the same bytes."""
    out = io.BytesIO()
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            held = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            held.compress_type = zipfile.ZIP_DEFLATED
            held.external_attr = 0o600 << 16
            new.writestr(held, content, compresslevel=9)
    return out.getvalue()
