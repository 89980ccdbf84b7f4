"""Which covariates the data cannot tell apart: constant columns, and sums of other columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A column is a sum of earlier ones when they explain all but this share of its information.
ALIASED = 1e-9


@dataclass(frozen=True, slots=True)
class DesignFaults:
    """Places of columns that do not vary among people compared, and of columns that repeat others.

    A column that is constant within every risk set counts as constant, even if strata differ.
    """

    constant: tuple[int, ...]
    collinear: tuple[int, ...]

    def __bool__(self) -> bool:
        """Whether any column is at fault."""
        return bool(self.constant or self.collinear)


def design_faults(information: NDArray[np.float64]) -> DesignFaults:
    """Return the faults seen in an information matrix (p, p) of columns of similar scale."""
    diagonal = np.diag(information)
    level = float(diagonal.max(initial=0.0))
    constant = np.flatnonzero(diagonal <= ALIASED * level)
    kept: list[int] = []
    collinear: list[int] = []
    for j in np.setdiff1d(np.arange(diagonal.size), constant).tolist():
        target = collinear if _explained(information, kept, j) else kept
        target.append(j)
    return DesignFaults(tuple(constant.tolist()), tuple(collinear))


def _explained(information: NDArray[np.float64], kept: list[int], j: int) -> bool:
    """Whether columns ``kept`` leave nothing of column ``j``."""
    if not kept:
        return False
    cross = information[kept, j]
    left = information[j, j] - cross @ np.linalg.solve(information[np.ix_(kept, kept)], cross)
    return bool(left <= ALIASED * information[j, j])
