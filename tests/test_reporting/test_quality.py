"""The data-quality appendix: nothing counted twice, every code in words, no value."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.reporting.blocks import Table, Text
from recoveryeval.reporting.sections.quality import quality, totals
from recoveryeval.reporting.sections.quality_words import in_words
from recoveryeval.synthetic.write_exports import write_exports


def program() -> rv.Program:
    """Return a program with one episode that ends before it starts, and a repeated row."""
    person = pd.DataFrame({"person_id": ["a", "b", "b"]})
    episode = pd.DataFrame(
        {
            "episode_id": ["a", "b"],
            "person_id": ["a", "b"],
            "anchor": ["2025-03-01"] * 2,
            "start": ["2025-03-01"] * 2,
            "end": ["2025-02-01", "2025-06-01"],
        }
    )
    return rv.program({"person": person, "episode": episode}, extract_date="2025-12-31")


def test_rows_of_files_and_records_made_of_them_are_counted_apart() -> None:
    ledger = pd.DataFrame(
        [
            ("log", "(file)", 10, 8, 1, 1, 0),
            ("log", "person", 8, 5, 0, 0, 3),
            ("log", "contact", 8, 6, 2, 0, 0),
            ("log", "meta", 4, 4, 0, 0, 0),
        ],
        columns=["source", "table", "rows_read", "kept", "quarantined", "blank", "duplicates"],
    )
    counted = totals(ledger)
    assert counted["file.rows_read"] == 10
    assert counted["made.rows_read"] == 16
    assert counted["aside"] == 3


def test_the_appendix_balances_and_gives_reasons() -> None:
    blocks = quality(program())
    tables = {b.caption: b for b in blocks if isinstance(b, Table)}
    assert {row[0] for row in tables["What became of the records of each table"].rows} == {
        "episode",
        "person",
    }
    reasons = tables["What was set aside, and why"].rows
    assert any("end lies before the start" in row[1] for row in reasons)
    words = " ".join(b.text for b in blocks if isinstance(b, Text))
    assert "can feed several tables: 5; set aside" in words


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    made, _ = rv.synthetic_program(40)
    root = tmp_path_factory.mktemp("faults")
    return write_exports(made, "exports", root=root, faults=True).planted


def test_every_fault_that_exports_have_is_told_in_words(planted: pd.DataFrame) -> None:
    for what, found in (("reasons", "quarantine"), ("repairs", "repair")):
        codes = planted.loc[planted["found"] == found, "reason"].unique()
        assert len(codes) > 3
        plain = [code.replace("_", " ").capitalize() for code in codes]
        told = [in_words(code, what) for code in codes]
        assert [a for a, b in zip(told, plain, strict=True) if a == b] == []
