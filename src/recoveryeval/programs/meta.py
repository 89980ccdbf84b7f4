"""Words in no vocabulary, written into the table 'meta' with their counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recoveryeval.programs.piece import Piece

_WORD = ("source", "table", "column", "source_code")


def with_unknown_words(
    tables: dict[str, pd.DataFrame], pieces: Sequence[Piece]
) -> dict[str, pd.DataFrame]:
    """Return the tables with one row of ``meta`` per unknown word, column and source."""
    parts = [
        p.conformed.unknown.assign(table=p.table, source=p.source)
        for p in pieces
        if len(p.conformed.unknown)
    ]
    if not parts:
        return tables
    meta = tables["meta"]
    words = pd.concat(parts, ignore_index=True)
    words = words.groupby(list(_WORD), sort=False, as_index=False)["count"].sum()
    full = {
        n: words[n] if n in words else pd.Series(pd.NA, words.index, object) for n in meta.columns
    }
    rows = pd.DataFrame({n: column.astype(meta[n].dtype) for n, column in full.items()})
    return {**tables, "meta": pd.concat([meta, rows], ignore_index=True) if len(meta) else rows}
