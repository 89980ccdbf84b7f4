"""Several exports of one program, joined by rules that lose and guess nothing."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from small_program import EXTRACT, found, small_tables

from recoveryeval.errors import SchemaError
from recoveryeval.programs.assemble import assemble
from recoveryeval.programs.piece import piece
from recoveryeval.programs.program import Program
from recoveryeval.schema.finding import Finding

DATE = dt.date(2026, 6, 30)


def export(source: str, **frames: pd.DataFrame) -> Program:
    """A program from one export."""
    pieces = [piece(source, table, frame) for table, frame in frames.items()]
    return assemble("program", pieces, extract_date=DATE)


def people(**columns: list[object]) -> pd.DataFrame:
    """People 1, 2, ... with these columns."""
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"person_id": [str(i + 1) for i in range(n)], **columns})


def test_people_of_two_sources_complete_each_other() -> None:
    intake = export("intake", person=people(birth_year=[1980, 1990], sex=["f", None]))
    clinic = export("clinic", person=people(sex=["F", "m"], race=["white", "black"]))
    person = intake.combine(clinic).tables["person"]
    assert person["person_id"].tolist() == ["1", "2"]
    assert person["birth_year"].tolist() == [1980, 1990]
    assert person["sex"].tolist() == ["female", "male"]
    assert person["race"].tolist() == ["white", "black"]
    assert person["source"].tolist() == ["clinic;intake"] * 2


def test_a_cell_on_which_sources_disagree_is_set_aside_and_the_person_kept() -> None:
    intake = export("intake", person=people(birth_year=[1980, 1990]))
    clinic = export("clinic", person=people(birth_year=[1981, 1990]))
    both = intake.combine(clinic)
    assert both.tables["person"]["birth_year"].fillna(0).tolist() == [0, 1990]
    assert found(both) == {"RE-I02 person.birth_year": 2}
    aside = both.quarantine[["source", "row", "column", "reason"]].to_numpy().tolist()
    assert sorted(aside) == [
        ["clinic", 0, "birth_year", "key_conflict"],
        ["intake", 0, "birth_year", "key_conflict"],
    ]
    assert both.ledger[["kept", "duplicates"]].to_numpy().tolist() == [[2, 0], [0, 2]]


def test_a_person_told_twice_in_one_file_keeps_what_the_rows_agree_on() -> None:
    frame = pd.DataFrame(
        {"person_id": ["1", "1", "2"], "sex": ["F", "Female", "m"], "age": [40, 41, 30]}
    )
    made = export("admissions", person=frame)
    person = made.tables["person"]
    assert person["sex"].tolist() == ["female", "male"]
    assert person["sex_raw"].tolist() == ["F", "m"]
    assert person["age"].fillna(0).tolist() == [0, 30]
    assert found(made) == {"RE-I02 person.age": 2}


def test_an_episode_of_two_people_is_set_aside_whole() -> None:
    frame = pd.DataFrame(
        {"episode_id": ["1", "1", "2"], "person_id": ["a", "b", "c"], "anchor": "2025-01-06"}
    )
    made = export("admissions", episode=frame)
    assert made.tables["episode"]["episode_id"].tolist() == ["2"]
    assert made.ledger["quarantined"].tolist() == [2]
    assert found(made) == {"RE-I02 episode.episode_id": 2}


def test_rows_both_sources_bring_are_kept_once() -> None:
    contact = small_tables()["contact"]
    both = export("log", contact=contact).combine(export("billing", contact=contact))
    assert len(both.tables["contact"]) == 4
    assert both.ledger["duplicates"].tolist() == [0, 4]
    assert both.quarantine["reason"].unique().tolist() == ["duplicate_row"]


def test_contacts_that_disagree_are_all_set_aside() -> None:
    contact = small_tables()["contact"]
    other = contact.assign(minutes=[31.0, None, 45.0, 20.0])
    both = export("log", contact=contact).combine(export("billing", contact=other))
    assert both.tables["contact"]["contact_id"].tolist() == ["c2", "c3", "c4"]
    assert both.ledger["quarantined"].tolist() == [1, 1]


def test_a_reference_the_other_export_resolves_is_no_longer_told() -> None:
    tables = small_tables()
    contact = tables["contact"].drop(columns="episode_id")
    log = export("log", person=tables["person"].iloc[:1], contact=contact)
    assert found(log)["RE-I12 contact.person_id"] == 1
    rest = export("intake", person=tables["person"].iloc[1:], episode=tables["episode"])
    assert "RE-I12 contact.person_id" not in found(log.combine(rest))
    assert log.combine(rest).tables["contact"]["day"].tolist() == [0, 14, 7, 30]


def test_ids_spelled_differently_in_two_exports_meet() -> None:
    intake = export("intake", person=pd.DataFrame({"person_id": ["ab-1"]}))
    log = export("log", contact=pd.DataFrame(
        {"person_id": ["AB-1 "], "date": ["2025-01-06"], "status": ["completed"]}
    ))  # fmt: skip
    both = intake.combine(log)
    assert both.tables["person"]["person_id"].tolist() == ["AB-1"]
    assert found(both) == {"RE-I09 person.person_id": 1}


def test_ids_one_source_tells_apart_by_case_stay_apart() -> None:
    made = export(
        "crm",
        person=pd.DataFrame({"person_id": ["aB1", "Ab1", "C2"], "birth_year": [1980, 1990, 2000]}),
        referral=pd.DataFrame({"referral_id": ["r", "s"], "person_id": ["Ab1", "c2"]}),
    )
    assert made.tables["person"]["person_id"].tolist() == ["aB1", "Ab1", "C2"]
    assert made.tables["referral"]["person_id"].tolist() == ["Ab1", "C2"]
    assert found(made) == {"RE-I11 person.person_id": 2, "RE-I09 referral.person_id": 1}


def test_different_extract_dates_are_refused_and_one_is_enough() -> None:
    one = export("intake", person=people(birth_year=[1980]))
    other = assemble("program", [piece("log", "person", people(sex=["f"]))], extract_date=None)
    assert one.combine(other).extract_date == DATE
    assert other.combine(one).extract_date == DATE
    late = assemble("program", [], extract_date=dt.date(2026, 7, 1))
    with pytest.raises(SchemaError, match="different extract dates"):
        one.combine(late)


def test_what_loaders_did_is_carried_along() -> None:
    place = {"source": "log", "table": "(file)"}
    ledger = pd.DataFrame([{**place, "rows_read": 5, "kept": 2, "quarantined": 2, "blank": 1}])
    reason = {"column": "", "reason": "summary_row", "original": "{}"}
    aside = pd.DataFrame([{**place, "row": row, **reason} for row in (3, 4)])
    told = Finding("RE-F08", "(file)", "", "warning", 3, "Letters are mangled.")
    made = assemble(
        "program",
        [piece("log", "person", people(sex=["f", "m"]), rows=[0, 2])],
        ledger=ledger,
        quarantine=aside,
        repairs=pd.DataFrame({"source": ["log"], "repair": ["encoding"], "count": [1]}),
        findings=[told],
        extract_date=DATE,
    )
    both = made.combine(export("intake", person=people(birth_year=[1980])))
    for program in (made, both):
        assert program.ledger["table"].tolist()[0] == "(file)"
        assert program.quarantine["reason"].tolist() == ["summary_row"] * 2
        assert "encoding" in program.repairs["repair"].tolist()
        assert found(program)["RE-F08 (file)."] == 3


def test_an_unbalanced_ledger_is_an_error() -> None:
    ledger = pd.DataFrame({"source": ["log"], "table": ["(file)"], "rows_read": [5], "kept": [4]})
    with pytest.raises(SchemaError, match="RE-L01"):
        assemble("program", [], ledger=ledger, extract_date=DATE)


def test_positions_in_the_file_are_told_in_the_quarantine() -> None:
    frame = pd.DataFrame({"person_id": ["1", None], "sex": ["f", "m"]})
    made = assemble("program", [piece("log", "person", frame, rows=[10, 17])], extract_date=DATE)
    assert made.quarantine["row"].tolist() == [17]
    with pytest.raises(SchemaError, match="RE-S06"):
        piece("log", "person", frame, rows=[1])


def test_extract_constant_is_the_small_programs() -> None:
    assert DATE.isoformat() == EXTRACT
