"""Text cells made harmless for spreadsheets, and tables as bytes that never vary."""

from __future__ import annotations

import pandas as pd

_LIVE = ("=", "+", "-", "@", "\t", "\r")


def escape_cell(text: str) -> str:
    """Return the text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_LIVE) else text


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV: text cells escaped, numbers and dates as they are."""
    safe = frame.copy()
    for position, dtype in enumerate(frame.dtypes):
        if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype):
            continue
        column = frame.iloc[:, position].astype(object)
        safe.isetitem(position, column.map(lambda v: escape_cell(v) if isinstance(v, str) else v))
    safe.columns = pd.Index([escape_cell(str(name)) for name in frame.columns])
    return str(safe.to_csv(index=False, lineterminator="\n")).encode()
