"""One export file, from its path to typed frames."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from recoveryeval.loaders.headings_found import refuse_absent
from recoveryeval.loaders.identifiers import refuse_bare_identifiers
from recoveryeval.loaders.label import file_label
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.mapping.model import Source
from recoveryeval.loaders.raw_bytes import raw_bytes
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.reading import Reading, column_type, day_order, known_field
from recoveryeval.loaders.rows_wanted import unmet_conditions
from recoveryeval.loaders.source_frames import ByInstrument, source_frames
from recoveryeval.loaders.to_program import Loaded
from recoveryeval.programs.pseudonyms import Key, load_key


class Reader(Protocol):
    """A function that turns bytes into a table of text."""

    def __call__(
        self,
        data: bytes,
        label: str,
        *,
        layout: Layout | None = None,
        wanted: frozenset[str] = ...,
        id_columns: Collection[str] = ...,
    ) -> RawTable:
        """Return the text cells of a file."""


def read_source(
    path: str | os.PathLike[str], source: Source, key: Key | None, *, read: Reader
) -> Loaded:
    """Return one CSV file or workbook as the tables that its mapping names."""
    label = file_label(path, source.name)
    data = raw_bytes(path, label)
    raw = read(
        data, label, layout=source.layout, wanted=source.headings, id_columns=id_headings(source)
    )
    return loaded(raw, source, key)


def loaded(
    raw: RawTable,
    source: Source,
    key: Key | None,
    *,
    labels: ByInstrument | None = None,
    why_blank: ByInstrument | None = None,
) -> Loaded:
    """Return the tables that a source's text cells hold."""
    refuse_absent(raw, source)
    refuse_bare_identifiers(raw, source)
    raw = replace(raw, warned=(*raw.warned, *unmet_conditions(raw, source)))
    reading = Reading(raw, source, day_order(raw, source), key)
    frames = source_frames(reading, labels=labels or {}, why_blank=why_blank or {})
    return Loaded(raw, source, frames)


def id_headings(source: Source) -> tuple[str, ...]:
    """Return the columns of the export that hold ids of people, episodes and other things."""
    tables = (*source.tables, *(items.assessment for items in source.items))
    return tuple(
        dict.fromkeys(
            heading
            for table in tables
            for held in table.columns
            if column_type(held, known_field(table.table, held)) == "id"
            for heading in held.headings
        )
    )


def source_key(
    source: Source, key_file: str | os.PathLike[str] | None, project: Path
) -> Key | None:
    """Return the key for pseudonyms if the source asks for any."""
    if not source.pseudonymize:
        return None
    return load_key(None if key_file is None else Path(key_file), project=project)
