"""Probability weights: how many people of the target population a row speaks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError


def probability_weights(column: pd.Series, name: str) -> np.ndarray:
    """Return weights (N,), NaN where missing; negative, infinite or all-zero ones are refused."""
    numeric = pd.api.types.is_numeric_dtype(column.dtype)
    values = column.to_numpy(dtype="float64", na_value=np.nan) if numeric else np.full(1, -1.0)
    bad = (values < 0) | np.isinf(values)
    if bad.any() or not np.nansum(values) > 0:
        raise EstimationError(
            "Probability weights must be numbers of zero or more, some above zero",
            code="RE-E33",
            column=name,
            rows=int(bad.sum()) if numeric else len(column),
            do="Give the inverse of the probability of treatment or selection; counts of identical "
            "rows belong into n= of the outcome.",
        )
    return values


def known_weights(column: pd.Series, name: str) -> np.ndarray:
    """Return weights (N,) of rows that are all in use; a missing one is refused."""
    values = probability_weights(column, name)
    absent = int(np.isnan(values).sum())
    if absent:
        raise EstimationError(
            "Some rows have no weight",
            code="RE-E33",
            column=name,
            rows=absent,
            do="Complete the column, or leave those rows out first.",
        )
    return values
