"""The columns that a mapping names must be in the export, spelled the same."""

from __future__ import annotations

from collections.abc import Collection

from recoveryeval.errors import LoadError, nearest
from recoveryeval.loaders.mapping.model import Source
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.words import plural


def refuse_absent(raw: RawTable, source: Source) -> None:
    """Raise when mapped columns are absent; headings are only quoted if they surely are some."""
    held = [str(column) for column in raw.cells.columns]
    absent = sorted(source.headings - set(held))
    if absent and len(absent) == len(source.headings):
        raise LoadError(
            "None of the mapped columns is in the file; perhaps its first row holds data, or it "
            "is another export",
            code="RE-F22",
            file=raw.label,
            column=absent[0],
            do="Check that the first row holds the column names and that the mapping belongs to "
            "this export.",
        )
    if absent:
        raise absent_error(raw.label, absent, held)


def absent_error(label: str, absent: list[str], held: Collection[str]) -> LoadError:
    """Return the error for columns that an otherwise fitting export lacks."""
    others = f", among {plural(len(absent), 'column')} that are missing" if len(absent) > 1 else ""
    return LoadError(
        f"The file has no column of that name{others}",
        code="RE-F22",
        file=label,
        column=absent[0],
        do="Correct the name in the mapping." + nearest(absent[0], held),
    )
