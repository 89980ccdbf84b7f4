"""Planted faults are found, every one of them, where the catalog of bad inputs says."""

from __future__ import annotations

import pytest
from test_synthetic.reading import differences, read_all, rows_of

import recoveryeval as rv
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.faults.of_values import FORMULA, SCRIPT
from recoveryeval.synthetic.faults.plant import FAULTS
from recoveryeval.synthetic.write_exports import write_exports

SOURCES = {
    "redcap.csv": "redcap",
    "survey.csv": "survey",
    "claims.csv": "claims",
    "pharmacy.csv": "pharmacy",
    "enrollment.csv": "enrollment",
    "coaching_log.xlsx": "coaching_log",
}
IDS = [fault.id for fault in FAULTS]
# Tables that no fault touches, because none of their rows lies in a spoiled column.
UNTOUCHED = ("diagnosis", "coach", "assignment", "panel", "goal", "state", "staff_record", "site",
             "span")  # fmt: skip


@pytest.fixture(scope="module")
def program():
    # Few people, so that reading them is quick; many deaths, so that some can be spoiled.
    return rv.synthetic_program(60, rng=12, effects=Effects(death_rate=0.3))[0]


@pytest.fixture(scope="module")
def spoiled(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoiled")
    written = write_exports(program, ".", root=folder, faults=True)
    return written.planted.set_index("fault"), read_all(folder), folder


def test_every_fault_is_planted(spoiled):
    planted = spoiled[0]
    assert list(planted.index) == IDS
    assert (planted["count"] > 0).all()


@pytest.mark.parametrize("fault", [f.id for f in FAULTS if f.found != "accepted"])
def test_every_planted_fault_is_counted(spoiled, fault):
    planted, read, _ = spoiled
    row = planted.loc[fault]
    source = SOURCES[row["file"]]
    if row["found"] == "quarantine":
        aside = read.quarantine
        found = ((aside["source"] == source) & (aside["reason"] == row["reason"])).sum()
    elif row["found"] == "repair":
        repairs = read.repairs
        here = (repairs["source"] == source) & (repairs["repair"] == row["reason"])
        found = repairs.loc[here, "count"].sum()
    else:
        found = rows_of(read).loc[source, row["reason"]]
    assert found == row["count"]


def test_nothing_else_is_set_aside(spoiled):
    planted, read, _ = spoiled
    aside = read.quarantine
    aside = aside[(aside["table"] != "meta") & (aside["reason"] != "duplicate_row")]
    assert len(aside) == planted.loc[planted["found"] == "quarantine", "count"].sum()


@pytest.mark.parametrize("table", UNTOUCHED)
def test_other_tables_are_as_they_were(program, spoiled, table):
    assert differences(program, spoiled[1], table) == {}


def test_ledger_balances(spoiled):
    ledger = spoiled[1].ledger
    parts = ledger[["kept", "quarantined", "blank", "duplicates"]].sum(axis=1)
    assert (ledger["rows_read"] == parts).all()


def test_accepted_faults_change_nothing(program, tmp_path):
    accepted = [fault.id for fault in FAULTS if fault.found == "accepted"]
    assert len(accepted) > 4
    write_exports(program, ".", root=tmp_path, faults=accepted)
    read = read_all(tmp_path)
    for table in ("contact", "assessment", "response", "event", "span"):
        assert differences(program, read, table) == {}


def test_live_text_stands_in_the_export_and_nowhere_in_the_program(spoiled):
    _, read, folder = spoiled
    text = (folder / "survey.csv").read_bytes()
    assert SCRIPT.encode() in text
    for frame in read.tables.values():
        for column in frame.columns:
            assert not frame[column].astype("string").isin([FORMULA, SCRIPT]).any()


def test_first_row_of_each_file_is_left_alone(program, tmp_path):
    clean = write_exports(program, "clean", root=tmp_path)
    dirty = write_exports(program, "dirty", root=tmp_path, faults=["F14", "F16", "I10", "D11"])
    for name in ("pharmacy.csv", "survey.csv"):
        first = [e.paths[name].read_bytes().split(b"\n")[1] for e in (clean, dirty)]
        assert first[0] == first[1]


def test_same_seed_same_faults(program, tmp_path):
    one = write_exports(program, "one", root=tmp_path, faults=True, rng=4)
    other = write_exports(program, "other", root=tmp_path, faults=True, rng=4)
    for name, path in one.paths.items():
        assert path.read_bytes() == other.paths[name].read_bytes()
