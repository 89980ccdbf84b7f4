"""Workbooks as other programs write them, and as nobody should."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from test_loaders.bad_sheets import SHEET
from test_loaders.roster import workbook

from recoveryeval.loaders.workbook import Sheet, read_sheet

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def edited(edit: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """Return a small workbook with one part of its archive edited."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["id", "x"], ["1", "y"]]))) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edit(data) if name == part else data)
    return held.getvalue()


def sheet(body: str, head: str = "") -> bytes:
    """Return a workbook whose sheet has these rows of XML."""
    return edited(
        lambda _: f"{head}<worksheet {NS}><sheetData>{body}</sheetData></worksheet>".encode()
    )


def read(data: bytes, name: str | None = None) -> Sheet:
    """Return the only sheet of a workbook."""
    return read_sheet(data, "f", name)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("text", ("text", "text")),
        (3, (3, "number")),
        (2.5, (2.5, "number")),
        (True, (True, "bool")),
        (dt.datetime(2025, 1, 31, 10, 30), (dt.datetime(2025, 1, 31, 10, 30), "date")),
        (dt.date(2025, 1, 31), (dt.datetime(2025, 1, 31), "date")),
        (dt.time(10, 30), (dt.time(10, 30), "date")),
        (dt.timedelta(hours=30), (dt.timedelta(hours=30), "number")),
        (
            CellRichText("a ", TextBlock(InlineFont(b=True), "bold"), " word"),
            ("a bold word", "text"),
        ),
        ("two\nlines", ("two\nlines", "text")),
        ("<&>", ("<&>", "text")),
    ],
)
def test_values_and_how_they_are_stored(value: Any, stored: tuple[Any, str]) -> None:
    held = read(workbook([[value]]))
    assert (held.values[0][0], held.kinds[0][0]) == stored


def test_our_reader_agrees_with_openpyxl() -> None:
    rows = [["id", None, "x"], [None, None, None], ["1", 2.5, dt.datetime(2025, 1, 2)], [None, "z"]]
    data = workbook(rows)
    book = openpyxl.load_workbook(io.BytesIO(data))
    theirs = [[cell.value for cell in row] for row in book.active.iter_rows()]
    ours = [[*row, *[None] * (3 - len(row))] for row in read(data).values]
    assert ours == theirs


def test_a_file_written_without_its_size() -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("a").append(["id", 1])
    held = io.BytesIO()
    book.save(held)
    assert read(held.getvalue()).values == [["id", 1]]


def test_cells_that_do_not_say_where_they_stand() -> None:
    body = "<row><c><v>1</v></c><c t='str'><v>b</v></c></row><row><c><v>2</v></c></row>"
    assert read(sheet(body)).values == [[1, "b"], [2]]


def test_rows_and_cells_that_were_left_out() -> None:
    body = "<row r='1'><c r='B1'><v>1</v></c></row><row r='4'><c r='A4'><v>2</v></c></row>"
    assert read(sheet(body)).values == [[None, 1], [], [], [2]]


def test_how_a_word_is_spoken_is_left_out() -> None:
    body = (
        "<row r='1'><c r='A1' t='inlineStr'><is><t>word</t><rPh><t>spoken</t></rPh></is></c></row>"
    )
    assert read(sheet(body)).values == [["word"]]


@pytest.mark.parametrize(
    ("cell", "uncached"),
    [
        ("<c r='A1'><f>1+1</f></c>", 1),
        ("<c r='A1'><f>1+1</f><v></v></c>", 1),
        ("<c r='A1'><f>1+1</f><v>2</v></c>", 0),
        ("<c r='A1' t='str'><f>T(B1)</f><v></v></c>", 0),
    ],
)
def test_formulas_without_a_value(cell: str, uncached: int) -> None:
    data = sheet(f"<row r='1'>{cell}<c r='B1'><v>1</v></c></row>")
    assert len(read(data).uncached) == uncached


def shared(texts: str, body: str) -> bytes:
    """Return a workbook that keeps its texts apart, as Excel does."""
    mark = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(body))) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            listed = name == "[Content_Types].xml"
            target.writestr(name, data.replace(b"</Types>", mark.encode()) if listed else data)
        target.writestr("xl/sharedStrings.xml", texts)
    return held.getvalue()


SHARED = "<row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c></row>"
TEXTS = f"<sst {NS}><si><t>b</t></si><si><r><t>a </t></r><r><t>rich</t></r></si></sst>"


def test_texts_that_are_kept_apart() -> None:
    assert read(shared(TEXTS, SHARED)).values == [["a rich", "b"]]


def test_hidden_sheets_do_not_count() -> None:
    def hide(book: Any, _: Any) -> None:
        other = book.create_sheet("Lists")
        other.append(["a"])
        other.sheet_state = "hidden"

    assert read(workbook([["id"]], hide)).values == [["id"]]
