"""REDCap exports: raw or labeled, file or frame, with everything the layout can hide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_loaders.redcap_project import (
    DICTIONARY,
    EXPORT,
    MAPPING,
    log,
    mapping,
    read,
    written,
)

import recoveryeval as rv
from recoveryeval.errors import LoadError
from recoveryeval.loaders.redcap.dictionary import read_dictionary


def rows(program: rv.Program, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table in row order, None where missing."""
    frame = program.tables[table][list(columns)].astype(object)
    return sorted(
        (tuple(None if pd.isna(v) else v for v in r) for r in frame.itertuples(index=False)),
        key=str,
    )


def test_people_come_from_one_instrument() -> None:
    assert rows(read(), "person", "person_id", "sex", "race") == [
        ("001", "female", "White;Black"),
        ("002", None, None),
        ("003", "other", None),
    ]


def test_events_arms_and_groups_make_the_episode() -> None:
    columns = ("episode_id", "site", "arm", "end_day", "end_reason", "status")
    assert rows(read(), "episode", *columns) == [
        ("001", "north", "coached", 115, "dropout", "closed"),
        ("002", "south", "usual", None, None, "open"),
        ("003", "south", "usual", None, None, "open"),
    ]


def test_a_repeating_instrument_is_one_row_each() -> None:
    assert rows(read(), "contact", "person_id", "day", "status", "minutes") == [
        ("001", 11, "no_show", 0.0),
        ("001", 4, "completed", 30.0),
    ]


def test_items_come_from_the_dictionary() -> None:
    found = rows(read(), "response", "item", "value", "label", "missing")
    assert len(found) == 9
    assert ("gse_1", 3.0, "Moderately", None) in found
    # gse_2 is shown only after some answers, so nobody can say why it is blank.
    assert found.count(("gse_2", None, None, "unknown")) == 2


def test_waves_and_status_of_interviews() -> None:
    assert rows(read(), "assessment", "person_id", "wave", "status") == [
        ("001", "baseline", "complete"),
        ("001", "month_3", "partial"),
        ("002", "baseline", "partial"),
    ]


def test_waves_can_be_named() -> None:
    program = read(held=mapping(waves={"month_3": "month_6", "baseline_arm_1": "discharge"}))
    assert {wave for (wave,) in rows(program, "assessment", "wave")} == {
        "baseline",
        "discharge",
        "month_6",
    }


def test_missing_data_codes_keep_their_reason() -> None:
    counts = read().repairs.set_index(["column", "repair"])["count"]
    assert counts["sex", "missing_code_refused"] == 1
    export = EXPORT.assign(gse_1=EXPORT["gse_1"].replace("3", "UNK"))
    assert ("gse_1", None, "dont_know") in rows(
        read(export), "response", "item", "value", "missing"
    )


def test_declared_codes_replace_the_usual_ones() -> None:
    program = read(held=mapping(missing={"-99": "refused"}))
    assert rows(program, "person", "person_id", "sex")[1] == ("002", None)
    assert "code_not_listed" in set(program.quarantine["reason"])


def test_identifiers_are_dropped() -> None:
    program = read()
    assert "first_name" not in program.tables["person"]
    dropped = program.repairs.query("repair == 'identifier_dropped'")
    assert dropped["column"].tolist() == ["first_name"]


def test_placeholders_of_surveys_are_blank() -> None:
    counts = read().repairs.set_index("repair")["count"]
    assert counts["survey_not_completed"] == 1


def test_file_and_frame_agree(tmp_path: Path) -> None:
    data, dictionary = written(tmp_path)
    file = rv.read_redcap(data, dictionary=dictionary, mapping=MAPPING)
    indexed = EXPORT.set_index(["record_id", "redcap_event_name"])
    for other in (read(), read(indexed), read(EXPORT.replace("", None))):
        for table in ("person", "episode", "contact", "assessment", "response"):
            pd.testing.assert_frame_equal(file.tables[table], other.tables[table])


def test_numbered_ids_of_a_frame_are_warned_about() -> None:
    export = EXPORT.assign(record_id=EXPORT["record_id"].astype(int))
    program = read(export)
    assert "RE-I04" in set(program.checks()["id"])
    assert rows(program, "person", "person_id") == [("1",), ("2",), ("3",)]


def test_row_order_does_not_matter() -> None:
    shuffled = read(EXPORT.iloc[::-1].reset_index(drop=True))
    for table, key in (("person", "person_id"), ("response", "value"), ("contact", "contact_id")):
        assert rows(read(), table, key) == rows(shuffled, table, key)


def test_the_ledger_counts_every_row() -> None:
    held = read().ledger.set_index("table")
    assert held.loc["(file)", ["rows_read", "kept"]].tolist() == [7, 7]
    assert held.loc["contact", "rows_read"] == 2


def test_unknown_instrument_is_refused() -> None:
    held = mapping(tables={"person": {"form": "intakes", "person_id": "record_id"}}, items=[])
    with pytest.raises(LoadError, match=r"RE-RC03.*'intake'"):
        read(held=held)


def test_something_else_is_no_dictionary() -> None:
    with pytest.raises(LoadError, match="RE-RC02"):
        read(dictionary=EXPORT)


def test_choices_are_split_at_the_first_comma() -> None:
    field = read_dictionary(DICTIONARY, "d").get("gse_1")
    assert field is not None
    assert field.choices["2"] == "Hardly, if ever"
    race = read_dictionary(DICTIONARY, "d").get("race")
    assert race is not None
    assert race.columns == ("race___1", "race___2", "race____9")


def test_the_same_visit_with_other_values_is_set_aside() -> None:
    export = pd.concat([EXPORT, pd.DataFrame([log("001", 1, "2025-01-10", "1", "45")])])
    program = read(export.reset_index(drop=True))
    assert len(program.tables["contact"]) == 3
    keyed = {**MAPPING["sources"]["redcap"]["tables"]["contact"]}
    keyed["contact_id"] = {"columns": ["record_id", "redcap_repeat_instance"]}
    held = mapping(tables={"contact": keyed}, items=[])
    assert "key_conflict" in set(read(export.reset_index(drop=True), held).quarantine["reason"])
