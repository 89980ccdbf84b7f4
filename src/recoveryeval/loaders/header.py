"""Where the header stands: title lines above it, two header rows, or no header at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recoveryeval.errors import LoadError
from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.repair import Repair

Row = Sequence[str] | None
_LOOK = 30
_NUMERIC = re.compile(r"[\d\s.,:/$%()+-]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The raw headings, the record at which data begin, and whether the mapping knows them."""

    headings: tuple[str, ...]
    data_from: int
    trusted: bool
    repairs: tuple[Repair, ...]


def filled(row: Row) -> int:
    """Return how many cells of a row hold anything."""
    return sum(bool(cell.strip()) for cell in row or ())


def find_header(
    rows: Sequence[Row],
    wanted: frozenset[str],
    label: str,
    *,
    header_row: int | None = None,
    header_rows: int | None = None,
) -> Header:
    """Return the header; it is found by the mapped names, else by its shape."""
    start = next((at for at, row in enumerate(rows) if filled(row)), None)
    if start is None:
        raise LoadError(
            "The file holds only blank lines",
            code="RE-F03",
            file=label,
            rows=0,
            do="Export it again and check that the export finished.",
        )
    deep = header_rows or 1
    at = header_row - 1 if header_row else _search(rows, wanted, start, deep)
    headings = _joined(rows[at : at + deep], label)
    trusted = bool(wanted & {normalize(name) for name in headings})
    above = [row for row in rows[start:at] if filled(row)]
    if header_row is None:
        _refuse_second_header(rows, at, above, deep, label, trusted=trusted)
    repairs = (Repair("title_lines_skipped", len(above)),) if above else ()
    return Header(headings, at + deep, trusted, repairs)


def _search(rows: Sequence[Row], wanted: frozenset[str], start: int, deep: int) -> int:
    """Return the record that names the most mapped columns, else the first of the usual width."""
    look = range(start, min(len(rows), start + _LOOK))
    hits = {at: _hits(rows[at : at + deep], wanted) for at in look}
    best = max(hits, key=lambda at: hits[at])
    if hits[best]:
        return best
    width = Counter(len(row) for row in rows[start : start + 200] if row).most_common(1)[0][0]
    return next((at for at in look if len(rows[at] or ()) == width and _headlike(rows[at])), start)


def _hits(rows: Sequence[Row], wanted: frozenset[str]) -> int:
    """Return how many mapped columns the rows would name as a header."""
    if any(row is None for row in rows):
        return 0
    return len(wanted & {normalize(name) for name in _joined(rows, "")})


def _headlike(row: Row) -> bool:
    """Say whether a row could be a header: more than one heading, or a single column."""
    return row is not None and (filled(row) > 1 or len(row) == 1)


def _joined(rows: Sequence[Row], label: str) -> tuple[str, ...]:
    """Return one heading per column; of two rows, the lower one, with the upper where needed."""
    if not rows or any(row is None for row in rows):
        raise LoadError(
            "The header row cannot be read",
            code="RE-F24",
            file=label,
            do="Set header_row to the number of the row that holds the column names.",
        )
    lower = list(rows[-1] or ())
    if len(rows) == 1:
        return tuple(lower)
    upper = list(rows[0] or ())
    upper += [""] * (len(lower) - len(upper))
    for position in range(1, len(upper)):  # a merged cell is written once and holds for the rest
        upper[position] = upper[position].strip() or upper[position - 1]
    seen = Counter(normalize(name) for name in lower)
    return tuple(
        name if name.strip() and seen[normalize(name)] == 1 else f"{above} {name}".strip()
        for name, above in zip(lower, upper, strict=False)
    )


def _refuse_second_header(
    rows: Sequence[Row], at: int, above: Sequence[Row], deep: int, label: str, *, trusted: bool
) -> None:
    """Raise when a row beside the header looks like a second header row."""
    doubtful = any(not _title(row, len(rows[at] or ())) for row in above)
    below = rows[at + 1] if at + 1 < len(rows) else None
    merged = not trusted and _merged(rows[at], below)
    if deep == 1 and (doubtful or merged):
        raise LoadError(
            "This looks like 2 header rows, or like report lines above the header",
            code="RE-F23",
            file=label,
            rows=2,
            do="Set header_rows = 2 for this source, or header_row to the number of the one row "
            "that holds the column names.",
        )


def _title(row: Row, width: int) -> bool:
    """Say whether a row above the header is a title or a 'name: value' line."""
    if filled(row) <= 1:
        return True
    return filled(row) == 2 and width > 3 and (row or ("",))[0].strip().endswith(":")


def _merged(row: Row, below: Row) -> bool:
    """Say whether a header with gaps stands above a full row of distinct words."""
    if row is None or below is None or len(row) != len(below) or len(row) < 3:
        return False
    gaps = filled(row) < len(row) or len(set(row)) < len(row)
    words = [cell.strip() for cell in below]
    return (
        gaps
        and all(word and not _NUMERIC.fullmatch(word) for word in words)
        and len(set(words)) == len(words)
    )
