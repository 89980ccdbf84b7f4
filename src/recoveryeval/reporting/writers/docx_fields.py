"""The parts of a Word document that python-docx has no call for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recoveryeval.reporting.writers.numbered import Numbered

MARGIN_TWIPS = 60  # twentieths of a point, on either side of a cell


def field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field, with the value it shows until it is next updated."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def caption(paragraph: Any, item: Numbered, text: str) -> None:
    """Write a caption whose number Word itself counts."""
    word = item.label.split()[0]
    paragraph.add_run(f"{word} ")
    field(paragraph, f" SEQ {word} \\* ARABIC ", str(item.number))
    paragraph.add_run(f". {text}")


def describe(shape: Any, alt: str, *, name: str) -> None:
    """Set the alternative text of a picture."""
    properties = shape._inline.docPr
    properties.set("descr", alt)
    properties.set("name", name)


def in_style(paragraph: Any, style_id: str) -> None:
    """Set a paragraph's style by its id; by name each cell would search all styles."""
    paragraph._p.style = style_id


def sized(grid: Any, widths: Sequence[float]) -> None:
    """Set the widths of a table's columns, in inches, in the grid and in each cell."""
    from docx.shared import Inches

    _close_cells(grid)
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Inches(width)
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Inches(width)


def _close_cells(grid: Any) -> None:
    """Leave less room beside the words of a cell than Word does, so that columns fit a page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    room = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(MARGIN_TWIPS))
        edge.set(qn("w:type"), "dxa")
        room.append(edge)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        grid._tbl.tblPr.append(room)
    else:
        look.addprevious(room)


def repeat_header(row: Any) -> None:
    """Let the first row of a table stand again on each page it reaches."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def whole_rows(grid: Any) -> None:
    """Keep each row of a table on one page."""
    from docx.oxml import OxmlElement

    for row in grid.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def describe_table(grid: Any, words: str) -> None:
    """Set the words that a screen reader says before the table."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), words[:250])
    grid._tbl.tblPr.append(title)
