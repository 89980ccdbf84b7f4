"""A delimited text file as a RawTable: every step that a messy export needs, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.clean_rows import clean_rows
from recoveryeval.loaders.decode import decode
from recoveryeval.loaders.dialect import delimiter
from recoveryeval.loaders.file_kind import file_kind, refuse_kind
from recoveryeval.loaders.header import Header, find_header
from recoveryeval.loaders.headings import normalize, normalized, numbered, refuse_repeated
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.raw_table import RawTable, as_json
from recoveryeval.loaders.records import Records, records
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.shape import shape

# Blanks and delimiters: a sheet without entries, saved as text, holds nothing else.
_NOTHING = ' \t\r\n\f\v\ufeff\xa0,;|"'


def read_text(
    data: bytes,
    label: str,
    *,
    layout: Layout | None = None,
    wanted: frozenset[str] = frozenset(),
    id_columns: Collection[str] = (),
) -> RawTable:
    """Return a CSV file as text cells with every repair counted."""
    told = layout or Layout()
    kind = file_kind(data)
    if kind != "text":
        raise refuse_kind(kind, "a CSV text file", label)
    text, repairs = decode(data, label, told.encoding)
    if not text.strip(_NOTHING):
        raise LoadError(
            "The file holds only blank lines",
            code="RE-F03",
            file=label,
            rows=0,
            do="Export it again and check that the export finished.",
        )
    mark, sniffed = (told.delimiter, ()) if told.delimiter else delimiter(text, wanted)
    read = records(text, mark, label)
    header = find_header(
        read.fields, wanted, label, header_row=told.header_row, header_rows=told.header_rows
    )
    table = _table(read, header, label, told)
    table = replace(table, delimiter=mark, repairs=(*repairs, *sniffed, *table.repairs))
    return clean_rows(table, told, id_columns, text=text)


def _table(read: Records, header: Header, label: str, told: Layout) -> RawTable:
    """Return the records below the header as a table; rows of another width are set aside."""
    start = header.data_from + told.skip_after_header
    if told.skip_after_header == 0 and _import_ids(read.fields[start + 1 : start + 2]):
        start += 2  # Qualtrics repeats its questions and an import id below the header
    rows = read.fields[start:]
    kept, aside, blank, repairs = shape(rows, len(header.headings), header.headings, label)
    names, cleaned = normalized(header.headings)
    extra = start - header.data_from
    skipped = (Repair("rows_below_header_skipped", extra),) if extra else ()
    frame, dropped = named_frame(kept, names, label, header.trusted, told)
    return RawTable(
        label=label,
        cells=frame,
        original=lambda row: as_json(read.text(start + row)),
        fields=lambda row: read.fields[start + row] or [],
        names=tuple(numbered(names)),
        rows_read=len(rows),
        trusted=header.trusted,
        blank=blank,
        aside=aside,
        repairs=(*header.repairs, *cleaned, *skipped, *repairs, *dropped),
    )


def _import_ids(rows: Sequence[Sequence[str] | None]) -> bool:
    """Say whether a row holds the import ids that Qualtrics writes below its questions."""
    return bool(rows) and any('"ImportId"' in cell for cell in rows[0] or ())


def named_frame(
    kept: dict[int, list[str]], names: list[str], label: str, trusted: bool, told: Layout
) -> tuple[pd.DataFrame, tuple[Repair, ...]]:
    """Return the cells under their headings; a blank column without a heading is dropped."""
    if told.repeated_headings == "number":
        names = numbered(names)
    refuse_repeated(names, label, trusted=trusted)
    block = np.array(list(kept.values()), dtype=object).reshape(len(kept), len(names))
    blank = [at for at, name in enumerate(names) if not normalize(name)]
    for at in blank:
        _refuse_unnamed(at, sum(bool(cell.strip()) for cell in block[:, at]), label)
    named = [at for at in range(len(names)) if at not in set(blank)]
    frame = pd.DataFrame(
        block[:, named],
        index=pd.Index(list(kept), dtype="int64"),
        columns=pd.Index([names[at] for at in named], dtype=object),
    )
    return frame, ((Repair("blank_column_dropped", len(blank)),) if blank else ())


def _refuse_unnamed(at: int, used: int, label: str) -> None:
    """Raise when a column without a heading holds data."""
    if used:
        raise LoadError(
            f"Column {at + 1} holds data but has no heading",
            code="RE-F21",
            file=label,
            column=f"number {at + 1}",
            rows=used,
            do="Give the column a name in the first row, or delete it.",
        )
