"""Which mark separates the fields: found among comma, semicolon, tab and pipe."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.repair import Repair

DELIMITERS: dict[str, str] = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SAMPLE = 60


def delimiter(text: str, wanted: frozenset[str]) -> tuple[str, tuple[Repair, ...]]:
    """Return the delimiter under which the mapped headings, or else the most even rows, appear."""
    head = list(islice(io.StringIO(text, newline=""), _SAMPLE))
    best = max(DELIMITERS, key=lambda mark: (*_score(head, mark, wanted), mark == ","))
    if best == ",":
        return best, ()
    return best, (Repair(f"delimiter_{DELIMITERS[best]}", 1),)


def _score(head: list[str], mark: str, wanted: frozenset[str]) -> tuple[int, float, int]:
    """Return mapped headings found on one line, share of rows of the usual width, that width."""
    try:
        rows = [row for row in csv.reader(head, delimiter=mark) if any(row)]
    except csv.Error:
        return 0, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    found = max(len(wanted & {normalize(cell) for cell in row}) for row in rows)
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    return found, (count / len(rows) if width > 1 else 0.0), width
