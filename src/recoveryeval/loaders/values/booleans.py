"""Yes and no in the usual spellings; 1 and 2 are refused until a code list says which is yes."""

from __future__ import annotations

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.numbers import BLANK_WORDS
from recoveryeval.loaders.values.read import Read, distinct
from recoveryeval.schema.vocabulary import load_vocabulary


def booleans(texts: pd.Series, *, label: str, column: str) -> Read:
    """Return a column of text as booleans; what is neither yes nor no is set aside."""
    cells = distinct(texts)
    if {"2"} <= set(cells.texts) <= {"1", "2", "2.0", "1.0"}:
        raise LoadError(
            "A yes/no column is coded 1 and 2, and nothing says which one is yes",
            code="RE-V08",
            file=label,
            column=column,
            rows=int((cells.codes >= 0).sum()),
            do="Declare codes, for example codes = {1 = 'yes', 2 = 'no'}.",
        )
    words = load_vocabulary("yes_no")
    terms = [words.term(_whole(text)) for text in cells.texts]
    blank = [text.casefold() in BLANK_WORDS for text in cells.texts]
    unread = [t is None and not b for t, b in zip(terms, blank, strict=True)]
    values = [None if t is None else t == "true" for t in terms]
    bad = {"not_yes_or_no": cells.mask(unread)} if any(unread) else {}
    repairs = {"blank_word": cells.count(blank)} if any(blank) else {}
    return Read(cells.spread(values, "boolean"), bad, repairs)


def _whole(text: str) -> str:
    """Return 1.0 and 0.0, as number columns of other programs write them, as 1 and 0."""
    return {"1.0": "1", "0.0": "0"}.get(text, text)
