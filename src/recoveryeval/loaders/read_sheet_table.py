"""A sheet of a workbook as a RawTable, through the same steps as a text file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.cell_text import cell_json, cell_text
from recoveryeval.loaders.clean_rows import clean_rows
from recoveryeval.loaders.file_kind import file_kind, refuse_kind
from recoveryeval.loaders.header import find_header
from recoveryeval.loaders.headings import normalized, numbered
from recoveryeval.loaders.id_storage import refuse_mixed_ids
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.raw_table import RawTable, as_json
from recoveryeval.loaders.read_text import named_frame
from recoveryeval.loaders.shape import shape
from recoveryeval.loaders.words import plural
from recoveryeval.loaders.workbook import Sheet, read_sheet


def read_sheet_table(
    data: bytes,
    label: str,
    *,
    layout: Layout | None = None,
    wanted: frozenset[str] = frozenset(),
    id_columns: Collection[str] = (),
) -> RawTable:
    """Return one sheet as text cells with every repair counted."""
    told = layout or Layout()
    kind = file_kind(data)
    if kind != "xlsx":
        raise refuse_kind(kind, "an Excel workbook (.xlsx)", label)
    sheet = read_sheet(data, label, told.sheet)
    _refuse_uncached(sheet, label)
    table = _without_stray(_table(sheet, label, told, wanted), wanted)
    refuse_mixed_ids(table, id_columns)
    return clean_rows(table, told, id_columns)


def _table(sheet: Sheet, label: str, told: Layout, wanted: frozenset[str]) -> RawTable:
    """Return the rows below the header as a table of text and one of storage kinds."""
    texts = [_trimmed([cell_text(value) for value in row]) for row in sheet.values]
    while texts and not texts[-1]:
        texts.pop()
    header = find_header(
        texts, wanted, label, header_row=told.header_row, header_rows=told.header_rows
    )
    start = header.data_from + told.skip_after_header
    headings = _trimmed(list(header.headings))
    width = len(headings)
    rows = [[*row, *[""] * (width - len(row))] if row else row for row in texts[start:]]
    kept, aside, blank, repairs = shape(rows, width, headings, label)
    names, cleaned = normalized(headings)
    frame, dropped = named_frame(kept, names, label, header.trusted, told)
    stored = {n: _padded(sheet.kinds[start + n], width) for n in kept}
    kinds, _ = named_frame(stored, names, label, header.trusted, told)
    return RawTable(
        label=label,
        cells=frame,
        original=lambda row: as_json([cell_json(v) for v in sheet.values[start + row]]),
        fields=lambda row: rows[row],
        names=tuple(numbered(names)),
        epoch_1904=sheet.epoch_1904,
        rows_read=len(rows),
        trusted=header.trusted,
        blank=blank,
        aside=aside,
        repairs=(*header.repairs, *cleaned, *repairs, *dropped),
        kinds=kinds,
    )


def _trimmed(row: list[str]) -> list[str]:
    """Return a row without the blank cells at its end."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _padded(row: Sequence[str], width: int) -> list[str]:
    """Return a row of kinds, exactly as wide as the header."""
    return [*row[:width], *[""] * (width - len(row))]


def _without_stray(table: RawTable, wanted: frozenset[str]) -> RawTable:
    """Return the table without rows after the last one that holds data in a mapped column."""
    used = [column for column in table.cells.columns if column in wanted]
    if not used:
        return table
    filled = pd.Series(False, index=table.cells.index)
    for column in used:
        filled |= table.cells[column].str.strip() != ""
    last = filled[filled].index.max() if filled.any() else -1
    stray = table.cells.index[table.cells.index > last]
    table = table.without(stray, "stray_cell")
    return (
        table if table.kinds is None else replace(table, kinds=table.kinds.loc[table.cells.index])
    )


def _refuse_uncached(sheet: Sheet, label: str) -> None:
    """Raise when formulas stand without a value, since nobody can know what they would give."""
    if sheet.uncached:
        columns = len({column for _, column in sheet.uncached})
        raise LoadError(
            f"{plural(len(sheet.uncached), 'cell')} in {plural(columns, 'column')} hold a formula "
            "but no value",
            code="RE-F27",
            file=label,
            column=f"number {sheet.uncached[0][1] + 1}",
            rows=len({row for row, _ in sheet.uncached}),
            do="Open the workbook in Excel and save it again, or paste the columns as values.",
        )
