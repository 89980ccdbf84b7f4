"""References from table to table."""

from __future__ import annotations

from recoveryeval.schema.note import Frames, Note, has, note
from recoveryeval.schema.table_schema import load_table


def unresolved_reference(tables: Frames) -> list[Note]:
    """Count rows whose id does not occur in the table it refers to; nothing is set aside.

    A table that was not loaded at all is not held against the others, since a
    program may come from one export.
    """
    found: list[Note] = []
    for table, frame in tables.items():
        for key in load_table(table).foreign_keys:
            target = tables[key.table]
            if not has(frame, key.column) or not has(target, key.reference):
                continue
            column = frame[key.column]
            lost = column.notna() & ~column.isin(target[key.reference].dropna().unique())
            found += note("unresolved_reference", (table, key.column), frame, lost, "count")
    return found
