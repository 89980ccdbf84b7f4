"""Direct identifiers of an export: never kept, not even in the quarantine."""

from __future__ import annotations

from collections.abc import Callable

from recoveryeval.errors import LoadError
from recoveryeval.loaders.mapping.model import ColumnMap, Source
from recoveryeval.loaders.raw_table import RawTable, as_json
from recoveryeval.schema.identifiers import direct_identifiers

WITHHELD = as_json({"withheld": "the row does not fit the header, and the file holds identifiers"})


def identifier_columns(raw: RawTable, source: Source) -> frozenset[str]:
    """Return the columns to drop: those the mapping names, and those named like an identifier."""
    named = {*source.drop, *source.pseudonymize, *direct_identifiers(raw.cells.columns)}
    return frozenset((named - set(source.keep_identifiers)) & set(raw.cells.columns))


def refuse_bare_identifiers(raw: RawTable, source: Source) -> None:
    """Raise when a direct identifier would be taken in as it stands."""
    risky = identifier_columns(raw, source) - set(source.pseudonymize)
    for table in (*source.tables, *(items.assessment for items in source.items)):
        for held in table.columns:
            if not held.take and risky & set(held.headings):
                raise _bare(raw.label, held, min(risky & set(held.headings)))


def _bare(label: str, held: ColumnMap, heading: str) -> LoadError:
    """Return the error for an identifier mapped without protection."""
    return LoadError(
        f"A direct identifier is mapped to '{held.target}' as it stands",
        code="RE-P17",
        file=label,
        column=heading,
        do="Add the column to pseudonymize = [...], take only its harmless part (take = 'year' or "
        "'zip3'), or, if its name misleads, add it to keep_identifiers = [...].",
    )


def file_rows(raw: RawTable, hidden: frozenset[str]) -> Callable[[int], str]:
    """Return how to write a row set aside while reading: exact, but without identifiers."""
    if not hidden:
        return raw.original

    def without_identifiers(row: int) -> str:
        fields = raw.fields(row)
        if len(fields) != len(raw.names):
            return WITHHELD
        pairs = zip(raw.names, fields, strict=True)
        return as_json({name: cell for name, cell in pairs if name not in hidden})

    return without_identifiers


def kept_rows(raw: RawTable, hidden: frozenset[str]) -> Callable[[int], str]:
    """Return how to write a row that a later rule sets aside.

    The program holds on to this function, so with identifiers it may only hold
    on to the other columns.
    """
    if not hidden:
        return raw.original
    held = raw.cells.drop(columns=sorted(hidden))
    return lambda row: as_json(held.loc[row].to_dict())
