"""Codes replaced by the terms a mapping gives; a code it does not list is set aside."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.lookup import Lookup
from recoveryeval.loaders.values.read import distinct
from recoveryeval.loaders.words import plural


def coded(
    texts: pd.Series, codes: Mapping[str, str], *, ignore_case: bool, label: str, column: str
) -> tuple[pd.Series, dict[str, np.ndarray]]:
    """Return the terms as text, and the cells whose code is not in the list."""
    if not codes:
        return texts, {}
    cells, find = distinct(texts), Lookup(codes, ignore_case=ignore_case)
    terms = [find(text) for text in cells.texts]
    unread = [term is None for term in terms]
    lost = cells.count(unread)
    if cells.texts and all(unread):
        raise LoadError(
            f"None of {plural(lost, 'cell')} holds a code of the list that the mapping gives",
            code="RE-V12",
            file=label,
            column=column,
            rows=lost,
            do="Correct the codes of this column, or map another column.",
        )
    values = cells.spread(terms, "string").fillna("").astype(object)
    return values, ({"code_not_listed": cells.mask(unread)} if lost else {})


def banded(texts: pd.Series, codes: Mapping[str, str], *, ignore_case: bool) -> pd.Series:
    """Return bands as text: codes that the mapping lists become their words, others stay.

    Numbers among codes of bands are values, the codes are none: only as text
    can nobody average them.
    """
    cells, find = distinct(texts), Lookup(codes, ignore_case=ignore_case)
    terms = [find(text) or text.removesuffix(".0") for text in cells.texts]
    return cells.spread(terms, "string")
