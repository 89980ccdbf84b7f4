"""Answers of which several may be ticked, as one list with semicolons and nothing dropped."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.loaders.values.lookup import Lookup
from recoveryeval.loaders.values.read import Read, distinct

_TICKED = {"1", "yes", "y", "true", "t", "x", "checked", "on"}
_UNTICKED = {"0", "no", "n", "false", "f", "unchecked", "off"}


def ticked(cells: pd.DataFrame, terms: Mapping[str, str]) -> Read:
    """Return the terms of the ticked boxes; a row in which every box is blank stays missing."""
    lists = np.full(len(cells), "", dtype=object)
    seen = np.zeros(len(cells), dtype=bool)
    odd = np.zeros(len(cells), dtype=bool)
    for heading, term in terms.items():
        marks = cells[heading].str.casefold()
        on = np.asarray(marks.isin(_TICKED | {term.casefold()}), dtype=bool)
        off = np.asarray(marks.isin(_UNTICKED), dtype=bool)
        odd |= ~on & ~off & np.asarray(marks != "", dtype=bool)
        seen |= on | off
        lists[on] = [f"{held};{term}" if held else term for held in lists[on]]
    values = pd.Series(lists, index=cells.index, dtype=object).where(seen & (lists != ""))
    bad = {"not_ticked_or_blank": odd} if odd.any() else {}
    return Read(values.astype("string"), bad)


def split_list(texts: pd.Series, mark: str, codes: Mapping[str, str], *, ignore_case: bool) -> Read:
    """Return answers written in one cell as a list of terms, in the order they were given."""
    cells, find = distinct(texts), Lookup(codes, ignore_case=ignore_case)
    parts = [[p.strip() for p in text.split(mark) if p.strip()] for text in cells.texts]
    terms = [[find(p) if codes else p for p in listed] for listed in parts]
    unread = [None in listed for listed in terms]
    joined = [
        None if bad else ";".join(dict.fromkeys(t for t in listed if t)) or None
        for listed, bad in zip(terms, unread, strict=True)
    ]
    bad = {"code_not_listed": cells.mask(unread)} if any(unread) else {}
    return Read(cells.spread(joined, "string"), bad)
