"""A first mapping for a person's own files: guessed from column names, meant to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.file_kind import file_kind
from recoveryeval.loaders.label import file_label
from recoveryeval.loaders.propose.guess import Guess, guess, people_once
from recoveryeval.loaders.propose.guess_forms import guess_forms
from recoveryeval.loaders.propose.source_text import source_text
from recoveryeval.loaders.raw_bytes import raw_bytes
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.read_sheet_table import read_sheet_table
from recoveryeval.loaders.read_text import read_text
from recoveryeval.loaders.redcap.dictionary import read_dictionary
from recoveryeval.loaders.values.date_shapes import written

_HEAD = """\
# A mapping proposed from column names alone. Nothing in it was checked: read every line.
# Text in quotation marks on the right is a column of your file; the name on the left is a column
# of the schema. No value of your data stands in this file.
version = 1
name = "program"
# The day the exports were made. Without it nobody's end of observation is known.
# extract_date = 2026-06-30
"""
_NAMES = {"contact": "contacts", "episode": "episodes", "event": "events", "assessment": "surveys"}
_DICTIONARY = ("Variable / Field Name", "field_name")


@dataclass(frozen=True, slots=True)
class ProposedSource:
    """One source of a proposed mapping, and how its file is to be read."""

    name: str
    reader: str
    path: Path
    dictionary: Path | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a mapping.toml, and the sources it names."""

    text: str
    sources: tuple[ProposedSource, ...]


def propose_mapping(paths: Sequence[Path]) -> Proposal:
    """Return a mapping that fits the columns of the files; no cell value is written into it.

    A REDCap data dictionary among the files belongs to the REDCap export.
    """
    tables = {path: _table(path) for path in paths}
    words = next((p for p, raw in tables.items() if _is_dictionary(raw.cells)), None)
    guesses: dict[Path, Guess] = {}
    for path, raw in tables.items():
        if path != words:
            _refuse_data_as_header(raw)
            guesses[path] = _guessed(raw, words)
    parts = [_HEAD]
    sources: list[ProposedSource] = []
    for path, found in people_once(guesses).items():
        raw = tables[path]
        redcap = words is not None and _is_redcap(raw.cells)
        name = _name(found, redcap, [s.name for s in sources])
        reader = "redcap" if redcap else "csv" if raw.kinds is None else "excel"
        sources.append(ProposedSource(name, reader, path, words if redcap else None))
        parts.append(source_text(name, raw.cells, found, redcap=redcap))
    return Proposal("\n".join(parts), tuple(sources))


def _guessed(raw: RawTable, words: Path | None) -> Guess:
    """Return what one file seems to feed."""
    if words is not None and _is_redcap(raw.cells):
        return guess_forms(raw.cells, read_dictionary(words, raw.label))
    return guess([str(column) for column in raw.cells.columns])


def _table(path: Path) -> RawTable:
    """Return the text cells of a file of either kind."""
    label = file_label(path)
    data = raw_bytes(path, label)
    read = read_sheet_table if file_kind(data) == "xlsx" else read_text
    return read(data, label)


def _is_dictionary(cells: pd.DataFrame) -> bool:
    """Say whether a table is a REDCap data dictionary."""
    return any(name in cells.columns for name in _DICTIONARY)


def _is_redcap(cells: pd.DataFrame) -> bool:
    """Say whether a table is a REDCap export: it has events or the status of instruments."""
    names = [str(column) for column in cells.columns]
    return any(n.startswith("redcap_") or n.endswith("_complete") for n in names)


def _refuse_data_as_header(raw: RawTable) -> None:
    """Raise when the first row holds numbers or dates, and so is no header."""
    odd = [str(c) for c in raw.cells.columns]
    data = [c for c in odd if written(c) is not None or c.replace(".", "").isdigit()]
    if data:
        raise LoadError(
            f"{len(data)} of {len(odd)} column names are numbers or dates, so the first row "
            "probably holds data",
            code="RE-F22",
            file=raw.label,
            do="Put the column names in the first row of the file.",
        )


def _name(found: Guess, redcap: bool, taken: Sequence[str]) -> str:
    """Return a name for a source that says what it holds; never the name of the file."""
    main = found.blocks[0].table if found.blocks else ""
    base = "redcap" if redcap else _NAMES.get(main, "people" if main else "source")
    number = sum(name.startswith(base) for name in taken) + 1
    return base if number == 1 else f"{base}_{number}"
