"""The block model: a report is a sequence of headings, texts, tables and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recoveryeval.errors import ReleaseError

Role = Literal["plain", "lead", "point", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a section, level 2 a part of it."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, and the part it plays: plain, lead sentence, point of a list, note, warning."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are already words and numbers as a reader sees them.

    Parameters
    ----------
    caption : str
        What the table shows; the writers number it.
    head : tuple of str
        Column headings.
    rows : tuple of tuple of str
        Cells; the first of each row names the row.
    notes : tuple of str
        Footnotes.
    numeric : tuple of bool
        Which columns are set flush right; none when empty.
    levels : tuple of int
        Indentation of each row's name; 0 for all when empty.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    levels: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Hold the shape, so that no cell can slip under a wrong heading."""
        ragged = any(len(row) != len(self.head) for row in self.rows)
        if ragged or not self.caption.strip():
            raise ReleaseError(
                "A table of a report needs a caption and one cell under each heading",
                code="RE-R10",
                do="Give a caption and rows as long as the head.",
            )


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, with the words that stand for it where it cannot be seen."""

    png: bytes
    alt: str
    caption: str

    def __post_init__(self) -> None:
        """Refuse a picture that some readers could not read."""
        if not self.alt.strip() or not self.caption.strip():
            raise ReleaseError(
                "A figure of a report needs an alternative text and a caption",
                code="RE-R11",
                do="Set it with set_alt on the axes, or give alt=.",
            )


Block = Heading | Text | Table | Figure
