"""How wide each column of a printed table must be for its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoveryeval.reporting.blocks import Table

_LETTER, _PADDING = 0.08, 0.1  # inches, at the size of a table's text
_WIDEST = 80  # letters; longer cells are broken into lines
_LONGEST = 18  # letters; a longer word, such as a function with its options, may be broken
_SHORTEST = 4  # letters
_WHOLE = 16  # letters; a number with its limits, such as '16 (0.1 to 31)', is not broken
_WORD = re.compile(r"[^\s-]+-?")


def column_widths(table: Table, width: float) -> list[float]:
    """Return widths in inches: no word is broken, and longer cells share what is left."""
    least, needs = [], []
    for head, *cells in zip(table.head, *table.rows, strict=True):
        words = [len(piece) for cell in cells for piece in _pieces(cell)]
        words += [len(word) + 1 for word in head.split()]  # headings are bold, hence wider
        longest = min(max([*words, _SHORTEST]), _LONGEST)
        least.append(_inches(longest))
        needs.append(_inches(min(max([*map(len, cells), longest]), _WIDEST)))
    spare = sum(needs) - sum(least)
    if sum(needs) <= width or sum(least) >= width or not spare:
        measure = least if sum(least) >= width else needs
        return [need * width / sum(measure) for need in measure]
    share = (width - sum(least)) / spare
    return [low + (need - low) * share for low, need in zip(least, needs, strict=True)]


def _inches(letters: int) -> float:
    """Return the width of so many letters."""
    return _PADDING + _LETTER * letters


def _pieces(cell: str) -> Sequence[str]:
    """Return the parts of a cell that stay on one line."""
    return (cell,) if len(cell) <= _WHOLE and any(map(str.isdigit, cell)) else _WORD.findall(cell)
