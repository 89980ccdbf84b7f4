"""An end that nobody can read shows neither that a person stayed nor when they left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import recoveryeval as rv

MAPPING: dict[str, Any] = {
    "version": 1,
    "extract_date": "2025-12-31",
    "sources": {
        "list": {
            "tables": {
                "person": {"person_id": "id"},
                "episode": {"person_id": "id", "anchor": "intake", "end": "left"},
            }
        }
    },
}


def _read(folder: Path, end: str) -> rv.Program:
    """Return three people, of whom the first has this end."""
    file = folder / "list.csv"
    rows = f"1,2025-01-01,{end}\n2,2025-01-02,2025-06-01\n3,2025-01-02,\n"
    file.write_text(f"id,intake,left\n{rows}", encoding="utf-8")
    return rv.read_csv(file, mapping=MAPPING)


@pytest.mark.parametrize("end", ["2025-02-30", "see note", "1900-01-01"])
def test_an_unreadable_end_is_not_a_stay_to_the_extract(end: str, tmp_path: Path) -> None:
    program = _read(tmp_path, end)
    assert program.tables["episode"]["status"].tolist() == ["unknown", "closed", "open"]
    assert "RE-D25" in set(program.checks()["id"])
    stay = rv.retention(rv.cohort(program), horizon_days=180)
    assert stay.data["person"].tolist() == ["2", "3"]
    assert sum(stay.dropped.values()) == 1
    assert "end_not_known" in set(rv.kaplan_meier(stay).checks()["id"])


@pytest.mark.parametrize("end", ["", "9999-12-31", "2026-05-01"])
def test_a_blank_or_far_or_later_end_is_open(end: str, tmp_path: Path) -> None:
    assert _read(tmp_path, end).tables["episode"].loc[0, "status"] == "open"


def _two(first: str, second: str) -> pd.DataFrame:
    """Return the enrollments that two sources report."""
    one = {"episode_id": ["a", "b"], "person_id": ["1", "2"], "anchor": ["2025-01-01"] * 2}
    frames = [
        rv.program(
            {"person": pd.DataFrame({"person_id": ["1", "2"]}), "episode": pd.DataFrame(rows)},
            extract_date="2025-12-31",
        )
        for rows in ({**one, "end": [first, None]}, {**one, "end": [second, None]})
    ]
    return frames[0].combine(frames[1]).tables["episode"]


def test_a_disputed_end_is_not_known() -> None:
    assert _two("2025-03-01", "2025-04-01")["status"].tolist() == ["unknown", "open"]


def test_another_source_may_tell_the_end() -> None:
    assert _two("2025-02-30", "2025-03-01")["status"].tolist() == ["closed", "open"]
