"""A column of dates under scrutiny: its distinct texts and the form each is written in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.date_shapes import Written, written
from recoveryeval.loaders.values.numbers import BLANK_WORDS
from recoveryeval.loaders.values.read import Distinct, distinct

Days = Sequence[dt.date | None]


@dataclass(frozen=True, slots=True, eq=False)
class DateColumn:
    """Distinct texts with their forms (None where they have none), and where they stand."""

    cells: Distinct
    forms: Sequence[Written | None]
    label: str
    column: str

    @property
    def blank(self) -> list[bool]:
        """Whether each distinct text is a word for 'no date here'."""
        return [text.casefold() in BLANK_WORDS for text in self.cells.texts]

    def counts(self) -> dict[str, int]:
        """Return how many cells have each form."""
        names = sorted({form.form for form in self.forms if form is not None})
        return {
            name: self.cells.count([f is not None and f.form == name for f in self.forms])
            for name in names
        }

    def error(self, what: str, *, code: str, rows: int, do: str) -> LoadError:
        """Return an error about this column."""
        return LoadError(what, code=code, file=self.label, column=self.column, rows=rows, do=do)


def date_column(texts: pd.Series, label: str, column: str) -> DateColumn:
    """Return the column with the form of each distinct text."""
    cells = distinct(texts)
    return DateColumn(cells, [written(text) for text in cells.texts], label, column)
