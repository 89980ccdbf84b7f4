"""Several comparisons at once: corrected p values, and the level that limits of each then need."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.stats.multiplicity import adjusted
from recoveryeval.stats.studentized_range import range_quantile, range_sf

Correction = Literal["none", "holm", "bonferroni", "sidak", "tukey"]


def check_correction(method: object) -> None:
    """Raise unless there is such a correction."""
    known = get_args(Correction)
    if method not in known:
        raise EstimationError(
            "There is no such correction for the number of comparisons",
            code="RE-M30",
            do=f"Use one of: {', '.join(known)}.{nearest(str(method), known)}",
        )


def corrected(
    p_values: np.ndarray, statistic: np.ndarray, df: np.ndarray, method: Correction, levels: int
) -> np.ndarray:
    """Return corrected p values (k,) of t statistics with their df; missing ones stay missing.

    ``levels`` of one factor were compared in every pair, which only Tukey's range asks for.
    """
    p = np.asarray(p_values, dtype=float)
    known = ~np.isnan(p)
    if method == "sidak":
        return np.asarray(-np.expm1(known.sum() * np.log1p(-np.minimum(p, 1 - 1e-16))))
    if method != "tukey":
        return adjusted(p, method)
    out = np.full(len(p), np.nan)
    for k in np.flatnonzero(known):
        out[k] = range_sf(np.sqrt(2.0) * abs(statistic[k]), levels, df[k])
    return out


def level_of_each(
    conf_level: float, method: Correction, count: int, *, levels: int, df: float
) -> float:
    """Return the confidence of single limits that hold together at ``conf_level``.

    Holm's steps have no such limits: theirs stay single.
    """
    if method == "bonferroni" and count:
        return 1 - (1 - conf_level) / count
    if method == "sidak" and count:
        return float(conf_level ** (1 / count))
    if method != "tukey" or np.isnan(df):
        return conf_level
    from scipy.special import stdtr

    half = range_quantile(conf_level, levels, df) / np.sqrt(2.0)
    return float(2 * stdtr(min(df, 1e12), half) - 1)
