"""One converted column: its values, the cells that could not be read, and the repairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column in its final type.

    ``bad`` maps a reason to the mask (n,) of cells set aside, ``repairs`` a
    repair to the number of cells, and ``raw`` holds texts that no term stands
    for alone (dtype ``string``, missing elsewhere). ``unknown`` marks (n,)
    dates that stand for 'not known'.
    """

    values: pd.Series
    blank: np.ndarray
    bad: Mapping[str, np.ndarray] = field(default_factory=dict)
    repairs: Mapping[str, int] = field(default_factory=dict)
    raw: pd.Series | None = None
    unknown: np.ndarray | None = None

    def unclear(self) -> np.ndarray:
        """Return the cells (n,) that hold something, though not what it is."""
        masks = [*self.bad.values(), *([] if self.unknown is None else [self.unknown])]
        return np.logical_or.reduce(masks) if masks else np.zeros(len(self.values), dtype=bool)


def without(values: pd.Series, bad: Mapping[str, np.ndarray]) -> pd.Series:
    """Return the column with the cells set aside made missing."""
    if not any(mask.any() for mask in bad.values()):
        return values
    kept: pd.Series = values.mask(np.logical_or.reduce(list(bad.values())))
    return kept
