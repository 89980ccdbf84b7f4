"""The worked mapping of the documentation reads the files beside it."""

from __future__ import annotations

from functools import reduce

import pytest
from paths import ROOT

import recoveryeval as rv

FOLDER = ROOT / "docs" / "how-to" / "ehr_mapping"
SOURCES = ("residents", "admissions", "alumni")


@pytest.fixture(scope="module")
def program() -> rv.Program:
    """Return the three files as one program."""
    mapping = FOLDER / "mapping.toml"
    parts = [
        rv.read_csv(FOLDER / f"{name}.csv", mapping=mapping, source=name, root=FOLDER)
        for name in SOURCES
    ]
    return reduce(lambda first, second: first.combine(second), parts)


def test_rows(program: rv.Program) -> None:
    sizes = {name: len(frame) for name, frame in program.tables.items() if name != "meta"}
    assert {name: n for name, n in sizes.items() if n} == {
        "person": 6,
        "episode": 6,
        "contact": 6,
        "event": 3,
        "state": 5,
    }


def test_what_was_set_aside(program: rv.Program) -> None:
    aside = program.quarantine
    found = sorted(zip(aside["source"], aside["reason"], strict=True))
    assert found == [
        ("admissions", "end_before_start"),
        ("admissions", "summary_row"),
        ("alumni", "duplicate_row"),
    ]


def test_stays(program: rv.Program) -> None:
    episode = program.tables["episode"].set_index("episode_id")
    assert episode["end_day"].astype(object).where(episode["end_day"].notna(), None).tolist() == [
        98,
        20,
        None,
        102,
        None,
        93,
    ]
    assert episode.loc[["A-3", "A-5"], "status"].tolist() == ["open", "open"]
    assert episode["weekly_fee"].sum() == 1875.0
    assert program.known["weekly_fee"] == "anchor"


def test_people(program: rv.Program) -> None:
    person = program.tables["person"].set_index("person_id")
    assert person["birth_year"].tolist() == [1984, 1979, 1991, 1968, 1997, 1988]
    assert person.loc["00103", ["zip3", "race_missing"]].tolist() == ["031", "refused"]
    assert person.loc["00102", "race"] == "Black or African American;White"


def test_no_name_got_in(program: rv.Program) -> None:
    held = [*program.tables.values(), program.quarantine, *(p.raw for p in program.pieces)]
    text = "\n".join(frame.to_csv() for frame in held)
    assert "Example," not in text
    assert "Ada" not in text
    assert "02/14/1984" not in text


def test_facts_of_one_row_go_to_three_tables(program: rv.Program) -> None:
    assert sorted(program.tables["event"]["type"]) == ["death", "use", "use"]
    assert set(program.tables["contact"]["service"]) == {"aftercare"}
    assert set(program.tables["state"]["domain"]) == {"housing"}
