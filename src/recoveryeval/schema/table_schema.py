"""The tables of a program, read from their versioned descriptions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from recoveryeval.errors import SchemaError, nearest

Known = Literal["always", "anchor", "later", "unknown"]
Type = Literal["string", "date", "integer", "number", "boolean"]
Future = Literal["row", "cell", "allowed"]

TABLES: tuple[str, ...] = (
    "person", "episode", "coach", "assignment", "contact", "assessment", "response", "score",
    "event", "drug", "span", "panel", "meta", "goal", "referral", "diagnosis", "state",
    "staff_record", "site",
)  # fmt: skip
DTYPES: dict[Type, str] = {
    "string": "string",
    "date": "datetime64[s]",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table: what it means, what it may hold and when it becomes known."""

    name: str
    type: Type
    description: str
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    vocabulary: str = ""
    known_at: Known = "later"
    identifier: bool = False
    expected: bool = False
    day: str = ""
    future: Future = "row"
    open_end: bool = False
    stand_in: str = ""

    @property
    def dtype(self) -> str:
        """The column's pandas dtype."""
        return DTYPES[self.type]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column that refers to another table's column."""

    column: str
    table: str
    reference: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: its columns, its key and the tables it refers to."""

    name: str
    version: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    required_table: bool
    on_key_conflict: Literal["set_aside", "keep"]
    merge: bool
    make_key: bool
    ordered: tuple[tuple[str, str], ...]
    one_of: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the column of that name."""
        for found in self.fields:
            if found.name == name:
                return found
        raise SchemaError(
            f"The table '{self.name}' has no such column",
            code="RE-S02",
            column=name,
            do="Use a column of the table." + nearest(name, self.columns),
        )


@cache
def load_table(name: str) -> TableSchema:
    """Return the description of a table.

    Parameters
    ----------
    name : str
        One of ``TABLES``.
    """
    if name not in TABLES:
        raise SchemaError(
            f"There is no table '{name}'",
            code="RE-S01",
            do=f"Use one of {', '.join(TABLES)}." + nearest(name, TABLES),
        )
    body = json.loads(description(name))
    return TableSchema(
        name=body["name"],
        version=body["version"],
        description=body["description"],
        fields=tuple(_field(item) for item in body["fields"]),
        primary_key=tuple(body.get("primaryKey", ())),
        foreign_keys=tuple(_foreign_key(item) for item in body.get("foreignKeys", ())),
        required_table=body.get("required", False),
        on_key_conflict=body.get("on_key_conflict", "set_aside"),
        merge=body.get("merge", False),
        make_key=body.get("make_key", False),
        ordered=tuple((first, last) for first, last in body.get("ordered", ())),
        one_of=tuple(body.get("one_of", ())),
    )


def description(name: str) -> str:
    """Return a table's Frictionless Table Schema as JSON text."""
    path = files("recoveryeval.schema") / "tables" / f"{name}.json"
    return path.read_text(encoding="utf-8")


def _field(item: dict[str, Any]) -> Field:
    """Return one column from its JSON."""
    limits = item.get("constraints", {})
    return Field(
        name=item["name"],
        type=item["type"],
        description=item["description"],
        required=limits.get("required", False),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        unit=item.get("unit", ""),
        vocabulary=item.get("vocabulary", ""),
        known_at=item["known_at"],
        identifier=item.get("identifier", False),
        expected=item.get("expected", False),
        day=item.get("day", ""),
        future=item.get("future", "row"),
        open_end=item.get("open_end", False),
        stand_in=item.get("stand_in", ""),
    )


def _foreign_key(item: dict[str, Any]) -> ForeignKey:
    """Return one reference from its JSON."""
    target = item["reference"]
    return ForeignKey(item["fields"][0], target["resource"], target["fields"][0])
