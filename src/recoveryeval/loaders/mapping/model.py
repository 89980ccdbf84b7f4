"""What a mapping says: which columns of an export are which columns of the schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field
from typing import Literal

from recoveryeval.loaders.layout import Layout

Take = Literal["", "year", "zip3"]
Codes = MappingABC[str, str]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where one column of a table comes from.

    Exactly one of ``column`` (a heading), ``columns`` (headings joined to one
    id), ``checked`` (heading to term, for check boxes) and ``value`` (the same
    for every row) is given.
    """

    target: str
    column: str = ""
    columns: tuple[str, ...] = ()
    join: str = "-"
    checked: Codes = field(default_factory=dict)
    value: str | None = None
    codes: Codes = field(default_factory=dict)
    ignore_case: bool = True
    missing: Codes = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    dayfirst: bool | None = None
    decimal: str | None = None
    thousands: str | None = None
    type: str = ""
    unit: str = ""
    known_at: str = ""
    take: Take = ""
    split: str = ""
    keep_reason: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the export it needs."""
        return (*((self.column,) if self.column else ()), *self.columns, *self.checked)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of a source a table takes: ``where`` a column holds a text, ``filled`` cells."""

    where: MappingABC[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    form: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the export it needs."""
        return (*self.where, *self.filled)


@dataclass(frozen=True, slots=True)
class TableMap:
    """The columns one source gives to one table."""

    table: str
    columns: tuple[ColumnMap, ...]
    rows: Rows = field(default_factory=Rows)

    def target(self, name: str) -> ColumnMap | None:
        """Return the map of a column of the table, if it is mapped."""
        return next((c for c in self.columns if c.target == name), None)

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the export it needs."""
        return tuple(h for c in self.columns for h in c.headings) + self.rows.headings


@dataclass(frozen=True, slots=True)
class ItemsMap:
    """A questionnaire whose items stand in columns: one assessment and its responses per row."""

    instrument: str
    assessment: TableMap
    items: MappingABC[str, str]
    codes: Codes = field(default_factory=dict)
    ignore_case: bool = True
    missing: Codes = field(default_factory=dict)
    period_days: int | MappingABC[str, int] | None = None

    def period(self, item: str) -> int | None:
        """Return how many days the question of an item covers, where it counts days."""
        held = self.period_days
        return held.get(item) if isinstance(held, MappingABC) else held

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of the export it needs."""
        return (*self.assessment.headings, *self.items.values())


@dataclass(frozen=True, slots=True)
class Source:
    """One export: how it is laid out, what its codes mean, and what it gives to which table."""

    name: str
    layout: Layout = field(default_factory=Layout)
    decimal: str | None = None
    thousands: str | None = None
    missing: Codes = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    dayfirst: bool | None = None
    timezone: str | None = None
    open_end: frozenset[dt.date] = frozenset()
    unknown: frozenset[dt.date] = frozenset()
    drop: tuple[str, ...] = ()
    pseudonymize: tuple[str, ...] = ()
    keep_identifiers: tuple[str, ...] = ()
    tables: tuple[TableMap, ...] = ()
    items: tuple[ItemsMap, ...] = ()
    waves: Codes = field(default_factory=dict)
    arms: Codes = field(default_factory=dict)

    @property
    def headings(self) -> frozenset[str]:
        """Every column of the export that the mapping names."""
        named = [h for t in self.tables for h in t.headings]
        named += [h for i in self.items for h in i.headings]
        return frozenset((*named, *self.pseudonymize))


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping: every export of a program, and the day they were made."""

    name: str
    sources: MappingABC[str, Source]
    extract_date: dt.date | None = None
    version: int = 1
