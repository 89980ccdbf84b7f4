"""A column whose cells have been given a meaning, and the cells that could not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Typed values under the index of the raw rows.

    ``bad`` maps a reason to the mask (n,) of cells set aside, ``repairs`` a rule
    to its number of cells; ``missing`` holds why a cell is missing, where a code
    said so; ``unknown`` marks (n,) dates that stand for 'not known'.
    """

    values: pd.Series
    bad: Mapping[str, np.ndarray] = field(default_factory=dict)
    repairs: Mapping[str, int] = field(default_factory=dict)
    missing: pd.Series | None = None
    unknown: np.ndarray | None = None

    def unclear(self) -> np.ndarray:
        """Return the cells (n,) that hold something, though not what it is."""
        masks = [*self.bad.values(), *([] if self.unknown is None else [self.unknown])]
        return np.logical_or.reduce(masks) if masks else np.zeros(len(self.values), dtype=bool)


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """The distinct texts of a column, so that each is parsed once; blank text counts as missing."""

    codes: np.ndarray
    texts: Sequence[str]
    index: pd.Index

    def count(self, flags: Sequence[bool] | np.ndarray) -> int:
        """Return how many cells hold a flagged text."""
        return int(self.mask(flags).sum())

    def mask(self, flags: Sequence[bool] | np.ndarray) -> np.ndarray:
        """Return the cells (n,) that hold a flagged text."""
        return np.asarray(np.append(np.asarray(flags, dtype=bool), False)[self.codes])

    def spread(self, values: Sequence[Any], dtype: str) -> pd.Series:
        """Return one value per cell from one value per distinct text; None is missing."""
        held = pd.array([*(pd.NA if v is None else v for v in values), pd.NA], dtype=dtype)
        return pd.Series(held.take(self.codes), index=self.index)


def distinct(texts: pd.Series) -> Distinct:
    """Return the distinct texts of a column of stripped text."""
    codes, found = pd.factorize(texts.mask(texts == "").astype(object), use_na_sentinel=True)
    return Distinct(np.asarray(codes), [str(text) for text in found], texts.index)
