"""A proposed mapping is valid, fits the file, and holds no value of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_loaders.redcap_project import EXPORT, written
from test_loaders.roster import EXTRACT, roster, workbook

import recoveryeval as rv
from recoveryeval.errors import LoadError
from recoveryeval.loaders.mapping.read_mapping import read_mapping
from recoveryeval.loaders.propose.propose_mapping import Proposal, propose_mapping

LOG = (
    "Client ID,First Name,Session Date,Outcome,Duration,Coach,Notes\n"
    "Zq001,Zqada,01/02/2025,Zqheld,30,Zqkim,Zqnote one\n"
    "Zq002,Zqben,03/04/2025,Zqmissed,,Zqkim,Zqnote two\n"
)
STAYS = (
    "Client ID,DOB,Sex,Intake Date,Discharge Date,Reason for Discharge\n"
    "Zq001,1980-01-31,F,2025-01-13,,\nZq002,1981-01-31,M,2025-01-14,2025-02-14,Zqdone\n"
)
VALUES = ("Zq", "1980", "01/02", "2025-01", "30,")


def proposed(folder: Path, **files: str | bytes) -> Proposal:
    """Return the proposal for files of these contents."""
    paths = []
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        path = folder / f"{name}.{'xlsx' if data.startswith(b'PK') else 'csv'}"
        path.write_bytes(data)
        paths.append(path)
    return propose_mapping(paths)


def read(text: str) -> dict[str, Any]:
    """Return the sources of a proposal, once it was found to be a valid mapping."""
    held = tomllib.loads(text)
    read_mapping(held)
    sources: dict[str, Any] = held["sources"]
    return sources


def test_a_contact_log(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, Zqada_log=LOG)
    contact = read(proposal.text)["contacts"]["tables"]["contact"]
    assert contact["person_id"] == "Client ID"
    assert contact["date"] == "Session Date"
    assert contact["minutes"] == "Duration"
    assert contact["status"]["column"] == "Outcome"
    assert "# dayfirst" in proposal.text
    assert "no_show" in proposal.text


def test_no_value_is_written(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, Zqada_log=LOG, stays=STAYS)
    assert [value for value in VALUES if value in proposal.text] == []
    assert "2 distinct values" in proposal.text
    assert [source.name for source in proposal.sources] == ["contacts", "episodes"]


def test_identifiers_are_dropped(tmp_path: Path) -> None:
    sources = read(proposed(tmp_path, log=LOG, stays=STAYS).text)
    assert sources["contacts"]["drop"] == ["First Name"]
    person = sources["episodes"]["tables"]["person"]
    assert person["birth_year"] == {"column": "DOB", "take": "year"}


def test_it_reads_the_file_it_was_made_from(tmp_path: Path) -> None:
    text = proposed(tmp_path, stays=STAYS.replace("Zqdone", "Completed")).text
    codes = text.replace('"Sex", codes = {}', '"Sex", codes = { F = "female", M = "male" }')
    (tmp_path / "mapping.toml").write_text(
        codes.replace("codes = {}", 'codes = { Completed = "completed" }'), encoding="utf-8"
    )
    program = rv.read_csv(
        tmp_path / "stays.csv", mapping=tmp_path / "mapping.toml", extract_date=EXTRACT
    )
    assert program.tables["episode"]["status"].tolist() == ["open", "closed"]
    assert program.tables["person"]["sex"].tolist() == ["female", "male"]


def test_a_workbook(tmp_path: Path) -> None:
    book = workbook([line.split(",") for line in STAYS.splitlines()])
    proposal = proposed(tmp_path, stays=book)
    assert [source.reader for source in proposal.sources] == ["excel"]
    assert "episode" in read(proposal.text)["episodes"]["tables"]


def test_a_redcap_project(tmp_path: Path) -> None:
    data, dictionary = written(tmp_path)
    proposal = propose_mapping([dictionary, data])
    source = read(proposal.text)["redcap"]
    assert source["tables"]["episode"]["form"] == "intake"
    assert source["tables"]["contact"]["date"] == "c_date"
    assert source["tables"]["contact"]["form"] == "contact_log"
    assert source["items"] == [
        {"form": "gse", "instrument": "GSE", "person_id": "record_id", "date": "gse_date"}
    ]
    told = proposal.sources[0]
    assert (told.reader, told.path, told.dictionary) == ("redcap", data, dictionary)
    assert not any(cell in proposal.text for cell in EXPORT["first_name"] if cell)
    program = rv.read_redcap(
        data, dictionary=dictionary, mapping=tomllib.loads(proposal.text), extract_date=EXTRACT
    )
    assert len(program.tables["response"]) == 9


def test_a_survey(tmp_path: Path) -> None:
    text = "ID,Survey Date,Q1,Q2\n1,2025-01-13,1,4\n2,2025-01-14,2,3\n"
    (block,) = read(proposed(tmp_path, s=text).text)["surveys"]["items"]
    assert block["items"] == ["Q1", "Q2"]


def test_people_are_taken_from_the_file_that_describes_them(tmp_path: Path) -> None:
    alone = "Client ID,Intake Date\nZq001,2025-01-13\n"
    about = "Client ID,Gender,Age\nZq001,woman,41\n"
    assert set(read(proposed(tmp_path, a=alone).text)["episodes"]["tables"]) == {
        "episode",
        "person",
    }
    sources = read(proposed(tmp_path, a=alone, b=about).text)
    assert set(sources["episodes"]["tables"]) == {"episode"}
    assert set(sources["people"]["tables"]["person"]) == {"person_id", "gender", "age"}


def test_names_with_quotation_marks(tmp_path: Path) -> None:
    text = 'Client,Intake,"Said ""yes"" \\ no"\n1,2025-01-13,x\n'
    proposal = proposed(tmp_path, s=text)
    assert 'Said \\"yes\\"' in proposal.text
    read(proposal.text)


def test_a_file_that_fits_nothing_gets_comments_only(tmp_path: Path) -> None:
    proposal = proposed(tmp_path, s="alpha,beta\nZq1,Zq2\n")
    assert '# = "alpha"' in proposal.text
    assert "Zq1" not in proposal.text


def test_a_first_row_of_data_is_refused(tmp_path: Path) -> None:
    rows = "\n".join(",".join(row) for row in roster(3).rows)
    with pytest.raises(LoadError, match="RE-F22") as caught:
        proposed(tmp_path, s=rows)
    assert roster(3).rows[0][0] not in str(caught.value)
