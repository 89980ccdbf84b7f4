"""One source in hand: its text cells, its part of the mapping, and what holds for all of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from recoveryeval.loaders.mapping.model import ColumnMap, Source
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.values.date_order import Evidence, evidence, order
from recoveryeval.loaders.values.dates import DateRules
from recoveryeval.programs.pseudonyms import Key
from recoveryeval.schema.table_schema import Field, load_table

NUMERIC = ("integer", "number")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The cells of a source, its mapping, whether its dates put the day first, and the key."""

    raw: RawTable
    source: Source
    dayfirst: bool | None = None
    key: Key | None = None

    def kinds(self, heading: str, rows: pd.Index) -> pd.Series | None:
        """Return how a workbook stored the cells of a column."""
        stored = self.raw.kinds
        return None if stored is None or heading not in stored else stored.loc[rows, heading]

    def date_rules(self, held: ColumnMap) -> DateRules:
        """Return what is known about the dates of one column."""
        declared = [held.dayfirst, self.source.dayfirst, self.dayfirst]
        return DateRules(
            formats=held.date_formats or self.source.date_formats,
            dayfirst=next((d for d in declared if d is not None), None),
            timezone=self.source.timezone,
            unknown=self.source.unknown,
            open_end=self.source.open_end,
            epoch_1904=self.raw.epoch_1904,
        )


def column_type(held: ColumnMap, field: Field | None) -> str:
    """Return the type a column is read as; empty where its own cells decide."""
    if field is not None and (field.identifier or field.name.endswith("_id")):
        return "id"
    if field is not None:
        return field.type
    return held.type or ("string" if held.codes or held.checked or held.split else "")


def known_field(table: str, held: ColumnMap) -> Field | None:
    """Return the schema's column, or None for a covariate."""
    schema = load_table(table)
    return schema.field(held.target) if held.target in schema.columns else None


def day_order(raw: RawTable, source: Source) -> bool | None:
    """Return whether the day comes first in the source's dates, from all of them together."""
    if source.dayfirst is not None or source.date_formats:
        return None
    found: dict[str, Evidence] = {}
    for table in (*source.tables, *(items.assessment for items in source.items)):
        for held in table.columns:
            kind = column_type(held, known_field(table.table, held))
            free = not held.date_formats and held.dayfirst is None and held.column in raw.cells
            if free and (kind == "date" or held.take == "year"):
                found[held.column] = evidence(raw.cells[held.column])
    return order(found, raw.label)
