"""Answers in words, as label exports hold them, and the numbers that the form gives them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real

import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.instruments.instrument import ResponseFormat

Codes = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Words:
    """The number of each answer in words: of every column, or of single ones."""

    every: Codes = field(default_factory=dict)
    single: Mapping[str, Codes] = field(default_factory=dict)

    def of(self, column: str) -> Codes:
        """Return the numbers of a column's words."""
        return self.single.get(column, self.every)


def words_told(codes: object, form: ResponseFormat, columns: Sequence[str]) -> Words:
    """Return the words that the caller codes, or else those of the instrument's file."""
    if codes is None:
        return Words({_plain(word): form.minimum + k for k, word in enumerate(form.labels)})
    if not isinstance(codes, Mapping) or not codes:
        raise _refused("codes= is no table from the words of answers to their numbers")
    nested = [isinstance(held, Mapping) for held in codes.values()]
    if not any(nested):
        return Words(_numbered(codes))
    if not all(nested):
        raise _refused("codes= mixes answers and columns")
    for column in codes:
        if str(column) not in columns:
            raise SchemaError(
                "codes= names a column that holds no item",
                code="RE-Q10",
                do="Correct its name." + nearest(str(column), columns),
            )
    return Words(single={str(column): _numbered(held) for column, held in codes.items()})


def in_numbers(column: pd.Series, told: Codes) -> pd.Series:
    """Return a column whose words are numbers where they are told; case and blanks are nothing."""
    if not told or pd.api.types.is_numeric_dtype(column.dtype):
        return column
    text = column.astype("string")
    numbers = text.map(lambda word: told.get(_plain(word)), na_action="ignore")
    found = pd.to_numeric(numbers, errors="coerce").astype("Float64")
    return text.mask(found.notna().to_numpy(), found.astype("string"))


def _numbered(codes: Mapping[object, object]) -> dict[str, float]:
    """Return plain words and their numbers; one word has one number."""
    found: dict[str, float] = {}
    for word, number in codes.items():
        real = isinstance(number, Real) and not isinstance(number, bool)
        if not isinstance(word, str) or not real or not math.isfinite(float(str(number))):
            raise _refused("codes= holds something else than words and their numbers")
        if found.setdefault(_plain(word), float(str(number))) != float(str(number)):
            raise _refused("codes= gives one word two numbers: case and blanks are no difference")
    return found


def _plain(word: str) -> str:
    """Return an answer without case and without blanks around or between more than one."""
    return " ".join(str(word).split()).casefold()


def _refused(what: str) -> SchemaError:
    """Return the error for codes that cannot be used."""
    return SchemaError(
        what,
        code="RE-Q10",
        do="Write codes={'disagree': 1, 'agree': 2}; by column codes={'q1': {'no': 0, 'yes': 1}}.",
    )
