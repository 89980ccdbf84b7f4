"""Ids and texts: always text, trimmed, never a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.schema.cells import Cells
from recoveryeval.schema.uniques import factorized, flagged, spread, text_of

_QUOTES = ("'", '"')
_LOOSE = frozenset(("'", '"', " "))


def text_cells(column: pd.Series, *, identifier: bool) -> Cells:
    """Return a column as text; ids also lose the quotes some downloads wrap them in."""
    if identifier:
        _one_storage(column)
    codes, found = factorized(column)
    if _all_tidy(found):
        plain = spread(codes, found, "string", column.index)
        return Cells(plain, codes == -1)
    texts = [text_of(value) for value in found]
    repairs: dict[str, int] = {}
    _count(
        repairs,
        "blanks_trimmed",
        codes,
        [_changed(v, t) for v, t in zip(found, texts, strict=True)],
    )
    if identifier:
        bare = [_unquoted(text) for text in texts]
        _count(
            repairs, "quotes_stripped", codes, [b != t for b, t in zip(bare, texts, strict=True)]
        )
        texts = bare
    unread = [t is None and not _empty(v) for v, t in zip(found, texts, strict=True)]
    values = spread(codes, texts, "string", column.index)
    bad = {"unreadable_value": flagged(codes, unread)} if any(unread) else {}
    return Cells(values, blank_mask(values, bad), bad, repairs)


def blank_mask(values: pd.Series, bad: dict[str, np.ndarray]) -> np.ndarray:
    """Return which cells (n,) were empty in the source."""
    empty = np.array(values.isna(), dtype=bool)
    for mask in bad.values():
        empty &= ~mask
    return empty


def _all_tidy(found: list[Any]) -> bool:
    """Return whether every value is a text with nothing to trim or unwrap."""
    return all(
        type(value) is str
        and value.isprintable()
        and value
        and not _LOOSE.intersection((value[0], value[-1]))
        for value in found
    )


def _one_storage(column: pd.Series) -> None:
    """Refuse ids held as text in some cells and as numbers in others."""
    if column.dtype != object:
        if pd.api.types.is_float_dtype(column.dtype):
            _exact(column)
        return
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if not kind.startswith("mixed"):
        return
    is_text = column.dropna().map(lambda value: isinstance(value, str))
    if 0 < int(is_text.sum()) < len(is_text):
        raise SchemaError(
            f"Ids are text in {int(is_text.sum())} cells and numbers in {int((~is_text).sum())}, "
            "so leading zeros may be lost in some of them",
            code="RE-I05",
            column=str(column.name),
            do="Format the id column as text in the source and export again.",
        )


def _exact(column: pd.Series) -> None:
    """Refuse ids whose last digits a floating-point column has already lost."""
    large = int((column.abs() >= 2**53).sum())
    if large:
        raise SchemaError(
            "Ids are held as floating-point numbers too long to be exact",
            code="RE-I07",
            column=str(column.name),
            rows=large,
            do="Read the id column as text.",
        )


def _count(repairs: dict[str, int], name: str, codes: np.ndarray, flags: list[bool]) -> None:
    """Count the cells whose distinct value is flagged."""
    if any(flags):
        repairs[name] = int(flagged(codes, flags).sum())


def _changed(value: Any, text: str | None) -> bool:
    """Return whether trimming changed a text."""
    return isinstance(value, str) and text is not None and value != text


def _empty(value: Any) -> bool:
    """Return whether a cell holds nothing but blanks or is missing."""
    return isinstance(value, str) and text_of(value) is None


def _unquoted(text: str | None) -> str | None:
    """Return an id without the paired quotes around it."""
    if text is None or len(text) < 3 or text[0] not in _QUOTES or text[0] != text[-1]:
        return text
    return text[1:-1].strip() or None
