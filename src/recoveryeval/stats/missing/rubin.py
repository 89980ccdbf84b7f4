"""Rubin's rules: one estimate from several imputations, with Barnard-Rubin degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Pooled rows, each (rows,): estimate, total error, df, and shares that imputation costs.

    ``increase`` is the relative increase in variance due to missing values,
    ``missing_information`` the fraction of information that is missing.
    """

    estimate: Floats
    std_error: Floats
    df: Floats
    increase: Floats
    missing_information: Floats


def pool(estimates: Floats, errors: Floats, complete_df: Floats) -> Pooled:
    """Pool estimates and standard errors (m, rows); complete-data df (rows,), infinite allowed.

    Where the imputations agree exactly nothing was missing, so the df are those
    of the complete data as Barnard and Rubin adjust them.
    """
    m = len(estimates)
    within = (errors**2).mean(axis=0)
    between = estimates.var(axis=0, ddof=1)
    extra = (1 + 1 / m) * between
    total = within + extra
    share = np.divide(extra, total, out=np.zeros_like(total), where=total > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        old = np.where(share > 0, (m - 1) / share**2, np.inf)
        seen = np.where(
            np.isinf(complete_df),
            np.inf,
            (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share),
        )
        df = 1 / (1 / old + 1 / seen)
        increase = np.where(within > 0, extra / within, np.inf)
        information = np.where(np.isinf(df), share, (increase + 2 / (df + 3)) / (increase + 1))
    return Pooled(estimates.mean(axis=0), np.sqrt(total), df, increase, information)
