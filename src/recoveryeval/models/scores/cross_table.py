"""Two raters' categories as one square table, in an order that weights may rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError

MOST = 50


def cross_table(first: pd.Series, second: pd.Series, *, ordered: bool) -> np.ndarray:
    """Return counts (k, k) of one rater's category by the other's.

    The order is that of numbers, or of the categories of both columns. Words
    without an order are told apart and never ranked.
    """
    levels = _levels(first, second, ordered=ordered)
    if len(levels) > MOST:
        raise EstimationError(
            f"Two raters used {len(levels)} categories",
            code="RE-MR32",
            do="Scores that run on have an intraclass correlation: of='scores'.",
        )
    place = {level: k for k, level in enumerate(levels)}
    rows, columns = ([place[level] for level in _plain(part)] for part in (first, second))
    counts = np.zeros((len(levels), len(levels)))
    np.add.at(counts, (rows, columns), 1.0)
    return counts


def _levels(first: pd.Series, second: pd.Series, *, ordered: bool) -> list[object]:
    """Return every category that is known, in order."""
    named = [c.cat.categories for c in (first, second) if isinstance(c.dtype, pd.CategoricalDtype)]
    if len(named) == 2 and list(named[0]) == list(named[1]):
        return list(named[0])
    both = [*_plain(first), *_plain(second)]
    numbers = all(isinstance(level, (int, float, np.number)) for level in both)
    if len({isinstance(level, str) for level in both}) > 1:
        raise EstimationError(
            "One rater's categories are words and the other's are numbers",
            code="RE-MR32",
            do="Code both columns alike.",
        )
    if ordered and not numbers:
        raise EstimationError(
            "Weights need categories in an order, and words have none",
            code="RE-MR32",
            do="Code them as numbers, or give both columns one ordered type: "
            "pd.CategoricalDtype(['never', 'sometimes', 'often'], ordered=True).",
        )
    return sorted(dict.fromkeys(both))  # type: ignore[type-var]


def _plain(column: pd.Series) -> list[object]:
    """Return the categories of a column's rows as plain values."""
    return list(column.astype(object))
