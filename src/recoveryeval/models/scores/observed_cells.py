"""What was seen at each combination of factor levels: how many scores, and their mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.design import Design


def observed_cells(found: Design, frame: pd.DataFrame, y: np.ndarray) -> dict[str, Any]:
    """Return ``levels`` {factor: level of each cell}, ``n``, ``mean`` and ``squares`` (cells,).

    ``squares`` are sums of squares around the cell's mean.

    A Result can carry it: sums over people, and no person's score unless a cell
    holds one person, which is why results are for internal use.
    """
    factors = list(found.levels)
    if not factors:
        return {}
    keys = frame[factors].astype(str).assign(_y=y)
    cells = keys.groupby(factors, sort=False)["_y"].agg(["size", "mean"]).reset_index()
    around = keys["_y"] - keys.groupby(factors, sort=False)["_y"].transform("mean")
    squares = (around**2).groupby([keys[f] for f in factors], sort=False).sum()
    return {
        "levels": {name: cells[name].tolist() for name in factors},
        "n": cells["size"].to_numpy(dtype=float),
        "mean": cells["mean"].to_numpy(dtype=float),
        "squares": squares.to_numpy(dtype=float),
    }
