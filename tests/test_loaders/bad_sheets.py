"""Part A of the catalog, continued: workbooks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from test_loaders.catalog import Bad
from test_loaders.roster import roster, sheet_rows, workbook

SHEET = "xl/worksheets/sheet1.xml"


def day(cell: str) -> Any:
    """Return an ISO text as a real date."""
    return dt.datetime.fromisoformat(cell) if cell else None


def book(change: Callable[[Any, Any], None] | None = None, **kinds: Callable[[str], Any]) -> Any:
    """Return a builder of a workbook, changed after it was filled."""
    return lambda n, seed: workbook(sheet_rows(roster(n, seed), **kinds), change)


def rewritten(edit: Callable[[bytes], bytes]) -> Any:
    """Return a builder of a workbook whose sheet is edited as XML."""

    def build(n: int, seed: int) -> bytes:
        held = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(book()(n, seed))) as source,
            zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                data = source.read(name)
                target.writestr(name, edit(data) if name == SHEET else data)
        return held.getvalue()

    return build


def bomb(data: bytes) -> bytes:
    """Return a sheet with one cell of forty million letters."""
    cell = b"<row r='9999'><c r='A9999' t='inlineStr'><is><t>" + b"a" * 40_000_000
    return data.replace(b"</sheetData>", cell + b"</t></is></c></row></sheetData>")


def entities(data: bytes) -> bytes:
    """Return a sheet that declares an entity."""
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data


def far_cell(_: Any, sheet: Any) -> None:
    """Put a stray cell far below the data."""
    sheet.cell(50_000, 7, "stray")


def formula(_: Any, sheet: Any) -> None:
    """Put a formula without a value."""
    sheet["F2"] = "=1+1"


def error_cell(_: Any, sheet: Any) -> None:
    """Put an error of Excel."""
    sheet["F2"] = "#N/A"


def mac(held: Any, _: Any) -> None:
    """Count days from 1904."""
    held.epoch = CALENDAR_MAC_1904


def two_storages(_: Any, sheet: Any) -> None:
    """Store one id of digits as a number."""
    sheet["A2"] = int(sheet["A2"].value)


def two_headers(n: int, seed: int) -> bytes:
    """Return a workbook with a merged header above the real one."""
    return workbook([["Who", None, "Stay"], *sheet_rows(roster(n, seed))])


def second_sheet(held: Any, _: Any) -> None:
    """Add another sheet with data."""
    held.create_sheet("Other").append(["client"])


def text_date(_: Any, sheet: Any) -> None:
    """Leave one date as the text that Excel could not read."""
    sheet["B2"] = "25/06/2025"


def excel(id_: str, build: Any, **outcome: Any) -> Bad:
    """Return a bad workbook."""
    return Bad(id_, build, name="export.xlsx", **outcome)


SHEETS = [
    excel("sheet clean", book(intake=day, left=day, fee=float)),
    excel("F23 sheet", two_headers, error="RE-F23"),
    excel("F26 sheet", lambda n, s: workbook([*sheet_rows(roster(n, s)), [None], [" "], [None]])),
    excel("F27", book(formula), error="RE-F27"),
    excel("F28", book(error_cell), reason="excel_error", same=False),
    excel("F30 csv", lambda n, s: roster(n, s).data(), error="RE-F30"),
    excel("F30 damaged", lambda n, seed: book()(n, seed)[:-300], error="RE-F30"),
    excel("F31", lambda n, _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * n, error="RE-F31"),
    excel("F32", book(mac, intake=day, left=day)),
    excel("F33", rewritten(bomb), error="RE-F33"),
    excel("F34", book(far_cell), reason="stray_cell"),
    excel("F35", rewritten(entities), error="RE-F35"),
    excel("I05", book(two_storages), error="RE-I05", least=2),
    excel("D06 sheet", book(text_date, intake=day), error="RE-D06", least=2),
    excel("several sheets", book(second_sheet), error="RE-F29"),
    Bad("F30 xlsx", book(), error="RE-F30"),
    Bad("P06", lambda n, _: b"\x80\x04\x95" + b"x" * n, error="RE-P06"),
]  # fmt: skip
