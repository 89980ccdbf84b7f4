"""One test from the chi-square statistics of several imputations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PooledTest:
    """An F statistic, its second degrees of freedom, and its p value."""

    statistic: float
    df: float
    p_value: float


def pooled_test(squares: Floats, terms: float) -> PooledTest:
    """Return Li, Meng, Raghunathan and Rubin's D2 of chi-squares (m,) with ``terms`` df each.

    Its second degrees of freedom grow as the imputations agree.
    """
    from scipy.special import chdtrc, fdtrc

    m = len(squares)
    increase = (1 + 1 / m) * float(np.sqrt(np.maximum(squares, 0.0)).var(ddof=1))
    mean = float(squares.mean())
    d2 = max((mean / terms - (m + 1) / (m - 1) * increase) / (1 + increase), 0.0)
    if increase == 0:
        return PooledTest(d2, np.inf, float(chdtrc(terms, mean)))
    second = terms ** (-3 / m) * (m - 1) * (1 + 1 / increase) ** 2
    return PooledTest(d2, second, float(fdtrc(terms, second, d2)))
