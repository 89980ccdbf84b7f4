"""Vocabulary terms and yes/no answers; the source's own words are kept beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.cells import Cells
from recoveryeval.schema.texts import blank_mask
from recoveryeval.schema.uniques import factorized, flagged, spread, text_of
from recoveryeval.schema.vocabulary import load_vocabulary, normal


def term_cells(column: pd.Series, vocabulary: str) -> Cells:
    """Return a column as terms; words that are not the term itself are kept in ``raw``."""
    words = load_vocabulary(vocabulary)
    codes, found = factorized(column)
    texts = [text_of(value) for value in found]
    terms = [None if text is None else words.term(text) for text in texts]
    unknown = [text is not None and term is None for text, term in zip(texts, terms, strict=True)]
    mapped = [
        text is not None and term is not None and normal(text) != normal(term)
        for text, term in zip(texts, terms, strict=True)
    ]
    if words.open:
        terms = [term or text for text, term in zip(texts, terms, strict=True)]
        unknown = [False] * len(texts)
    kept = [t if m or u else None for t, m, u in zip(texts, mapped, unknown, strict=True)]
    values = spread(codes, terms, "string", column.index)
    bad = {"unknown_term": flagged(codes, unknown)} if any(unknown) else {}
    raw = spread(codes, kept, "string", column.index) if any(mapped) or any(unknown) else None
    repairs = {"term_mapped": int(flagged(codes, mapped).sum())} if any(mapped) else {}
    return Cells(values, blank_mask(values, bad), bad, repairs, raw)


def boolean_cells(column: pd.Series) -> Cells:
    """Return a column of yes/no answers as booleans."""
    if pd.api.types.is_bool_dtype(column.dtype):
        plain = column.astype("boolean")
        return Cells(plain, np.array(plain.isna(), dtype=bool))
    words = load_vocabulary("yes_no")
    codes, found = factorized(column)
    texts = [text_of(value) for value in found]
    terms = [None if text is None else words.term(text) for text in texts]
    unread = [text is not None and term is None for text, term in zip(texts, terms, strict=True)]
    values = spread(
        codes, [None if t is None else t == "true" for t in terms], "boolean", column.index
    )
    bad = {"unreadable_value": flagged(codes, unread)} if any(unread) else {}
    return Cells(values, blank_mask(values, bad), bad)
