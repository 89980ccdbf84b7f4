"""Levels of a formula's factors that nobody used has: a model leaves them out, and says so."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from recoveryeval.models.groups import label
from recoveryeval.results.check import Check

_NAMED = 10


def empty_level_checks(
    frame: pd.DataFrame, levels: Mapping[str, tuple[str, ...]]
) -> tuple[Check, ...]:
    """Return a check per factor with declared or recorded levels that no row used has.

    ``frame`` holds the rows before any were left out, ``levels`` the levels used of each factor.
    """
    told = []
    for name, used in levels.items():
        empty = [text for text in _declared(frame[name]) if text not in set(used)]
        if empty:
            told.append(_check(name, empty, len(used)))
    return tuple(told)


def _declared(column: pd.Series) -> list[str]:
    """Return the levels a column declares as categories, or has in any of its rows."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [str(value) for value in column.cat.categories]
    values = column.dropna().unique()
    number = pd.api.types.is_numeric_dtype(column.dtype)
    number = number and not pd.api.types.is_bool_dtype(column.dtype)
    return [label(value) if number else str(value) for value in values]


def _check(name: str, empty: list[str], used: int) -> Check:
    """Return the check of one factor; names of many levels may be ids, which nothing shows."""
    few = len(empty) + used <= _NAMED
    which = "level " + ", ".join(repr(text) for text in empty) if few else f"{len(empty)} levels"
    told = f"{name}: nobody analyzed is in {which}, so the model leaves it out."
    return Check("empty_level", told, "concern", statistic=float(len(empty)))
