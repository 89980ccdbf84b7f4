"""Blocks as a Word document: real styles, captions, header rows, alternative texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from recoveryeval.reporting.blocks import Block, Figure, Heading, Table, Text
from recoveryeval.reporting.writers.clean import clean
from recoveryeval.reporting.writers.column_widths import column_widths
from recoveryeval.reporting.writers.docx_fields import (
    caption,
    describe,
    describe_table,
    in_style,
    repeat_header,
    sized,
    whole_rows,
)
from recoveryeval.reporting.writers.docx_frame import WIDTH_INCHES, new_document
from recoveryeval.reporting.writers.numbered import Numbered, numbered
from recoveryeval.reporting.writers.steady import steady

_STYLES = {
    "plain": "Normal",
    "lead": "Lead",
    "point": "List Bullet",
    "note": "Note",
    "warning": "Warning",
}
ROWS_WITH_NOTES = 2  # rows that go to the next page with the notes, which are never alone there


def docx_bytes(blocks: Sequence[Block], *, title: str, subtitle: str = "") -> bytes:
    """Return the whole document; the same blocks give the same bytes."""
    document = new_document(clean(title))
    document.add_paragraph(clean(title), style="Title")
    if subtitle:
        document.add_paragraph(clean(subtitle), style="Subtitle")
    items = list(numbered(blocks))
    for item, after in zip(items, [*items[1:], None], strict=True):
        _add(document, item)
        if after and isinstance(after.block, Text) and after.block.role == "note":
            _keep_with_next(document.paragraphs[-1])
    stream = io.BytesIO()
    document.save(stream)
    return steady(stream.getvalue())


def _add(document: Any, item: Numbered) -> None:
    """Add one block."""
    block = item.block
    if isinstance(block, Heading):
        document.add_heading(clean(block.text), level=block.level)
    elif isinstance(block, Text):
        document.add_paragraph(clean(block.text), style=_STYLES[block.role])
    elif isinstance(block, Table):
        _add_table(document, block, item)
    else:
        _add_figure(document, block, item)


def _add_table(document: Any, table: Table, item: Numbered) -> None:
    """Add caption, table and footnotes."""
    above = document.add_paragraph(style="Caption")
    caption(above, item, clean(table.caption))
    above.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
    grid.style = "Report Table"
    grid.autofit = True
    sized(grid, column_widths(table, WIDTH_INCHES))
    levels = [*table.levels, *[0] * len(table.rows)]
    _fill_row(grid.rows[0], table.head, table.numeric, head=True)
    for position, row in enumerate(table.rows):
        _fill_row(grid.rows[position + 1], row, table.numeric, level=levels[position])
    repeat_header(grid.rows[0])
    whole_rows(grid)
    describe_table(grid, clean(table.caption))
    for row in grid.rows[-ROWS_WITH_NOTES:]:
        _keep_with_next(*(cell.paragraphs[0] for cell in row.cells))
    notes = [document.add_paragraph(clean(note), style="Note") for note in table.notes or ("",)]
    _keep_with_next(*notes[:-1])


def _keep_with_next(*paragraphs: Any) -> None:
    """Let no page end after these paragraphs."""
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _fill_row(
    row: Any, cells: Sequence[str], numeric: Sequence[bool], *, level: int = 0, head: bool = False
) -> None:
    """Fill one row of a table."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    right = [*numeric, *[False] * len(cells)]
    for position, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        in_style(paragraph, "TableText")
        paragraph.add_run(clean(text)).bold = True if head else None
        paragraph.paragraph_format.keep_with_next = head or None
        if right[position]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif position == 0 and level:
            paragraph.paragraph_format.left_indent = Pt(12 * level)


def _add_figure(document: Any, figure: Figure, item: Numbered) -> None:
    """Add a picture with its alternative text, and its caption below."""
    from docx.shared import Inches

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(figure.png), width=Inches(WIDTH_INCHES))
    describe(shape, clean(figure.alt), name=item.label)
    caption(document.add_paragraph(style="Caption"), item, clean(figure.caption))
