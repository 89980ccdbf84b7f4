"""The columns a table must have, and their order."""

from __future__ import annotations

import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.schema.table_schema import TableSchema


def require_names(frame: pd.DataFrame, schema: TableSchema) -> None:
    """Refuse repeated column names and the lack of a column that every row needs."""
    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise SchemaError(
            f"Two columns of the table '{schema.name}' have the same name",
            code="RE-F20",
            do="Give each column its own name.",
        )
    made = schema.primary_key if schema.make_key else ()
    for field in schema.fields:
        needed = field.required and field.name not in made and field.stand_in not in names
        if needed and field.name not in names:
            raise SchemaError(
                f"The table '{schema.name}' lacks a column that every row needs",
                code="RE-S05",
                column=field.name,
                do="Map a column of the source to it." + nearest(field.name, names),
            )


def ordered(frame: pd.DataFrame, schema: TableSchema) -> list[object]:
    """Return the frame's columns: the schema's first, then the others."""
    known = [name for name in schema.columns if name in frame.columns]
    return [*known, *(name for name in frame.columns if name not in known)]
