"""Workbooks that are damaged, or that could harm the computer that opens them."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_loaders.roster import workbook
from test_loaders.test_workbook import NS, SHARED, TEXTS, edited, read, shared, sheet

from recoveryeval.errors import LoadError


@pytest.mark.parametrize(
    "body",
    [
        "<row r='1'><c r='A1' t='s'><v>99</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>-1</v></c></row>",
        "<row r='1'><c r='A1'><v>zqzq</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></row>",
        "<row r='1'><c r='A9999999'><v>1</v></c></row>",
        "<row r='1'><c r='ZZZ1'><v>1</v></c></row>",
    ],
)
def test_broken_sheets_are_refused(body: str) -> None:
    with pytest.raises(LoadError, match="RE-F30") as caught:
        read(sheet(body))
    assert "zqzq" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("padding", [0, 100_000])
def test_a_document_type_is_refused_wherever_it_stands(encoding: str, padding: int) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!--{" " * padding}-->'
    head += '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///zqzq">]>'
    body = "<row r='1'><c r='A1' t='inlineStr'><is><t>&a;</t></is></c></row>"
    text = f"{head}<worksheet {NS}><sheetData>{body}</sheetData></worksheet>"
    with pytest.raises(LoadError, match="RE-F35"):
        read(edited(lambda _: text.encode(encoding)), "Sheet")


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{TEXTS}', "RE-F35"),
        (TEXTS[:-9], "RE-F30"),
        (f"<sst {NS}><si><t>b</t></si></sst>", "RE-F30"),
    ],
)
def test_broken_texts_are_refused(texts: str, code: str) -> None:
    with pytest.raises(LoadError, match=code):
        read(shared(texts, SHARED))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_in_any_part_is_refused(part: str) -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with pytest.raises(LoadError, match="RE-F35"):
        read(edited(lambda data: head + data.replace(b'<?xml version="1.0"?>', b""), part))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_broken_part_is_refused(part: str) -> None:
    with pytest.raises(LoadError, match="RE-F30"):
        read(edited(lambda data: data[:-20], part))


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(LoadError, match="RE-F01"):
        read(workbook([]))


def test_many_entries_are_refused() -> None:
    held = io.BytesIO(workbook([["id"]]))
    with zipfile.ZipFile(held, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"x/{number}", b"")
    with pytest.raises(LoadError, match="RE-F33"):
        read(held.getvalue())
