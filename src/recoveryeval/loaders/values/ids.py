"""Ids as text, without the quotation marks that some downloads put around them."""

from __future__ import annotations

import pandas as pd

from recoveryeval.loaders.values.read import Read, distinct

_QUOTES = ("'", '"', "\u2018\u2019", "\u201c\u201d")


def ids(texts: pd.Series) -> Read:
    """Return ids as text; nothing in them is taken for missing or for a number."""
    cells = distinct(texts)
    bare = [_bare(text) for text in cells.texts]
    changed = cells.count([b != t for b, t in zip(bare, cells.texts, strict=True)])
    repairs = {"quotes_stripped": changed} if changed else {}
    return Read(cells.spread([b or None for b in bare], "string"), {}, repairs)


def _bare(text: str) -> str:
    """Return one id without a pair of quotation marks around it."""
    for pair in _QUOTES:
        if len(text) > 2 and text[0] == pair[0] and text[-1] == pair[-1]:
            return text[1:-1].strip()
    return text
