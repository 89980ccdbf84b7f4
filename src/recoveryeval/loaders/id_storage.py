"""Ids that a workbook stores partly as text and partly as numbers, or as too long numbers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from recoveryeval.errors import LoadError
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.words import plural

_EXACT_DIGITS = 15


def refuse_mixed_ids(table: RawTable, id_columns: Collection[str]) -> None:
    """Raise when leading zeros or last digits of ids may already be lost."""
    if table.kinds is None:
        return
    for column in id_columns:
        if column not in table.kinds.columns:
            continue
        kinds = table.kinds[column]
        texts = table.cells[column].str.strip()
        number = (kinds == "number").to_numpy(dtype=bool)
        digits = (kinds == "text").to_numpy(dtype=bool) & texts.str.isdigit().to_numpy(dtype=bool)
        _refuse_mixture(table.label, column, int(digits.sum()), int(number.sum()))
        long = texts.str.len().to_numpy() > _EXACT_DIGITS
        _refuse_long(table.label, column, int(np.sum(number & long)))


def _refuse_mixture(label: str, column: str, texts: int, numbers: int) -> None:
    """Raise when digits are stored both ways: 00123 and 123 may be one person or two."""
    if texts and numbers:
        raise LoadError(
            f"Ids are stored as text in {plural(texts, 'cell')} and as numbers in {numbers}, so "
            "leading zeros may be lost in some of them",
            code="RE-I05",
            file=label,
            column=column,
            rows=texts + numbers,
            do="Format the id column as text in Excel, enter the ids again from their source, and "
            "save.",
        )


def _refuse_long(label: str, column: str, count: int) -> None:
    """Raise when ids were stored as numbers with more digits than Excel keeps."""
    if count:
        raise LoadError(
            f"Ids are stored as numbers of more than {_EXACT_DIGITS} digits, of which Excel has "
            "already lost the last ones",
            code="RE-I07",
            file=label,
            column=column,
            rows=count,
            do="Export again with the id column formatted as text.",
        )
