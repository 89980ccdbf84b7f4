"""The tidy tables of several imputations as one, by Rubin's rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.results.status import worst
from recoveryeval.stats.missing.rubin import Pooled, pool

KEYS = ("term", "outcome", "cause", "group", "contrast", "level", "time", "estimand")
METHOD = "pooled by Rubin's rules"


def pooled_table(tables: Sequence[pd.DataFrame], conf_level: float) -> tuple[pd.DataFrame, Pooled]:
    """Return one table for several that answer the same questions, and what imputation cost.

    A row without a standard error is the mean of its estimates. A row that is
    not estimable in one imputation is not estimable at all.
    """
    first = tables[0].reset_index(drop=True)
    keys = [key for key in KEYS if key in first]
    aligned = [_aligned(table, first, keys) for table in tables]
    estimates, errors = _stack(aligned, "estimate"), _stack(aligned, "std_error")
    free = _stack(aligned, "df").mean(axis=0)
    found = pool(estimates, errors, np.where(np.isnan(free), np.inf, free))
    out = first.copy()
    out["estimate"] = found.estimate
    tested = ~np.isnan(found.std_error)
    numbers = _tests(found, conf_level)
    for name, values in numbers.items():
        out[name] = np.where(tested, values, np.nan)
    out["conf_level"] = conf_level
    for name in ("n", "n_event", "n_censor", "n_risk", "denominator"):
        if name in out:
            out[name] = _stack(aligned, name).mean(axis=0)
    states = [[str(t["status"].iloc[k]) for t in aligned] for k in range(len(first))]
    out["status"] = [worst(state) for state in states]
    out["method"] = [_how(first, k) for k in range(len(first))]
    return out, found


def _tests(found: Pooled, conf_level: float) -> dict[str, np.ndarray]:
    """Return error, statistic, df, p value and limits of pooled rows."""
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    with np.errstate(divide="ignore", invalid="ignore"):
        t = found.estimate / found.std_error
    normal = np.isinf(found.df)
    df = np.where(normal, 1.0, found.df)
    p = 2 * np.where(normal, ndtr(-np.abs(t)), stdtr(df, -np.abs(t)))
    tail = 0.5 + conf_level / 2
    reach = np.where(normal, ndtri(tail), stdtrit(df, tail)) * found.std_error
    return {
        "std_error": found.std_error,
        "statistic": t,
        "df": found.df,
        "p_value": p,
        "conf_low": found.estimate - reach,
        "conf_high": found.estimate + reach,
    }


def _aligned(table: pd.DataFrame, first: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return a table in the order of the first; other questions cannot be pooled."""
    same = table.reset_index(drop=True)
    fits = len(same) == len(first) and all(
        same[key].astype("string").fillna("").equals(first[key].astype("string").fillna(""))
        for key in keys
    )
    if not fits:
        raise EstimationError(
            "The model answers different questions in different imputations",
            code="RE-MI41",
            rows=abs(len(same) - len(first)),
            do="Use a model whose rows do not depend on the values, for example at fixed times.",
        )
    return same


def _stack(tables: list[pd.DataFrame], name: str) -> np.ndarray:
    """Return one column of every table, shape (m, rows); NaN where it does not exist."""
    absent = np.full(len(tables[0]), np.nan)
    columns = [
        t[name].to_numpy(dtype="float64", na_value=np.nan) if name in t else absent for t in tables
    ]
    return np.stack(columns)


def _how(first: pd.DataFrame, k: int) -> str:
    """Return the method of a row, pooled."""
    own = str(first["method"].iloc[k]) if "method" in first else ""
    return f"{own}; {METHOD}" if own and own != "nan" else METHOD
