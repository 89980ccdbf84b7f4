"""Columns of words in a table of results: empty where nothing is said."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def blank_text(table: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return the table with an empty text where these columns say nothing.

    A column in which no row says anything arrives as numbers.
    """
    said = {c: table[c].astype(object).where(table[c].notna(), "") for c in columns if c in table}
    return table.assign(**said)
