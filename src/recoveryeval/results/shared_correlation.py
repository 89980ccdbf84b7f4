"""How far two curves hang together whose groups share clusters, at the times asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve


def correlations(curve: Curve, pairs: pd.DataFrame) -> np.ndarray:
    """Return the correlation (rows,) of each pair of curves; 0 where groups share no cluster.

    ``pairs`` has ``group``, ``group_base``, ``time`` and, of several causes, ``cause``.
    """
    shared = curve.extras.get("shared")
    if shared is None:
        return np.zeros(len(pairs))
    place = np.searchsorted(shared["time"], pairs["time"].to_numpy(dtype=float), side="right") - 1
    groups = list(shared["groups"])
    causes = pairs["cause"].astype(str) if "cause" in pairs else [""] * len(pairs)
    found = [
        np.asarray(shared["correlation"][cause])[groups.index(one), groups.index(other), at]
        if at >= 0
        else 0.0
        for cause, one, other, at in zip(
            causes, pairs["group"], pairs["group_base"], place, strict=True
        )
    ]
    return np.array(found, dtype=float)
