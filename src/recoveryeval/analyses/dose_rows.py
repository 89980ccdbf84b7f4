"""Tidy rows of dose over time: one per group and week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.stats.answers.two_proportions import critical, wilson


def week_rows(
    counts: pd.DataFrame, whole: np.ndarray, group: str, measure: str, conf_level: float
) -> list[dict[str, Any]]:
    """Return the rows of one group, given contacts by person and week and weeks observed (n,)."""
    rows = []
    for week in range(int(whole.max(initial=0))):
        n = int((whole > week).sum())
        met = counts.loc[counts["week"] == week, "n_records"].to_numpy(dtype="float64")
        base = {"group": group, "time": float(week + 1), "n": len(whole), "n_risk": float(n)}
        make = _share if measure == "share" else _mean
        rows.append({**base, **make(met, n, conf_level), "status": "ok", "reason": ""})
    return rows


def _share(met: np.ndarray, n: int, conf_level: float) -> dict[str, Any]:
    """Return the share of people with a contact, with Wilson's limits."""
    limits = wilson(len(met), n, conf_level)
    return {
        "estimand": "share with a contact",
        "estimate": len(met) / n,
        "conf_low": limits.low,
        "conf_high": limits.high,
        "conf_level": conf_level,
        "n_event": float(len(met)),
        "method": "Wilson",
    }


def _mean(met: np.ndarray, n: int, conf_level: float) -> dict[str, Any]:
    """Return contacts per person; people without a contact count as 0."""
    total = float(met.sum())
    mean = total / n
    error = np.nan
    if n > 1:
        squares = float((met**2).sum()) - n * mean**2
        error = np.sqrt(max(squares, 0.0) / (n - 1) / n)
    half = critical(conf_level) * error
    return {
        "estimand": "contacts per person",
        "estimate": mean,
        "std_error": error,
        "conf_low": max(mean - half, 0.0) if n > 1 else np.nan,
        "conf_high": mean + half,
        "conf_level": conf_level,
        "n_event": total,
        "method": "mean",
    }
