"""Columns that the mapping names and the export lacks, and headings that may be data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_loaders.roster import load

from recoveryeval.errors import LoadError

MAPPING: dict[str, Any] = {
    "version": 1,
    "sources": {"list": {"tables": {"person": {"person_id": "Client ID", "sex": "Sex"}}}},
}


def refused(text: str, folder: Path, mapping: dict[str, Any] = MAPPING) -> LoadError:
    """Return the refusal of a text."""
    with pytest.raises(LoadError) as caught:
        load(text.encode(), folder, mapping)
    return caught.value


def test_nearest_name_is_offered(tmp_path: Path) -> None:
    error = refused("ClientID,Sex\n1,F\n", tmp_path)
    assert (error.code, error.column) == ("RE-F22", "Client ID")
    assert "'ClientID'" in str(error)


def test_a_file_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    error = refused("Clientel Idaho,Sexton\nClient Ido,Sexy\n", tmp_path)
    assert error.code == "RE-F22"
    assert "Idaho" not in str(error)
    assert "Sexton" not in str(error)


def test_repeated_cells_of_a_first_data_row_are_not_quoted(tmp_path: Path) -> None:
    error = refused("Zqman,Zqman\nb,c\n", tmp_path)
    assert error.code == "RE-F20"
    assert "Zqman" not in str(error)


def test_repeated_headings_can_be_numbered(tmp_path: Path) -> None:
    source = {**MAPPING["sources"]["list"], "repeated_headings": "number"}
    tables = {"person": {"person_id": "Client ID", "sex": "Sex (2)"}}
    mapping = {"version": 1, "sources": {"list": {**source, "tables": tables}}}
    program = load(b"Client ID,Sex,Sex\n1,x,Female\n", tmp_path, mapping)
    assert program.tables["person"]["sex"].tolist() == ["female"]


def test_title_lines_with_several_cells_are_refused(tmp_path: Path) -> None:
    error = refused("North,South,East\nClient ID,Sex,Age\n1,F,3\n", tmp_path)
    assert error.code == "RE-F23"


def test_the_header_row_can_be_declared(tmp_path: Path) -> None:
    source = {**MAPPING["sources"]["list"], "header_row": 2}
    mapping = {"version": 1, "sources": {"list": source}}
    program = load(b"North,South\nClient ID,Sex\n1,F\n", tmp_path, mapping)
    assert program.tables["person"]["person_id"].tolist() == ["1"]


def test_two_header_rows_are_joined_where_needed(tmp_path: Path) -> None:
    source = {"header_rows": 2, "tables": {"person": {"person_id": "ID", "sex": "Intake Sex"}}}
    mapping = {"version": 1, "sources": {"list": source}}
    text = b"Person,Intake,Exit\nID,Sex,Sex\n1,Female,x\n"
    program = load(text, tmp_path, mapping)
    assert program.tables["person"]["sex"].tolist() == ["female"]


def test_a_header_repeated_on_each_page_is_set_aside(tmp_path: Path) -> None:
    text = b"Client ID,Sex\n1,F\nClient ID,Sex\n2,M\n"
    program = load(text, tmp_path, MAPPING)
    assert len(program.tables["person"]) == 2
    assert program.quarantine["reason"].tolist() == ["repeated_header"]


def test_notes_below_a_survey_header_are_skipped(tmp_path: Path) -> None:
    text = 'Client ID,Sex\nWho?,Sex?\n"{""ImportId"":""Q1""}","{""ImportId"":""Q2""}"\n1,Female\n'
    program = load(text.encode(), tmp_path, MAPPING)
    assert program.tables["person"]["person_id"].tolist() == ["1"]
    assert program.repairs.set_index("repair")["count"]["rows_below_header_skipped"] == 2


def test_every_row_with_another_width_is_refused(tmp_path: Path) -> None:
    error = refused("Client ID,Sex,Age\n1,F\n2,M\n", tmp_path)
    assert (error.code, error.rows) == ("RE-F16", 2)


def test_delimiters_at_the_end_of_rows_are_trimmed(tmp_path: Path) -> None:
    program = load(b"Client ID,Sex\n1,Female,\n2,Male,\n", tmp_path, MAPPING)
    assert program.tables["person"]["sex"].tolist() == ["female", "male"]


def test_a_stray_quotation_mark_costs_its_row_only(tmp_path: Path) -> None:
    program = load(b'Client ID,Sex\n1,"Fem"ale\n2,Male\n', tmp_path, MAPPING)
    assert program.tables["person"]["person_id"].tolist() == ["2"]
    assert program.quarantine["reason"].tolist() == ["bad_quote"]


def test_the_line_of_an_open_quotation_mark_is_told(tmp_path: Path) -> None:
    rows = "".join(f'{n},"two\nlines"\n' for n in range(3))
    error = refused(f'Client ID,Sex\n{rows}4,"open\n5,x\n', tmp_path)
    assert error.code == "RE-F18"
    assert "line 8" in str(error)


def test_columns_that_only_look_like_totals_stay(tmp_path: Path) -> None:
    text = b"Client ID,Sex\nT1,Female\n2,Total\n,mean\n"
    program = load(text, tmp_path, MAPPING)
    assert sorted(program.tables["person"]["person_id"]) == ["2", "T1"]
    assert program.quarantine["reason"].tolist() == [
        "summary_row",
    ]
