"""A REDCap export, from file or frame to typed frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recoveryeval.loaders.label import file_label
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.mapping.model import Source
from recoveryeval.loaders.raw_bytes import raw_bytes
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.read_source import id_headings, loaded
from recoveryeval.loaders.read_text import read_text
from recoveryeval.loaders.redcap.dictionary import Dictionary, read_dictionary
from recoveryeval.loaders.redcap.frame_table import frame_table
from recoveryeval.loaders.redcap.labels import from_labels
from recoveryeval.loaders.redcap.structure import (
    with_events,
    with_forms,
    without_placeholders,
)
from recoveryeval.loaders.redcap.with_dictionary import item_labels, why_blank, with_dictionary
from recoveryeval.loaders.to_program import Loaded
from recoveryeval.programs.pseudonyms import Key


def redcap_source(
    data: Path | pd.DataFrame,
    dictionary: Path | pd.DataFrame,
    source: Source,
    key: Key | None,
) -> Loaded:
    """Return a REDCap export as the tables that its mapping names."""
    words = read_dictionary(dictionary, f"{source.name} dictionary")
    raw = redcap_table(data, words, source)
    told = with_dictionary(source, words, raw)
    labels = {items.instrument: item_labels(items, words) for items in told.items}
    blanks = {items.instrument: why_blank(items, words) for items in told.items}
    return loaded(raw, told, key, labels=labels, why_blank=blanks)


def redcap_table(data: Path | pd.DataFrame, dictionary: Dictionary, source: Source) -> RawTable:
    """Return the export as raw codes, with its events, waves, arms and opened instruments."""
    if isinstance(data, pd.DataFrame):
        raw = frame_table(data, source.name, source.layout)
    else:
        raw = _from_file(data, dictionary, source)
    raw = without_placeholders(from_labels(raw, dictionary))
    return with_events(with_forms(raw, dictionary), source.waves, source.arms)


def _from_file(path: Path, dictionary: Dictionary, source: Source) -> RawTable:
    """Return the text cells of an export file; labeled headings may occur twice."""
    label = file_label(path, source.name)
    wanted = {f.name for f in dictionary.fields} | {f.label for f in dictionary.fields}
    layout = source.layout
    return read_text(
        raw_bytes(path, label),
        label,
        layout=Layout(
            encoding=layout.encoding,
            delimiter=layout.delimiter,
            header_row=layout.header_row,
            repeated_headings="number",
            duplicates=layout.duplicates,
        ),
        wanted=frozenset(wanted),
        id_columns=id_headings(source),
    )
