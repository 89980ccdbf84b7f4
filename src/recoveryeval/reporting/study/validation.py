"""What a program's exports hold, as lines of counts for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recoveryeval.reporting.blocks import Block, Table, Text
from recoveryeval.reporting.sections.quality import quality

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

_REPEATED = "duplicate_row"


def sound(program: Program) -> bool:
    """Whether nothing but repeated rows was set aside, and no check found an error."""
    return not (_errors(program) or _aside(program))


def lines(program: Program) -> Iterator[str]:
    """Yield the data-quality appendix of the report as plain text, and a line that sums up."""
    for block in quality(program):
        yield from _plain(block)
    yield f"\n{_errors(program)} errors found; {_aside(program)} rows or cells set aside."


def _errors(program: Program) -> int:
    """Return the number of findings that are errors."""
    return int((program.checks()["severity"] == "error").sum())


def _aside(program: Program) -> int:
    """Return the number of rows and cells set aside, repeated rows not counted."""
    return int((program.quarantine["reason"] != _REPEATED).sum())


def _plain(block: Block) -> Iterator[str]:
    """Yield one block as text."""
    if isinstance(block, Text):
        yield from ("", block.text)
    elif isinstance(block, Table):
        yield from ("", block.caption, *_columns(block))


def _columns(table: Table) -> Iterator[str]:
    """Yield a table's lines: numbers first and flush right, then the words."""
    lines = [table.head, *table.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = list(zip(line, widths, table.numeric, strict=True))
        numbers = [cell.rjust(width) for cell, width, numeric in cells if numeric]
        words = " | ".join(cell for cell, _, numeric in cells if not numeric)
        yield "  " + "  ".join([*numbers, words])
