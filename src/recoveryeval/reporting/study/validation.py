"""What a program's exports hold, as lines of counts for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recoveryeval.reporting.blocks import Block, Table, Text
from recoveryeval.reporting.sections.quality import quality

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program


def errors_in(program: Program) -> int:
    """Return the number of findings that are errors."""
    return int((program.checks()["severity"] == "error").sum())


def lines(program: Program) -> Iterator[str]:
    """Yield the data-quality appendix of the report as plain text."""
    for block in quality(program):
        yield from _plain(block)
    checks = program.checks()["severity"]
    told = (f"{int((checks == kind).sum())} {kind}s" for kind in ("error", "warning"))
    yield f"{' and '.join(told)} among the findings."


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
