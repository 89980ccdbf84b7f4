"""The noun Program: complete, frozen, counted, and silent about people."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from small_program import EXTRACT, small_program, small_tables

import recoveryeval as rv
from recoveryeval.errors import ReleaseError, SchemaError
from recoveryeval.programs.quarantine_file import write_quarantine
from recoveryeval.schema.table_schema import TABLES, load_table


def test_every_table_is_there_with_every_column_in_its_type() -> None:
    made = rv.program({"person": small_tables()["person"]}, extract_date=EXTRACT)
    assert tuple(made.tables) == TABLES
    for table, frame in made.tables.items():
        fields = load_table(table).fields
        assert list(frame.columns)[: len(fields)] == [f.name for f in fields]
        for field in fields:
            assert frame[field.name].dtype == field.dtype, (table, field.name)


def test_a_program_is_frozen_and_hands_out_copies() -> None:
    made = small_program()
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.name = "other"  # type: ignore[misc]
    for frame in (made.tables["person"], made.ledger, made.quarantine, made.repairs):
        for column in list(frame.columns):
            del frame[column]
    assert "person_id" in made.tables["person"]
    assert "rows_read" in made.ledger
    assert "original" in made.quarantine
    assert "repair" in made.repairs


def test_the_input_may_change_afterwards() -> None:
    frames = small_tables()
    made = rv.program(frames, extract_date=EXTRACT)
    frames["person"].loc[:, "person_id"] = "someone else"
    assert made.tables["person"]["person_id"].tolist() == ["001", "002", "003"]


def test_covariates_of_the_source_stay() -> None:
    assert small_program().tables["person"]["severity"].tolist() == [0.5, 1.5, 2.5]


def test_columns_named_like_direct_identifiers_are_not_taken_in() -> None:
    person = small_tables()["person"].assign(First_Name="Ann", SSN="1", dob="1980-01-01")
    made = small_program(person=person)
    assert not {"First_Name", "SSN", "dob"} & set(made.tables["person"].columns)
    checks = made.checks()
    assert set(checks.loc[checks["id"] == "RE-P09", "column"]) == {"First_Name", "SSN", "dob"}


@pytest.mark.parametrize("date", ["2026-06-30", dt.date(2026, 6, 30), pd.Timestamp(2026, 6, 30, 9)])
def test_the_extract_date_in_any_form(date: str | dt.date) -> None:
    assert rv.program(small_tables(), extract_date=date).extract_date == dt.date(2026, 6, 30)


def test_an_unclear_extract_date_is_refused() -> None:
    with pytest.raises(SchemaError, match="RE-D02"):
        rv.program(small_tables(), extract_date="06/30/2026")


def test_an_unknown_table_offers_the_nearest_name() -> None:
    with pytest.raises(SchemaError, match="nearest valid name is 'person'"):
        rv.program({"persons": small_tables()["person"]}, extract_date=EXTRACT)
    with pytest.raises(SchemaError, match="nearest valid name is 'contact'"):
        small_program().tables["contacts"]
    assert "contacts" not in small_program().tables
    assert small_program().tables.get("contacts") is None


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(SchemaError, match="RE-O05"):
        rv.program({"person": [1, 2]}, extract_date=EXTRACT)  # type: ignore[dict-item]


def test_polars_tables_are_welcome() -> None:
    polars = pytest.importorskip("polars")
    person = polars.DataFrame({"person_id": ["001"], "birth_year": [1980], "sex": ["F"]})
    made = rv.program({"person": person}, extract_date=EXTRACT)
    assert made.tables["person"]["sex"].tolist() == ["female"]


def test_representations_show_counts_and_months_only() -> None:
    made = small_program()
    assert repr(made).startswith("<Program: 3 person, 4 episode,")
    html = made._repr_html_()
    assert "2025-01 to 2026-01" in html
    for text in (repr(made), html, repr(made.tables), repr(made.pieces)):
        assert "001" not in text
        assert "2025-01-06" not in text


def test_a_name_is_escaped_in_html() -> None:
    made = rv.program(small_tables(), extract_date=EXTRACT, name="<script>")
    assert "<script>" not in made._repr_html_()


def test_unknown_words_are_listed_in_meta_with_their_counts() -> None:
    contact = small_tables()["contact"].assign(mode=["owl", "owl", "phone", "raven"])
    made = small_program(contact=contact)
    for program, times in ((made, 1), (made.combine(made), 2)):
        words = program.tables["meta"].dropna(subset="source_code")
        assert words[["table", "column", "source_code", "count"]].to_numpy().tolist() == [
            ["contact", "mode", "owl", 2 * times],
            ["contact", "mode", "raven", 1 * times],
        ]


def test_the_quarantine_becomes_a_private_file(tmp_path: Path) -> None:
    contact = small_tables()["contact"].assign(minutes=[-9.0, None, 45.0, 20.0])
    made = small_program(contact=contact)
    path = write_quarantine(made, "aside/quarantine.csv", root=tmp_path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    read = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert read["reason"].tolist() == ["negative_value"]
    assert json.loads(read["original"][0]) == json.loads(made.quarantine["original"][0])
    with pytest.raises(ReleaseError, match="RE-P04"):
        write_quarantine(made, "../quarantine.csv", root=tmp_path)


class TestKnown:
    def test_when_columns_become_known(self) -> None:
        known = small_program().known
        assert known["birth_year"] == "always"
        assert known["anchor"] == "anchor"
        assert known["end_reason"] == "later"
        assert known["severity"] == "unknown"

    def test_a_declaration_wins(self) -> None:
        declared = {"severity": "anchor", "end_reason": "end_day"}
        made = rv.program(small_tables(), extract_date=EXTRACT, known=declared)
        assert made.known["severity"] == "anchor"
        assert made.known["end_reason"] == "end_day"

    def test_wrong_declarations_are_refused(self) -> None:
        with pytest.raises(SchemaError, match="nearest valid name is 'severity'"):
            rv.program(small_tables(), extract_date=EXTRACT, known={"severty": "anchor"})
        with pytest.raises(SchemaError, match="RE-S09"):
            rv.program(small_tables(), extract_date=EXTRACT, known={"severity": "tomorrow"})
