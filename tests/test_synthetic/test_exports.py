"""What is written as exports is read back as the same program."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from test_synthetic.reading import differences, read_all

import recoveryeval as rv
from recoveryeval.errors import OutcomeError, ReleaseError
from recoveryeval.synthetic.exports.export_bytes import export_bytes
from recoveryeval.synthetic.exports.redcap_intake import FIRST, LAST
from recoveryeval.synthetic.tables import MAKERS
from recoveryeval.synthetic.write_exports import write_exports


@pytest.fixture(scope="module")
def program():
    return rv.synthetic_program(40, rng=8)[0]


@pytest.fixture(scope="module")
def read(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    written = write_exports(program, ".", root=folder)
    assert written.planted.empty
    return read_all(folder)


@pytest.mark.parametrize("table", MAKERS)
def test_every_table_is_read_back_as_it_was(program, read, table):
    assert len(program.tables[table]) > 0
    assert differences(program, read, table) == {}


def test_columns_are_known_from_the_same_time_on(program, read):
    assert dict(program.known) == dict(read.known)
    assert program.extract_date == read.extract_date


def test_clean_exports_raise_no_error_and_set_nothing_aside(read):
    checks = read.checks()
    assert not (checks["severity"] == "error").any()
    assert read.quarantine[read.quarantine["table"] != "meta"].empty


def test_names_and_birthdays_stay_out(read):
    words = {*FIRST, *LAST}
    for frame in read.tables.values():
        for column in frame.columns:
            assert not frame[column].astype("string").isin(words).any()
    dropped = read.repairs.loc[read.repairs["repair"] == "identifier_dropped", "column"]
    assert {"first_name", "last_name", "date_of_birth", "zip"} <= set(dropped)


def test_same_program_same_bytes(program):
    assert export_bytes(program) == export_bytes(rv.synthetic_program(40, rng=8)[0])


def test_workbook_keeps_ids_as_text_and_dates_as_dates(program):
    book = openpyxl.load_workbook(io.BytesIO(export_bytes(program)["coaching_log.xlsx"]))
    heading, first = list(book["Sessions"].iter_rows(max_row=2))
    kinds = {name.value: cell for name, cell in zip(heading, first, strict=True)}
    assert kinds["Contact ID"].data_type == "s"
    assert kinds["Contact ID"].value.startswith("0")
    assert kinds["Date"].is_date


def test_redcap_rows_hold_their_own_block_only(program):
    text = export_bytes(program)["redcap.csv"]
    frame = pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)
    goals = frame[frame["redcap_repeat_instrument"] == "goal"]
    assert (goals[["intake_date", "gse_1", "test_week"]] == "").all(axis=None)
    assert (goals["goal_complete"] == "2").all()
    key = [c for c in frame.columns if c.startswith("redcap_") and "group" not in c]
    assert not frame.duplicated(["record_id", *key]).any()


def test_nothing_is_written_outside_the_root(program, tmp_path):
    with pytest.raises(ReleaseError, match="RE-P04"):
        write_exports(program, tmp_path / "..", root=tmp_path / "project")


def test_unknown_fault_is_refused_with_the_nearest_name(program, tmp_path):
    with pytest.raises(OutcomeError, match="RE-SY6"):
        write_exports(program, ".", root=tmp_path, faults=["D99"])
