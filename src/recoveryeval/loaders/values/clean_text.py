"""Cells without the blanks and wrappers that programs put around them."""

from __future__ import annotations

import re

import pandas as pd

# ="00123" is how some exports keep Excel from dropping the zeros.
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)


def clean_text(cells: pd.Series) -> tuple[pd.Series, int]:
    """Return stripped text and how many cells were unwrapped from ``="..."``."""
    table = {text: _clean(text) for text in cells.unique()}
    wrapped = {text for text in table if _WRAPPED.fullmatch(text.strip())}
    count = int(cells.isin(wrapped).sum()) if wrapped else 0
    changed = any(before != after for before, after in table.items())
    return (cells.map(table).astype(object) if changed else cells), count


def _clean(text: str) -> str:
    """Return one text without outer blanks and wrapper."""
    bare = text.replace("\xa0", " ").strip()
    hit = _WRAPPED.fullmatch(bare)
    return hit[1].replace('""', '"').strip() if hit else bare
