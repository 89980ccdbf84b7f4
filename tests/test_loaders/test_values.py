"""What a cell comes to mean, once the mapping says what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_loaders.roster import load, workbook

import recoveryeval as rv
from recoveryeval.errors import LoadError

PERSON: dict[str, Any] = {"person_id": "id"}


def read(text: str, folder: Path, table: str = "person", **columns: Any) -> rv.Program:
    """Return a program of one table with these columns."""
    tables = {table: {**PERSON, **columns}}
    return load(text.encode(), folder, {"version": 1, "sources": {"list": {"tables": tables}}})


def column(program: rv.Program, name: str, table: str = "person") -> list[Any]:
    """Return a column with None where it is missing."""
    held = program.tables[table][name]
    return [None if pd.isna(value) else value for value in held]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.5", 1234.5),
        ("12", 12.0),
        ("-4", -4.0),
        ("(1,050.00)", -1050.0),
        ("$1,050", 1050.0),
        ("1.5e3", 1500.0),
        ("85%", 85.0),
        ("5-", -5.0),
        ("n/a", None),
        ("90+", 90.0),
        ("\u22123", -3.0),
    ],
)
def test_number(cell: str, value: float | None, tmp_path: Path) -> None:
    program = read(f'id,x\n1,"{cell}"\n2,7\n', tmp_path, x={"column": "x", "type": "number"})
    assert column(program, "x") == [value, 7.0]


def test_decimal_comma_where_it_is_declared(tmp_path: Path) -> None:
    x = {"column": "x", "type": "number", "decimal": ","}
    program = read('id,x\n1,"12,5"\n2,1.234\n3,"1.234,5"\n', tmp_path, x=x)
    assert column(program, "x") == [12.5, 1234.0, 1234.5]


def test_a_comma_that_may_mark_either_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        read("id;x\n1;1,234\n2;2,345\n", tmp_path, x={"column": "x", "type": "number"})
    assert (caught.value.code, caught.value.rows) == ("RE-F11", 2)


def test_the_word_none_is_an_answer(tmp_path: Path) -> None:
    program = read("id,x\n1,None\n2,NA\n", tmp_path, x={"column": "x", "type": "string"})
    assert column(program, "x") == ["None", "NA"]


def test_several_answers_are_all_kept(tmp_path: Path) -> None:
    race = {"column": "r", "split": ",", "codes": {"A": "asian", "B": "black"}}
    program = read('id,r\n1,"A, b"\n2,B\n3,"A,Z"\n4,\n', tmp_path, race=race)
    assert column(program, "race") == ["asian;black", "black", None, None]
    assert program.quarantine["reason"].tolist() == ["code_not_listed"]


def test_check_boxes_become_a_list(tmp_path: Path) -> None:
    race = {"checked": {"r1": "white", "r2": "black"}}
    program = read("id,r1,r2\n1,1,1\n2,Checked,Unchecked\n3,0,0\n4,,\n", tmp_path, race=race)
    assert column(program, "race") == ["white;black", "white", None, None]


@pytest.mark.parametrize(
    ("born", "year"), [("1980-05-01", 1980), ("1980", 1980), ("5/17/1980", 1980), ("", None)]
)
def test_only_the_year_of_birth_is_taken(born: str, year: int | None, tmp_path: Path) -> None:
    program = read(f"id,dob\n1,{born}\n", tmp_path, birth_year={"column": "dob", "take": "year"})
    assert column(program, "birth_year") == [year]
    assert "dob" not in program.tables["person"]


def test_postal_codes_are_cut(tmp_path: Path) -> None:
    text = "id,zip\n1,03101\n2,3102\n3,03103-1234\n4,031\n5,zqzqz\n"
    program = read(text, tmp_path, zip3={"column": "zip", "take": "zip3"})
    assert column(program, "zip3") == ["031", "031", "031", "031", None]
    assert program.quarantine["reason"].tolist() == ["not_a_postal_code"]


def test_hours_become_minutes(tmp_path: Path) -> None:
    minutes = {"column": "h", "unit": "hours"}
    text = "id,d,h\n1,2025-01-06,1.5\n"
    program = read(text, tmp_path, "contact", date="d", minutes=minutes)
    assert column(program, "minutes", "contact") == [90.0]


def test_a_unit_that_cannot_be_converted_is_refused(tmp_path: Path) -> None:
    minutes = {"column": "h", "unit": "sessions"}
    with pytest.raises(LoadError) as caught:
        read("id,d,h\n1,2025-01-06,1\n", tmp_path, "contact", date="d", minutes=minutes)
    assert caught.value.code == "RE-T08"


def test_negative_minutes_are_set_aside(tmp_path: Path) -> None:
    text = "id,d,m\n1,2025-01-06,-9\n2,2025-01-06,30\n"
    program = read(text, tmp_path, "contact", date="d", minutes="m")
    assert column(program, "minutes", "contact") == [None, 30.0]
    assert program.quarantine["reason"].tolist() == ["negative_value"]


def test_a_reason_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    x = {"column": "x", "type": "number", "missing": {"-7": "refused"}, "keep_reason": True}
    program = read("id,x\n1,-7\n2,-7.0\n3,5\n4,\n", tmp_path, x=x)
    assert column(program, "x") == [None, None, 5.0, None]
    assert column(program, "x_missing") == ["refused", "refused", None, None]
    repairs = program.repairs.set_index("repair")["count"]
    assert repairs["missing_code_refused"] == 2


def test_codes_know_no_case_unless_they_must(tmp_path: Path) -> None:
    sex = {"column": "s", "codes": {"f": "female", "1": "male"}}
    assert column(read("id,s\n1,F\n2,1.0\n", tmp_path, sex=sex), "sex") == ["female", "male"]
    strict = {**sex, "ignore_case": False}
    program = read("id,s\n1,F\n2,1\n", tmp_path, sex=strict)
    assert column(program, "sex") == [None, "male"]


def test_one_file_feeds_a_table_twice_for_some_rows(tmp_path: Path) -> None:
    events = [
        {**PERSON, "type": {"value": "ed"}, "start": "ed", "filled": "ed"},
        {**PERSON, "type": {"value": "arrest"}, "start": "day", "where": {"kind": ["A", "b"]}},
    ]
    text = b"id,ed,kind,day\n1,2025-02-01,a,2025-03-01\n2,,B,2025-03-02\n3,,C,2025-03-03\n"
    mapping = {"version": 1, "sources": {"list": {"tables": {"event": events}}}}
    event = load(text, tmp_path, mapping).tables["event"]
    assert sorted(event["type"]) == ["arrest", "arrest", "ed"]


def test_a_finer_file_repeats_people_without_fault(tmp_path: Path) -> None:
    tables = {
        "person": {**PERSON, "age": {"column": "age", "type": "integer"}},
        "contact": {**PERSON, "date": "d"},
    }
    text = b"id,age,d\n1,40,2025-01-06\n1,40,2025-01-07\n2,50,2025-01-06\n"
    program = load(text, tmp_path, {"version": 1, "sources": {"list": {"tables": tables}}})
    assert column(program, "age") == [40, 50]
    assert program.quarantine.empty
    assert "RE-I01" not in set(program.checks()["id"])
    assert program.repairs.set_index("repair")["count"]["repeated_on_finer_rows"] == 1


def test_a_covariate_is_a_number_if_every_cell_is_one(tmp_path: Path) -> None:
    program = read("id,a,b,c\n1,1.5,007,x\n2,2,008,3\n", tmp_path, a="a", b="b", c="c")
    dtypes = program.tables["person"][["a", "b", "c"]].dtypes.astype(str).tolist()
    assert dtypes == ["Float64", "string", "string"]


def test_stored_kinds_of_a_workbook(tmp_path: Path) -> None:
    rows = [["id", "n", "t", "b"], ["1", 3, "x", True], ["2", 4.5, None, False]]
    tables = {"person": {**PERSON, "n": "n", "t": "t", "b": {"column": "b", "type": "boolean"}}}
    mapping = {"version": 1, "sources": {"list": {"tables": tables}}}
    program = load(workbook(rows), tmp_path, mapping, name="a.xlsx")
    assert column(program, "n") == [3.0, 4.5]
    assert column(program, "b") == [True, False]


def test_v15_bands_among_numbers_are_text_that_refuses_arithmetic(tmp_path: Path) -> None:
    """Codes 31 to 33 stand for bands of days: nobody can average them or compare them."""
    stays = ["5", "30", "31.0", "33", ""]
    rows = "".join(f"p{k},2025-01-01,{stays[k % 5]}\n" for k in range(25))
    los = {"column": "los", "type": "band", "codes": {"31": "31 to 45 days", "32": "46 to 60 days"}}
    program = read("id,start,los\n" + rows, tmp_path, "episode", anchor="start", los=los)
    held = program.tables["episode"]["los"]
    assert set(held.dropna()) == {"5", "30", "31 to 45 days", "33"}
    person = rv.program({"person": pd.DataFrame({"person_id": [f"p{k}" for k in range(25)]})},
                        extract_date=None)  # fmt: skip
    with pytest.raises(rv.RecoveryEvalError, match="los"):
        rv.cohort(program.combine(person), include="los > 20", known={"los": "anchor"})
    data = held.to_frame().assign(id=range(25), wave=0)
    with pytest.raises(rv.OutcomeError, match="los"):
        rv.repeated_measures(data, value="los", person="id", wave="wave")
