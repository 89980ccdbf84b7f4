"""The tidy tables of several imputations as one, by Rubin's rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.pooled_rows import PooledRows, pooled_rows
from recoveryeval.results.status import worst
from recoveryeval.stats.missing.rubin import Floats

KEYS = ("term", "outcome", "cause", "group", "contrast", "level", "time", "estimand")
COLUMNS = ("estimate", "std_error", "df", "statistic", "p_value", "conf_low", "conf_high",
           "conf_level", "df_numerator")  # fmt: skip


def pooled_table(
    tables: Sequence[pd.DataFrame], conf_level: float
) -> tuple[pd.DataFrame, PooledRows]:
    """Return one table for several that answer the same questions, and how.

    A row that is not estimable in one imputation is not estimable at all.
    """
    first = tables[0].reset_index(drop=True)
    keys = [key for key in KEYS if key in first]
    aligned = [_aligned(table, first, keys) for table in tables]
    numbers = {name: _stack(aligned, name) for name in COLUMNS}
    found = pooled_rows(first, numbers, conf_level)
    out = first.drop(columns="observed", errors="ignore")  # a version's mean is not of who was seen
    for name, values in found.numbers.items():
        if name in out or not np.isnan(values).all():
            out[name] = values
    out["conf_level"] = np.where(found.limited, conf_level, np.nan)
    for name in ("n", "n_event", "n_censor", "n_risk", "denominator"):
        if name in out:
            out[name] = _stack(aligned, name).mean(axis=0)
    states = [[str(t["status"].iloc[k]) for t in aligned] for k in range(len(first))]
    out["status"] = [
        "not_estimable" if found.lost[k] else worst(state) for k, state in enumerate(states)
    ]
    out["method"] = [_how(first, k, found) for k in range(len(first))]
    return out, found


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


def _stack(tables: list[pd.DataFrame], name: str) -> Floats:
    """Return one column of every table, shape (m, rows); NaN where it does not exist."""
    absent = np.full(len(tables[0]), np.nan)
    columns = [
        t[name].to_numpy(dtype="float64", na_value=np.nan) if name in t else absent for t in tables
    ]
    return np.stack(columns)


def _how(first: pd.DataFrame, k: int, found: PooledRows) -> str:
    """Return the method of a row, pooled; what was corrected of single rows is not."""
    own = str(first["method"].iloc[k]) if "method" in first else ""
    parts = [part for part in own.split("; ") if not part.startswith(("p value", "limits:"))]
    own = "; ".join(parts)
    ways = [own if own not in ("", "nan", "None", "<NA>") else "", found.ways[k]]
    return "; ".join(way for way in ways if way)
