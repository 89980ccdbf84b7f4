"""Codes that stand for a missing value: taken out, counted, and kept as a reason."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from recoveryeval.loaders.values.lookup import Lookup
from recoveryeval.loaders.values.read import distinct


def missing_codes(
    texts: pd.Series, codes: Mapping[str, str]
) -> tuple[pd.Series, pd.Series, dict[str, int]]:
    """Return the texts without codes, the reason per cell, and how often each reason occurs."""
    none = pd.Series(pd.NA, index=texts.index, dtype="string")
    if not codes:
        return texts, none, {}
    cells, find = distinct(texts), Lookup(codes)
    found = [find(text) for text in cells.texts]
    if not any(found):
        return texts, none, {}
    why = cells.spread(found, "string")
    counts = {
        f"missing_code_{reason}": cells.count([f == reason for f in found])
        for reason in sorted({f for f in found if f})
    }
    return texts.mask(why.notna(), ""), why, counts
