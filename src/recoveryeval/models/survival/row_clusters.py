"""Which cluster each row belongs to: a column asked for, else the person where one has several."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.survival.person_rows import PersonRows


def row_clusters(column: pd.Series, history: PersonRows, name: str) -> np.ndarray:
    """Return the cluster's code of each row (N,); one cluster, or people in several, is refused."""
    codes = np.asarray(pd.factorize(column)[0], dtype=np.int64)
    if codes.max(initial=0) < 1:
        raise EstimationError(
            "There is one cluster, so nothing can be learned about how clusters differ",
            code="RE-E15",
            column=name,
            rows=codes.size,
            do="Leave cluster= out; at least two clusters are needed, ten are advised.",
        )
    several = int((codes[history.pairs[0]] != codes[history.pairs[1]]).sum())
    if several:
        raise EstimationError(
            "Some people are in more than one cluster over time",
            code="RE-M21",
            column=name,
            rows=several,
            do="Use the cluster known at time zero.",
        )
    return codes
