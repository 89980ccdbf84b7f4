"""The catalog of checks: few, labeled, explained, and each one proved to fire."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from planted_faults import FAULTS
from small_program import found, small_program, small_tables

from recoveryeval.programs.build import program
from recoveryeval.schema.finding import kinds

CATALOG = json.loads((files("recoveryeval.schema") / "checks.json").read_text(encoding="utf-8"))


def test_there_are_few_kinds_and_each_is_explained() -> None:
    assert len(CATALOG["kinds"]) <= 25
    ids = [entry["id"] for entry in kinds().values()]
    assert len(ids) == len(set(ids))
    for entry in CATALOG["kinds"].values():
        assert entry["kahn"] in {"conformance", "completeness", "plausibility"}
        assert entry["severity"] in {"error", "warning"}
        assert entry["meaning"].endswith(".")


def test_the_small_program_is_clean() -> None:
    assert found(small_program()) == {}
    assert len(small_program().quarantine) == 0


def test_every_kind_has_a_planted_fault() -> None:
    assert set(FAULTS) == set(CATALOG["kinds"])


@pytest.mark.parametrize("kind", FAULTS)
def test_planted_fault_is_found_alone_and_nothing_is_lost(kind: str) -> None:
    frames, expected, rows, cells = FAULTS[kind]
    made = small_program(**frames)
    assert found(made) == expected
    ledger = made.ledger
    assert int(ledger["quarantined"].sum()) == rows
    assert int(ledger["cells"].sum()) == cells
    for table, frame in frames.items():
        assert int(ledger.loc[ledger["table"] == table, "rows_read"].iloc[0]) == len(frame)


def test_without_an_extract_date_the_open_episodes_are_told() -> None:
    made = program(small_tables(), extract_date=None)
    assert found(made) == {"RE-D03 episode.end": 2}
