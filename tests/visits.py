"""Small studies in which visits bracket the event."""

from __future__ import annotations

import numpy as np
import pandas as pd

GRID = np.array([0.0, 3.0, 6.0, 9.0, 12.0])


def interviews(seed: int, size: int, kept: float = 0.85) -> pd.DataFrame:
    """Return people of two arms interviewed on a common schedule, some interviews missed."""
    rng = np.random.default_rng(seed)
    arm = np.where(np.arange(size) % 2 == 0, "peer", "usual")
    age = rng.integers(20, 60, size)
    time = rng.weibull(1.2, size) * np.where(arm == "peer", 14.0, 8.0)
    seen = rng.random((size, GRID.size)) < kept
    seen[:, 0] = True
    free = seen & (time[:, None] > GRID)
    found = seen & (time[:, None] <= GRID)
    left = np.where(free, GRID, 0.0).max(axis=1)
    right = np.where(found, GRID, np.inf).min(axis=1)
    return pd.DataFrame({"left": left, "right": right, "arm": arm, "age": age, "time": time})
