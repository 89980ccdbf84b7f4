"""What a newcomer hands to a reader by mistake, and what report writers put below a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_loaders.roster import load

import recoveryeval as rv
from recoveryeval.errors import LoadError, nearest

MAPPING: dict[str, Any] = {
    "version": 1,
    "sources": {
        "list": {
            "tables": {
                "person": {"person_id": "id"},
                "episode": {"person_id": "id", "anchor": "intake"},
            }
        }
    },
}


@pytest.mark.parametrize("path", [None, 5, pd.DataFrame({"id": [1]})])
def test_what_is_no_path_is_refused_in_words(path: Any) -> None:
    with pytest.raises(LoadError, match="RE-F00"):
        rv.read_csv(path, mapping=MAPPING)


@pytest.mark.parametrize("mapping", [None, [1], 3])
def test_what_is_no_mapping_is_refused_in_words(mapping: Any, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="RE-T00"):
        rv.read_csv(tmp_path / "list.csv", mapping=mapping)


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"<table><tr><td>id</td></tr></table>", "RE-F09", "web page"),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:x">', "RE-F30", "XML"),
        (b'[{"id": "1"}]', "RE-F30", "JSON"),
        (b'{"error": "no rights"}', "RE-F30", "JSON"),
        (b"$FL2@(#) SPSS DATA FILE", "RE-F30", "SPSS"),
        (b"<stata_dta><header>", "RE-F30", "Stata"),
        (b",,\n,,\n", "RE-F03", "blank"),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, code: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=word) as told:
        load(data, tmp_path, MAPPING)
    assert told.value.code == code


@pytest.mark.parametrize(
    "line",
    [
        "Total (2 clients),30",
        "Count: 2,",
        "n = 2,",
        "2 records,30",
        "Number of clients: 2,",
        "Report generated 2025-07-01,",
        "End of report,",
        "* provisional,",
    ],
)
def test_lines_below_the_table_are_no_people(line: str, tmp_path: Path) -> None:
    program = load(f"id,intake\n1,2025-01-06\n2,2025-01-07\n{line}\n".encode(), tmp_path, MAPPING)
    assert program.tables["person"]["person_id"].tolist() == ["1", "2"]
    assert program.quarantine["reason"].tolist() == ["summary_row"]


@pytest.mark.parametrize("name", ["N12", "Countess", "Total-1", "Printed on paper"])
def test_people_with_such_names_stay(name: str, tmp_path: Path) -> None:
    text = f"id,intake\n{name},2025-01-06\n2,2025-01-07\n"
    assert len(load(text.encode(), tmp_path, MAPPING).tables["person"]) == 2


def test_the_nearest_name_does_not_mind_capitals() -> None:
    assert "'id'" in nearest("ID", ["id", "intake"])


def test_a_condition_that_no_row_meets_is_told(tmp_path: Path) -> None:
    tables = {**MAPPING["sources"]["list"]["tables"]}
    tables["person"] = {"person_id": "id", "where": {"kind": "intake"}}
    mapping = {"version": 1, "sources": {"list": {"tables": tables}}}
    text = "id,intake,kind\n1,2025-01-06,Intake visit\n2,2025-01-07,Intake visit\n"
    told = load(text.encode(), tmp_path, mapping).checks()
    assert told.loc[told["id"] == "RE-T09", "column"].tolist() == ["kind"]
