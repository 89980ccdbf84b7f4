"""A mapping is refused whole before any data are read, and the nearest name is offered."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from recoveryeval.errors import LoadError
from recoveryeval.loaders.mapping.read_mapping import one_source, read_mapping

GOOD: dict[str, Any] = {
    "version": 1,
    "sources": {
        "log": {
            "missing": {"-7": "refused"},
            "tables": {"contact": {"person_id": "Client", "date": {"column": "Date"}}},
        }
    },
}


def spoiled(*path: str, value: Any) -> dict[str, Any]:
    """Return the good mapping with one setting put in or replaced."""
    mapping = copy.deepcopy(GOOD)
    place = mapping
    for key in path[:-1]:
        place = place.setdefault(key, {})
    place[path[-1]] = value
    return mapping


SOURCE = ("sources", "log")
CONTACT = (*SOURCE, "tables", "contact")
TWINS = {"a": "x", "A": "y"}
ASKED = {"instrument": "check-in", "person_id": "Client", "items": {"q1": "Q1"}}
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("RE-T06", spoiled("version", value=2), "version = 1"),
    ("RE-T01", spoiled("sorces", value={}), "'sources'"),
    ("RE-T01", spoiled(*SOURCE, "delimeter", value=","), "'delimiter'"),
    ("RE-T01", spoiled(*SOURCE, "delimiter", value="x"), "Correct"),
    ("RE-T01", spoiled(*SOURCE, "dayfirst", value="yes"), "Correct"),
    ("RE-T01", spoiled(*SOURCE, "header_row", value=True), "Correct"),
    ("RE-T01", spoiled(*SOURCE, "header_row", value=0), "from 1"),
    ("RE-T01", spoiled(*SOURCE, "decimal", value=";"), "Correct"),
    ("RE-T01", spoiled(*SOURCE, "missing", value={"-7": "refuzed"}), "'refused'"),
    ("RE-T01", spoiled(*SOURCE, "sentinel_dates", value={"unknown": ["soon"]}), "year-month-day"),
    ("RE-S01", spoiled(*SOURCE, "tables", "contacts", value={}), "'contact'"),
    ("RE-S01", spoiled(*SOURCE, "tables", "meta", value={}), "Use one of"),
    ("RE-T02", spoiled(*CONTACT, "minuts", value="Min"), "'minutes'"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"column": "a", "value": "b"}), "Say where"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"codes": {"a": "b"}}), "Say where"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"colum": "a"}), "'column'"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"column": "m", "codes": TWINS}), "case"),
    ("RE-T01", spoiled(*CONTACT, "where", value=["a"]), "where"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"column": "a", "known_at": "ancor"}), "'anchor'"),
    ("RE-T01", spoiled(*CONTACT, "mode", value={"column": "a", "take": "day"}), "Correct"),
    ("RE-T03", spoiled(*SOURCE, "tables", "person", value={"sex": "Sex"}), "person_id"),
    ("RE-T04", spoiled(*SOURCE, "drop", value=["Client"]), "drop"),
    ("RE-T05", {"version": 1, "sources": {}}, "Add"),
    ("RE-T05", {"version": 1, "sources": {"log": {}}}, "Add"),
    ("RE-T01", spoiled(*SOURCE, "items", value=[{"person_id": "a"}]), "instrument"),
    ("RE-T01", spoiled(*SOURCE, "items", value=[{**ASKED, "period_days": "30"}]), "from 1 to 366"),
    ("RE-T01", spoiled(*SOURCE, "items", value=[{**ASKED, "period_days": {"q2": 7}}]), "mapped"),
    ("RE-D02", spoiled("extract_date", value="30.06.2026"), "year-month-day"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "mapping", "hint"), REFUSED)
def test_refused(code: str, mapping: dict[str, Any], hint: str) -> None:
    with pytest.raises(LoadError) as caught:
        read_mapping(mapping)
    assert caught.value.code == code
    assert hint in str(caught.value)
    assert caught.value.file == "mapping"


def test_good_one_is_read() -> None:
    mapping = read_mapping(GOOD)
    source = one_source(mapping, None)
    assert source.headings == {"Client", "Date"}
    assert source.missing == {"-7": "refused"}
    assert read_mapping(mapping) is mapping


def test_a_covariate_may_have_a_type_or_a_name_like_no_other() -> None:
    read_mapping(spoiled(*CONTACT, "minuts", value={"column": "Min", "type": "number"}))
    read_mapping(spoiled(*CONTACT, "weather", value="W"))


def test_toml_file(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(
        "version = 1\nextract_date = 2026-06-30\n[sources.log.tables.contact]\n"
        'person_id = "Client"\ndate = "Day of\u00a0contact"\n',
        encoding="utf-8-sig",
    )
    mapping = read_mapping(path)
    assert str(mapping.extract_date) == "2026-06-30"
    assert mapping.sources["log"].headings == {"Client", "Day of contact"}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("mapping.toml", "version = 1\nname = zq\n", "RE-T00"),
        ("mapping.toml", "\x00\x01", "RE-T00"),
        ("mapping.yaml", "!!python/object/apply:os.system ['true']", "RE-P05"),
        ("mapping.pkl", "x", "RE-P05"),
    ],
)
def test_other_files_are_refused(name: str, text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        read_mapping(tmp_path / name)
    assert caught.value.code == code
    assert "zq" not in str(caught.value)


def test_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="RE-T00"):
        read_mapping(tmp_path / "mapping.toml")


@pytest.mark.parametrize(("name", "hint"), [("logs", "'log'"), (None, "log, staff")])
def test_one_source_is_named(name: str | None, hint: str) -> None:
    mapping = read_mapping(spoiled("sources", "staff", value=GOOD["sources"]["log"]))
    with pytest.raises(LoadError) as caught:
        one_source(mapping, name)
    assert caught.value.code == "RE-T07"
    assert hint in str(caught.value)
