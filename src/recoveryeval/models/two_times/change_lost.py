"""Who was lost, compared with who was followed, as they were at the first wave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.two_times.two_waves import TwoWaves
from recoveryeval.results.check import Check

NOTABLE = 0.25
MOST_LEVELS = 12
FEWEST = 2


def lost_rows(waves: TwoWaves) -> list[dict[str, Any]]:
    """Return standardized differences, lost less followed, in the score and the covariates."""
    frame, gone = waves.frame, waves.frame["after"].isna().to_numpy()
    if min(gone.sum(), (~gone).sum()) < FEWEST:
        return []
    rows = [_row("score at the first wave", "", frame["before"].to_numpy(dtype="float64"), gone)]
    for name in waves.traits:
        rows += _covariate(str(name), waves.traits[name], gone)
    return rows


def lost_differs(rows: list[dict[str, Any]]) -> list[Check]:
    """Say how many characteristics differ notably between the lost and the followed."""
    sizes = [abs(row["estimate"]) for row in rows if np.isfinite(row["estimate"])]
    notable = sum(size > NOTABLE for size in sizes)
    if not sizes:
        return []
    told = (
        f"In {notable} of {len(sizes)} characteristics, people who were lost and people who were "
        f"followed differ by more than {NOTABLE:g} standard deviations at the first wave."
    )
    verdict = "concern" if notable else "pass"
    return [Check("lost_differ", told, verdict, statistic=max(sizes))]  # type: ignore[arg-type]


def _covariate(name: str, column: pd.Series, gone: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of one covariate: one for a number, one per level otherwise."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        values = column.to_numpy(dtype="float64", na_value=np.nan)
        return [_row(name, "", values, gone)]
    text = column.astype("string")
    levels = sorted(text.dropna().unique())
    if not 1 < len(levels) <= MOST_LEVELS:
        return []
    known = text.notna().to_numpy(dtype=bool)
    return [
        _row(name, str(level),
             np.where(known, (text == level).fillna(False).to_numpy(dtype=float), np.nan), gone)
        for level in levels
    ]  # fmt: skip


def _row(name: str, level: str, values: np.ndarray, gone: np.ndarray) -> dict[str, Any]:
    """Return one standardized difference."""
    lost, kept = values[gone & ~np.isnan(values)], values[~gone & ~np.isnan(values)]
    enough = min(len(lost), len(kept)) >= FEWEST
    spread = np.sqrt((lost.var(ddof=1) + kept.var(ddof=1)) / 2) if enough else 0.0
    known = spread > 0
    return {
        "term": name,
        "level": level,
        "contrast": "lost - followed",
        "estimand": "standardized difference",
        "estimate": (lost.mean() - kept.mean()) / spread if known else np.nan,
        "n": float(len(lost) + len(kept)),
        "status": "ok" if known else "not_estimable",
        "reason": "" if known else "too few people, or no variation",
        "method": "difference of means over the pooled standard deviation",
    }
