"""One sheet of a workbook as Python values, with how each cell was stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recoveryeval.errors import LoadError, nearest
from recoveryeval.loaders.sheet_cells import Row, sheet_cells
from recoveryeval.loaders.workbook_guard import damaged
from recoveryeval.loaders.workbook_parts import Parts, SheetPart, part_bytes, workbook_parts

LONG = 30_000_000
_ENDS = re.compile(rb"(?:</(?:\w+:)?\w+|/)>\s*$")
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Values and storage kinds by row (short rows end where their data end)."""

    values: list[list[Any]]
    kinds: list[list[str]]
    uncached: tuple[tuple[int, int], ...]
    epoch_1904: bool


def read_sheet(data: bytes, label: str, sheet: str | None) -> Sheet:
    """Return the cells of one sheet; formulas count only where no value was stored for them."""
    parts = workbook_parts(data, label)
    part = _chosen(data, parts, sheet, label)
    xml = part_bytes(data, part.part, label)
    from tqdm import tqdm

    with tqdm(total=len(xml), desc=f"Reading {label}", unit="B", disable=len(xml) < LONG) as bar:
        held = sheet_cells(xml, parts, label, bar.update)
    empty: Row = ([], [])
    rows = [held.rows.get(at, empty) for at in range(max(held.rows, default=-1) + 1)]
    return Sheet(
        [values for values, _ in rows],
        [kinds for _, kinds in rows],
        tuple(held.uncached),
        parts.epoch_1904,
    )


def _chosen(data: bytes, parts: Parts, sheet: str | None, label: str) -> SheetPart:
    """Return the sheet asked for, or the only visible one that holds anything."""
    names = [part.name for part in parts.sheets]
    if sheet is not None:
        if sheet not in names:
            raise LoadError(
                f"The workbook has no sheet named '{sheet}' among its {len(names)}",
                code="RE-F29",
                file=label,
                do="Name a sheet of the workbook." + nearest(sheet, names),
            )
        return parts.sheets[names.index(sheet)]
    shown = [part for part in parts.sheets if part.shown]
    used = [part for part in shown if _HOLDS.search(part_bytes(data, part.part, label))]
    if len(used) > 1:
        raise LoadError(
            f"The workbook has {len(used)} sheets with data",
            code="RE-F29",
            file=label,
            do="Say which one is meant with sheet = '...'.",
        )
    if not used:
        raise _empty(data, shown, label)
    return used[0]


def _empty(data: bytes, shown: Sequence[SheetPart], label: str) -> LoadError:
    """Return the error for a workbook without data: its sheets are empty, or cut short."""
    if any(not _ENDS.search(part_bytes(data, part.part, label)[-200:]) for part in shown):
        return damaged(label)
    return LoadError(
        "No sheet of the workbook holds any data",
        code="RE-F01",
        file=label,
        rows=0,
        do="Export it again and check that the export finished.",
    )
