"""What a workbook says about itself: its sheets, shared texts, and which styles mean dates."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recoveryeval.errors import LoadError
from recoveryeval.loaders.workbook_guard import damaged, guard_workbook, unsafe_xml


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet: its name, whether it is shown, and its part of the archive."""

    name: str
    shown: bool
    part: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A workbook without its cells."""

    sheets: tuple[SheetPart, ...]
    texts: Sequence[str]
    dates: frozenset[int]
    durations: frozenset[int]
    epoch_1904: bool


def workbook_parts(data: bytes, label: str) -> Parts:
    """Return the parts of a workbook, once its directory has been found harmless.

    openpyxl reads them through defusedxml. Its own reader of cells is not used:
    it parses a sheet twice where the file does not state its size.
    """
    guard_workbook(data, label)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's warnings may quote cells
        try:
            return _parts(data)
        except Exception as error:  # noqa: BLE001 - any error of the library may quote a cell
            raise _translated(error, label) from None


def _parts(data: bytes) -> Parts:
    """Return what openpyxl reads before it turns to the sheets."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    sheets = [
        SheetPart(sheet.name, sheet.state == "visible", rel.target)
        for sheet, rel in reader.parser.find_sheets()
        if "worksheet" in rel.Type and rel.target in reader.valid_files
    ]
    book: Any = reader.wb
    return Parts(
        sheets=tuple(sheets),
        texts=reader.shared_strings,
        dates=frozenset(book._date_formats),  # noqa: SLF001 - there is no public name
        durations=frozenset(book._timedelta_formats),  # noqa: SLF001 - there is no public name
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


def part_bytes(data: bytes, part: str, label: str) -> bytes:
    """Return one part of the archive, unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(part)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, NotImplementedError):
        raise damaged(label) from None


def _translated(error: Exception, label: str) -> LoadError:
    """Return our own error for one of the library's."""
    if "defusedxml" in type(error).__module__ or "entit" in str(error).lower():
        return unsafe_xml(label)
    return damaged(label)
