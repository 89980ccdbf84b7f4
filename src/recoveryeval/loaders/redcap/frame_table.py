"""A frame already in memory, such as PyCap returns, as the same text table a file would give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.loaders.cell_text import cell_json, cell_text
from recoveryeval.loaders.clean_rows import clean_rows
from recoveryeval.loaders.headings import normalized, refuse_repeated
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.raw_table import RawTable, Warned, as_json, refuse_no_rows

_NUMBERED_IDS = (
    "Ids are held as numbers, so leading zeros may be lost already. Read them as text, with "
    "export_records(format_type='df', df_kwargs={'dtype': str})."
)


def frame_table(given: pd.DataFrame, label: str, layout: Layout | None = None) -> RawTable:
    """Return a frame as text; an index that holds the record id becomes columns again."""
    frame = given.reset_index() if any(given.index.names) else given.reset_index(drop=True)
    if not len(frame):
        raise refuse_no_rows(label)
    names, repairs = normalized([str(name) for name in frame.columns])
    refuse_repeated(names, label, trusted=True)
    values = [[_plain(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    texts = [[cell_text(value) for value in row] for row in values]
    numeric = pd.api.types.is_numeric_dtype(frame.dtypes.iloc[0])
    warned = (Warned("I04", names[0], len(frame), _NUMBERED_IDS),) if numeric else ()
    blank = [number for number, row in enumerate(texts) if not "".join(row).strip()]
    cells = pd.DataFrame(texts, columns=pd.Index(names, dtype=object), dtype=object)
    table = RawTable(
        label=label,
        cells=cells.drop(index=blank),
        original=lambda row: as_json([cell_json(value) for value in values[row]]),
        fields=lambda row: texts[row],
        names=tuple(names),
        rows_read=len(texts),
        trusted=True,
        blank=len(blank),
        repairs=repairs,
        warned=warned,
    )
    return clean_rows(table, layout or Layout(), ())


def _plain(value: Any) -> Any:
    """Return one cell as a plain Python value, None where it is missing."""
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
