"""Text to records: fields, and the exact text and line each record came from."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from recoveryeval.errors import LoadError


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a text: ``fields[i]`` was read from ``lines[spans[i]:spans[i + 1]]``.

    A record whose quotation marks make no sense on its one line is None in ``fields``.
    """

    fields: list[list[str] | None]
    spans: list[int]
    lines: list[str]

    def text(self, record: int) -> str:
        """Return the exact text of one record, line ending included."""
        return "".join(self.lines[self.spans[record] : self.spans[record + 1]])


def records(text: str, delimiter: str, label: str) -> Records:
    """Return the records of the text; a quotation mark that never closes is refused."""
    lines = list(io.StringIO(text, newline=""))
    try:
        whole = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        whole = []
    if len(whole) == len(lines):  # no record runs over a line: the common case, and the fast one
        return Records(list(whole), list(range(len(lines) + 1)), lines)
    return _careful(lines, delimiter, label)


def _careful(lines: list[str], delimiter: str, label: str) -> Records:
    """Return the records one by one, with the lines that each came from."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    fields: list[list[str] | None] = []
    spans = [0]
    while True:
        try:
            fields.append(next(reader))
        except StopIteration:
            return Records(fields, spans, lines)
        except csv.Error:
            if reader.line_num - spans[-1] > 1 or _open_quote(lines[spans[-1]], delimiter):
                raise _unclosed(spans[-1], label) from None
            fields.append(None)
        spans.append(reader.line_num)


def _open_quote(line: str, delimiter: str) -> bool:
    """Say whether a line leaves a quoted field open at its end."""
    inside, start, closed = False, True, -2
    for position, mark in enumerate(line):
        if mark == '"' and (inside or start or position == closed + 1):
            inside = not inside
            closed = closed if inside else position
        start = mark == delimiter
    return inside


def _unclosed(first: int, label: str) -> LoadError:
    """Return the error, with the line of the file on which the quotation mark opens."""
    return LoadError(
        f"A quotation mark opens on line {first + 1} of the file and does not close where a field "
        "ends",
        code="RE-F18",
        file=label,
        rows=1,
        do="Correct that line in a text editor, or export again with text fields quoted.",
    )
