"""Ids are text, whatever they look like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_loaders.roster import EXTRACT, load, workbook

import recoveryeval as rv
from recoveryeval.errors import LoadError

PEOPLE: dict[str, Any] = {"person": {"person_id": "id", "age": {"column": "x", "type": "number"}}}


def mapping(tables: dict[str, Any] = PEOPLE, **settings: Any) -> dict[str, Any]:
    """Return a mapping of one source named 'list'."""
    return {"version": 1, "sources": {"list": {"tables": tables, **settings}}}


def ids(text: str, folder: Path, **settings: Any) -> list[str]:
    """Return the ids of people that a CSV text holds."""
    program = load(text.encode(), folder, mapping(**settings))
    return sorted(program.tables["person"]["person_id"])


@pytest.mark.parametrize(
    "held",
    [
        ["00123", "0123", "123"],
        ["100000", "1E5", "1e6"],
        ["9007199254740992", "9007199254740993"],
        ["NA", "None", "nan", "null"],
        ["-9", "N/A", "1/2/2025"],
        ["12.0", "12"],
    ],
)
def test_kept_apart(held: list[str], tmp_path: Path) -> None:
    rows = "".join(f"{id_},1\n" for id_ in held)
    assert ids(f"id,x\n{rows}", tmp_path, missing={"-9": "refused"}) == sorted(held)


def test_blank_id_beside_long_ones(tmp_path: Path) -> None:
    program = load(b"id,x\n9007199254740993,1\n,2\n", tmp_path, mapping())
    assert program.tables["person"]["person_id"].tolist() == ["9007199254740993"]
    assert program.quarantine["reason"].tolist() == ["missing_key"]


def test_case_and_blanks_join_two_files(tmp_path: Path) -> None:
    contact = {"contact": {"person_id": "id", "date": "day"}}
    people = load(b"id,x\nab1,1\nab2,1\n", tmp_path, mapping())
    log = load(b"id,day\nAB1 ,2025-01-06\nab2,2025-01-07\n", tmp_path, mapping(contact))
    both = people.combine(log)
    found = set(both.tables["contact"]["person_id"])
    assert found <= set(both.tables["person"]["person_id"])
    assert "RE-I09" in set(both.checks()["id"])


def test_text_and_number_join_two_files(tmp_path: Path) -> None:
    # I13: one file holds ids as text, the other as numbers of a workbook.
    text = load(b"id,x\n123,40\n", tmp_path, mapping())
    other = {"person": {"person_id": "id", "sex": "s"}}
    book = workbook([["id", "s"], [123, "female"]])
    number = load(book, tmp_path, mapping(other), name="a.xlsx")
    person = text.combine(number).tables["person"]
    assert person[["person_id", "age", "sex"]].to_numpy().tolist() == [["123", 40.0, "female"]]


def test_several_columns_make_one_id(tmp_path: Path) -> None:
    tables = {"person": {"person_id": {"columns": ["grant", "client"]}}}
    program = load(b"grant,client\nA,01\nB,01\nB,\n", tmp_path, mapping(tables))
    assert sorted(program.tables["person"]["person_id"]) == ["A-01", "B-01"]
    assert set(program.quarantine["reason"]) == {"incomplete_id", "blank_row"}


def test_long_numbers_of_a_workbook_are_refused(tmp_path: Path) -> None:
    book = workbook([["id", "x"], [9007199254740993, 1]])
    with pytest.raises(LoadError) as caught:
        load(book, tmp_path, mapping(), name="a.xlsx")
    assert (caught.value.code, caught.value.column) == ("RE-I07", "id")


def test_declared_code_makes_an_id_missing(tmp_path: Path) -> None:
    tables = {
        "contact": {"person_id": {"column": "id", "missing": {"anon": "unknown"}}, "date": "d"}
    }
    program = load(b"id,d\nANON,2025-01-06\n01,2025-01-06\n", tmp_path, mapping(tables))
    assert program.tables["contact"]["person_id"].isna().sum() == 1
    assert len(program.tables["contact"]) == 2


def test_made_ids_tell_rows_apart_and_repeat(tmp_path: Path) -> None:
    tables = {"contact": {"person_id": "id", "date": "d", "minutes": "m"}}
    text = b"id,d,m\n1,2025-01-06,10\n1,2025-01-06,20\n2,2025-01-06,10\n"
    first = load(text, tmp_path, mapping(tables)).tables["contact"]["contact_id"]
    again = load(text, tmp_path, mapping(tables)).tables["contact"]["contact_id"]
    assert first.nunique() == 3
    assert first.tolist() == again.tolist()


def test_one_interview_twice_with_other_answers_is_set_aside(tmp_path: Path) -> None:
    source = {
        "items": {
            "instrument": "GSE",
            "person_id": "id",
            "date": "d",
            "items": {"gse_1": "q1"},
        }
    }
    held = {"version": 1, "sources": {"survey": source}}
    text = b"id,d,q1\n1,2025-01-06,4\n1,2025-01-06,1\n2,2025-01-06,3\n"
    (tmp_path / "a.csv").write_bytes(text)
    program = rv.read_csv(tmp_path / "a.csv", mapping=held, extract_date=EXTRACT)
    assert program.tables["response"]["value"].tolist() == [3.0]
    assert program.quarantine["reason"].tolist().count("key_conflict") == 2
