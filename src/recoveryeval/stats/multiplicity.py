"""P values of several comparisons, corrected for their number."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from recoveryeval.errors import EstimationError, nearest

Adjustment = Literal["none", "holm", "bonferroni"]
ADJUSTMENTS = get_args(Adjustment)


def adjusted(p_values: np.ndarray, method: Adjustment) -> np.ndarray:
    """Return adjusted p values (k,); missing ones stay missing and are not counted."""
    if str(method) not in ADJUSTMENTS:
        raise EstimationError(
            "There is no such correction for the number of comparisons",
            code="RE-M30",
            do=f"Use one of: {', '.join(ADJUSTMENTS)}.{nearest(str(method), ADJUSTMENTS)}",
        )
    out = np.array(p_values, dtype=float)
    known = ~np.isnan(out)
    count = int(known.sum())
    if method == "none" or count == 0:
        return out
    values = out[known]
    if method == "bonferroni":
        out[known] = np.minimum(values * count, 1.0)
        return out
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * (count - np.arange(count)))
    corrected = np.empty(count)
    corrected[order] = np.minimum(stepped, 1.0)
    out[known] = corrected
    return out
