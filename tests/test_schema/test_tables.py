"""Every table is a valid Frictionless Table Schema and says all a reader needs."""

from __future__ import annotations

import json

import pytest

from recoveryeval.errors import SchemaError
from recoveryeval.schema.table_schema import TABLES, Field, description, load_table
from recoveryeval.schema.vocabulary import vocabularies

# Table Schema, version 1: the properties it defines, and our own beside them.
FRICTIONLESS = {"name", "type", "description", "constraints", "format"}
OURS = {
    "vocabulary", "identifier", "expected", "unit", "day", "future", "open_end",
    "list_separator", "known_at", "stand_in",
}  # fmt: skip
EXPORTED = {
    "person": "person_id birth_year sex gender race ethnicity zip3 source",
    "episode": "episode_id person_id program site referral_source anchor first_contact start end "
    "end_day end_reason end_reason_raw status source",
    "coach": "coach_id role lived_experience certified start end",
    "assignment": "episode_id coach_id start end role",
    "contact": "contact_id person_id episode_id coach_id date day start_time mode setting status "
    "service initiated_by minutes minutes_source units group_size domains billable code modifier "
    "amount currency_year source",
    "assessment": "assessment_id person_id episode_id instrument version wave wave_due "
    "window_status date day status mode subject",
    "response": "assessment_id item value value_raw label missing",
    "score": "assessment_id scale value n_items n_answered rule missing",
    "event": "event_id person_id episode_id type start end start_day end_day planned primary_dx "
    "disposition facility amount currency_year source derived_by",
    "drug": "person_id date day product days_supply route amount currency_year source",
    "span": "person_id kind start end start_day end_day source",
    "panel": "person_id period unit substance value source",
    "meta": "table column source_column source_code meaning unit missing_reason",
    "goal": "domain self_defined set met dropped",
    "referral": "from to need made scheduled attended waitlist_start waitlist_end outcome",
    "diagnosis": "code kind date",
    "state": "domain value start end",
    "staff_record": "coach_id date kind hours value",
    "site": "setting rural coaching_start",
}
EVERY_FIELD = [(table, field) for table in TABLES for field in load_table(table).fields]


@pytest.mark.parametrize("table", TABLES)
def test_table_is_valid_table_schema(table: str) -> None:
    body = json.loads(description(table))
    assert body["name"] == table
    assert body["version"].count(".") == 2
    assert body["missingValues"] == [""]
    names = [item["name"] for item in body["fields"]]
    assert len(names) == len(set(names))
    assert set(body.get("primaryKey", [])) <= set(names)
    for item in body["fields"]:
        assert set(item) <= FRICTIONLESS | OURS
        assert set(item.get("constraints", {})) <= {"required", "minimum", "maximum"}
        assert item["type"] in {"string", "date", "integer", "number", "boolean"}


@pytest.mark.parametrize("table", TABLES)
def test_references_lead_to_columns_that_exist(table: str) -> None:
    schema = load_table(table)
    for key in schema.foreign_keys:
        assert key.column in schema.columns
        assert key.reference in load_table(key.table).columns
        assert schema.field(key.column).identifier
        assert load_table(key.table).field(key.reference).identifier
    for first, last in schema.ordered:
        assert schema.field(first).type == schema.field(last).type
    assert set(schema.one_of) <= set(schema.columns)


@pytest.mark.parametrize(("table", "columns"), EXPORTED.items())
def test_table_has_every_column_of_the_plan(table: str, columns: str) -> None:
    assert set(columns.split()) <= set(load_table(table).columns)


@pytest.mark.parametrize(("table", "field"), EVERY_FIELD, ids=lambda v: getattr(v, "name", v))
def test_field_says_all_that_is_needed(table: str, field: Field) -> None:
    assert field.description.endswith(".")
    assert field.known_at in {"always", "anchor", "later", "unknown"}
    if field.type in ("integer", "number"):
        assert field.unit
        assert field.minimum is not None
        assert field.maximum is not None
        assert field.minimum < field.maximum
    if field.vocabulary:
        assert field.type == "string"
        assert field.vocabulary in vocabularies()
    if field.day:
        assert load_table(table).field(field.day).type == "integer"


def test_required_tables_are_person_and_episode() -> None:
    assert [t for t in TABLES if load_table(t).required_table] == ["person", "episode"]


def test_every_vocabulary_serves_a_column() -> None:
    used = {field.vocabulary for _, field in EVERY_FIELD if field.vocabulary}
    assert set(vocabularies()) == used | {"yes_no"}


def test_what_is_known_at_intake_is_never_an_outcome() -> None:
    later = {
        f.name for t in ("person", "episode") for f in load_table(t).fields if f.known_at == "later"
    }
    assert {"end", "end_day", "end_reason", "status", "first_contact"} <= later


def test_unknown_table_and_column_offer_the_nearest_name() -> None:
    with pytest.raises(SchemaError, match="nearest valid name is 'contact'"):
        load_table("contacts")
    with pytest.raises(SchemaError, match="nearest valid name is 'minutes'"):
        load_table("contact").field("minute")
