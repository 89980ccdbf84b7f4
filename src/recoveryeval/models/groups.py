"""Groups of people as codes and labels, in the order a reader expects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Code of each row (N,), -1 where the group is missing, and the labels of the codes."""

    codes: np.ndarray
    labels: tuple[str, ...]


def groups(column: pd.Series | None, rows: int) -> Groups:
    """Return the groups of a column: categories in their order, other values sorted.

    Without a column everyone is one group.
    """
    if column is None:
        return Groups(np.zeros(rows, dtype=np.int64), (EVERYONE,))
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), column.cat.categories
    else:
        kept = column.astype("string") if column.dtype == object else column
        codes, values = pd.factorize(kept, sort=True)
    labels = [label(value) for value in values]
    unique = list(dict.fromkeys(labels))
    place = np.array([unique.index(text) for text in labels] + [-1], dtype=np.int64)
    return Groups(place[codes.astype(np.int64)], tuple(unique))


def from_reference(found: Groups, reference: str | None) -> Groups:
    """Return groups with the named one first, so that others are compared with it."""
    labels = labels_from(found.labels, reference)
    place = np.array([labels.index(text) for text in found.labels] + [-1], dtype=np.int64)
    return Groups(place[found.codes], labels)


def labels_from(labels: tuple[str, ...], reference: str | None) -> tuple[str, ...]:
    """Return labels with the reference, where one is named, first."""
    if reference is None:
        return labels
    if str(reference) not in labels:
        raise EstimationError(
            "There is no group of that name to compare with",
            code="RE-M25",
            do="Name one of the groups." + nearest(str(reference), labels),
        )
    return (str(reference), *(text for text in labels if text != str(reference)))


def label(value: object) -> str:
    """Return a level as text; 1.0 of a column that had missing values is 1."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


_NAMED = 10


def refuse_empty(found: Groups, kept: np.ndarray, column: str | None) -> None:
    """Raise when nobody is left at all, or in a declared group, which is named."""
    counts = np.bincount(found.codes[kept], minlength=len(found.labels))
    empty = [text for text, count in zip(found.labels, counts, strict=True) if count == 0]
    if column is None and empty:
        raise EstimationError(
            "Nobody is left to analyze",
            code="RE-O02",
            rows=0,
            do="Look at the reasons for dropping rows.",
        )
    if empty:
        # Names of many groups may be ids or notes, which no message shows.
        few = len(found.labels) <= _NAMED
        named = ", ".join(repr(text) for text in empty)
        raise EstimationError(
            f"Nobody is in the group {named}"
            if few
            else f"Nobody is in {len(empty)} of {len(found.labels)} groups",
            code="RE-E02",
            column=column,
            rows=0,
            do="Remove unused categories, or look at why nobody is left in it.",
        )
