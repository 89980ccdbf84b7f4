"""Small random studies for property tests: tied times, delayed entry, strata, counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st


@dataclass(frozen=True)
class Study:
    entry: np.ndarray
    time: np.ndarray
    cause: np.ndarray
    x: np.ndarray
    stratum: np.ndarray
    cluster: np.ndarray
    n: np.ndarray


@st.composite
def studies(draw, late: bool = True, causes: int = 1):
    """A study in whole weeks in which both arms have events, early and late in each stratum."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(20, 60))
    time = rng.integers(1, 13, size).astype(float)
    entry = np.where(rng.random(size) < 0.4, rng.integers(0, 12, size), -np.inf)
    entry = np.where(entry < time, entry, -np.inf) if late else np.full(size, -np.inf)
    cause = rng.integers(0, causes + 1, size)
    x = np.column_stack([np.arange(size) % 2, rng.normal(size=size).round(1)])
    time[:8], entry[:8], cause[:8] = [1, 1, 2, 2, 3, 3, 4, 4], -np.inf, 1
    return Study(
        entry=entry,
        time=time,
        cause=cause,
        x=x,
        stratum=rng.integers(0, 2, size) * draw(st.integers(0, 1)),
        cluster=rng.integers(0, 9, size),
        n=rng.integers(1, 5, size).astype(float),
    )
