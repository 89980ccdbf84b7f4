"""Every row as wide as the header: rows that are not are set aside, never shifted."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.header import filled
from recoveryeval.loaders.raw_table import refuse_no_rows, set_aside
from recoveryeval.loaders.repair import Repair

Shaped = tuple[dict[int, list[str]], pd.DataFrame, int, tuple[Repair, ...]]


def shape(
    rows: Sequence[list[str] | None], width: int, headings: Sequence[str], label: str
) -> Shaped:
    """Return rows of the right width by number, those set aside, blank rows, and repairs."""
    kept: dict[int, list[str]] = {}
    aside: dict[str, list[int]] = {"bad_quote": [], "extra_field": [], "too_few_fields": []}
    blank = trimmed = 0
    first = next((at for at, row in enumerate(rows) if filled(row)), None)
    for number, row in enumerate(rows):
        if row is None:
            aside["bad_quote"].append(number)
        elif not "".join(row).strip():
            blank += 1
        elif len(row) == width:
            kept[number] = row
        elif len(row) < width:
            aside["too_few_fields"].append(number)
        elif not any(cell.strip() for cell in row[width:]):
            kept[number] = row[:width]
            trimmed += 1
        else:
            _refuse_first(number == first, label)
            aside["extra_field"].append(number)
    aside["repeated_header"] = [n for n, row in kept.items() if row == list(headings)]
    for number in aside["repeated_header"]:
        del kept[number]
    _refuse_nothing_left(kept, aside, label)
    parts = [set_aside(numbers, reason) for reason, numbers in aside.items() if numbers]
    gone = pd.concat(parts, ignore_index=True) if parts else set_aside([], "")
    repairs = (Repair("trailing_delimiter_trimmed", trimmed),) if trimmed else ()
    return kept, gone, blank, repairs


def _refuse_first(first: bool, label: str) -> None:
    """Raise when the very first data row is too wide, since every column may then be shifted."""
    if first:
        raise LoadError(
            "The first data row has more fields than the header, so columns may be shifted",
            code="RE-F15",
            file=label,
            rows=1,
            do="Compare row 1 with the header: a column name is missing, or a text field holds the "
            "delimiter without quotation marks.",
        )


def _refuse_nothing_left(
    kept: dict[int, list[str]], aside: dict[str, list[int]], label: str
) -> None:
    """Raise when no row can be used, and say why."""
    if kept:
        return
    lost = sum(map(len, aside.values()))
    if not lost:
        raise refuse_no_rows(label)
    raise LoadError(
        "No data row has as many fields as the header",
        code="RE-F16",
        file=label,
        rows=lost,
        do="Check the delimiter of the export, or set header_row to the row of the column names.",
    )
