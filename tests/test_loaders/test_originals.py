"""The quarantine gives back each row as the file had it, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_loaders.roster import MAPPING, load, roster, workbook

from recoveryeval.loaders.records import records

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_bytes_come_back(encoding: str, ending: str, tmp_path: Path) -> None:
    export = roster(5, 3).changed("note", lambda _, c: f"caf\u00e9 {c}")
    lines = export.data().decode().splitlines()
    lines[1] += ",extra"
    lines[3] = lines[3].replace(export.rows[2][2], "2025-01-01")
    # The first data row stays whole; the second one is too wide, the third ends before it began.
    lines.insert(1, lines.pop(4))
    data = ending.join([*lines, ""]).encode(encoding)
    program = load(data, tmp_path)
    aside = program.quarantine.set_index("reason")["original"]
    assert set(aside.index) == {"extra_field", "end_before_start"}
    for reason, line in (("extra_field", lines[2]), ("end_before_start", lines[4])):
        assert json.loads(aside[reason]) == line + ending
        assert json.loads(aside[reason]).encode(encoding.replace("16", "16-le")) in data


def test_rows_of_a_sheet_come_back_as_they_were_stored(tmp_path: Path) -> None:
    rows = [list(roster(1).header), ["01", None, None, "D", "F", 3.5, True]]
    program = load(
        workbook([*rows, ["02", "2025-13-45", None, "D", "F", "x", 1]]),
        tmp_path,
        MAPPING,
        name="a.xlsx",
    )
    first = program.quarantine.query("reason == 'impossible_date'")["original"]
    assert json.loads(first.iloc[0]) == ["02", "2025-13-45", None, "D", "F", "x", 1]


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=8))
def test_records_and_their_text(rows: list[list[str]]) -> None:
    quoted = ["".join(['"', '","'.join(c.replace('"', '""') for c in row), '"']) for row in rows]
    text = "\n".join(quoted) + "\n"
    read = records(text, ",", "f")
    assert read.fields == rows
    assert "".join(read.text(at) for at in range(len(rows))) == text
