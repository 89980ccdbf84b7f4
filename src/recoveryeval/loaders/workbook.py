"""One sheet of a workbook as Python values, with how each cell was stored."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from recoveryeval.errors import LoadError, nearest
from recoveryeval.loaders.workbook_guard import damaged, guard_workbook, unsafe_xml

LONG = 20_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_KINDS = {"s": "text", "n": "number", "d": "date", "b": "bool", "e": "error", "str": "text"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Values and storage kinds by row (short rows end where their data end)."""

    values: list[tuple[Any, ...]]
    kinds: list[tuple[str, ...]]
    uncached: tuple[tuple[int, int], ...]
    epoch_1904: bool


def read_sheet(data: bytes, label: str, sheet: str | None) -> Sheet:
    """Return the cells of one sheet; formulas count only where no value was stored for them."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    guard_workbook(data, label)
    with _opened(data, label, values=True) as book:
        name = _sheet_name(book, sheet, label)
        values, kinds = _cells(book[name], label)
        late = book.epoch == CALENDAR_MAC_1904
    if not _has_formula(data):
        return Sheet(values, kinds, (), late)
    with _opened(data, label, values=False) as book:
        formulas = _formulas(book[name])
    return Sheet(values, kinds, tuple(at for at in formulas if _empty_at(values, at)), late)


@contextmanager
def _opened(data: bytes, label: str, *, values: bool) -> Iterator[Any]:
    """Open a workbook read-only; no error or warning of the library leaves: it may quote cells."""
    from openpyxl import load_workbook

    book = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(
                io.BytesIO(data), read_only=True, data_only=values, keep_links=False
            )
            yield book
        except LoadError:
            raise
        except Exception as error:  # noqa: BLE001 - any of them may quote a cell
            raise _translated(error, label) from None
        finally:
            if book is not None:
                book.close()


def _translated(error: Exception, label: str) -> LoadError:
    """Return our own error for one of the library's."""
    kind = type(error)
    if "defusedxml" in kind.__module__ or "entity" in str(error).lower():
        return unsafe_xml(label)
    return damaged(label)


def _sheet_name(book: Any, sheet: str | None, label: str) -> str:
    """Return the sheet asked for, or the only visible one that holds anything."""
    names = [ws.title for ws in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise LoadError(
                f"The workbook has no sheet named '{sheet}' among its {len(names)}",
                code="RE-F29",
                file=label,
                do="Name a sheet of the workbook." + nearest(sheet, names),
            )
        return sheet
    shown = [ws for ws in book.worksheets if ws.sheet_state == "visible"]
    used = [ws.title for ws in shown if next(_filled_rows(ws), None) is not None]
    if len(used) > 1:
        raise LoadError(
            f"The workbook has {len(used)} sheets with data",
            code="RE-F29",
            file=label,
            do="Say which one is meant with sheet = '...'.",
        )
    if not used:
        raise LoadError(
            "No sheet of the workbook holds any data",
            code="RE-F01",
            file=label,
            rows=0,
            do="Export it again and check that the export finished.",
        )
    return str(used[0])


def _filled_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet that hold anything."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        if any(value is not None for value in row):
            yield row


def _cells(sheet: Any, label: str) -> tuple[list[tuple[Any, ...]], list[tuple[str, ...]]]:
    """Return values and kinds of all rows; a bar shows when the sheet is long."""
    from tqdm import tqdm

    long = (sheet.max_row or 0) > LONG
    sheet.reset_dimensions()  # what the file says about its size is often wrong
    values: list[tuple[Any, ...]] = []
    kinds: list[tuple[str, ...]] = []
    for row in tqdm(sheet.iter_rows(), desc=f"Reading {label}", unit="row", disable=not long):
        found = tuple(cell.value for cell in row)
        values.append(found if any(value is not None for value in found) else ())
        kinds.append(
            tuple("" if c.value is None else _KINDS.get(c.data_type, "text") for c in row)
            if values[-1]
            else ()
        )
    return values, kinds


def _has_formula(data: bytes) -> bool:
    """Say whether any sheet of the workbook holds a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _formulas(sheet: Any) -> list[tuple[int, int]]:
    """Return the (row, column) positions of formulas, counted from 0."""
    sheet.reset_dimensions()
    return [
        (at, place)
        for at, row in enumerate(sheet.iter_rows())
        for place, cell in enumerate(row)
        if cell.data_type == "f"
    ]


def _empty_at(values: list[tuple[Any, ...]], at: tuple[int, int]) -> bool:
    """Say whether a formula has no stored value."""
    row, column = at
    return row >= len(values) or column >= len(values[row]) or values[row][column] is None
