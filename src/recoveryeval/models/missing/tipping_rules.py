"""What a tipping point may be asked of, and where an answer becomes another one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.imputed import Imputed
from recoveryeval.models.missing.pooled_scale import bounds
from recoveryeval.results.check import Check


def steps_of(deltas: Sequence[float]) -> list[float]:
    """Return the deltas, finite and each once."""
    try:
        steps = [float(delta) for delta in deltas]
    except (TypeError, ValueError):
        steps = []
    if not steps or not np.isfinite(steps).all() or len(set(steps)) != len(steps):
        raise EstimationError(
            "Deltas are absent, not finite or given twice",
            code="RE-MI45",
            do="Give points of the score, for example deltas=[0, -1, -2, -3].",
        )
    return steps


def refuse_answers(imputed: Imputed) -> None:
    """Refuse versions without scores: answers of yes and no are not moved by points."""
    kind = imputed.source.kind if isinstance(imputed, Imputed) else None  # type: ignore[redundant-expr]
    if kind != "repeated":
        raise EstimationError(
            "Only imputed scores can be moved by points",
            code="RE-MI45",
            do="Give what impute() makes of scores; for answers of yes and no, compare what risk() "
            "says where the unseen count as 0, and where they count as 1.",
        )


def groups(imputed: Imputed, by: str | None) -> set[str]:
    """Return the groups of a column."""
    if by is None:
        return set()
    imputed.source.require([by])
    return set(imputed.source.frame[by].dropna().astype(str))


def tips(table: pd.DataFrame, steps: list[float]) -> Check:
    """Say between which deltas the limits begin or cease to hold no difference."""
    at = np.array(steps)[order := np.argsort(steps, kind="stable")]
    none = no_difference(table)
    sign = np.where(table["conf_low"] > none, 1, np.where(table["conf_high"] < none, -1, 0))[order]
    if table[["conf_low", "conf_high"]].isna().any(axis=None):
        bare = "The row has no limits at some points, so it cannot be said where the answer tips."
        return Check("tipping_point", bare, "concern")
    start = int(np.argmin(np.abs(at)))
    changed = [k for k in range(len(at)) if sign[k] != sign[start]]
    if not changed:
        same = f"The answer stays the same from {at.min():g} to {at.max():g} points."
        return Check("tipping_point", same, "pass")
    nearest = min(changed, key=lambda k: abs(at[k] - at[start]))
    told = (
        f"The answer is another one once imputed scores are moved by {at[nearest]:g} points. "
        "Whether the unseen differ that much is for people who know the program to judge."
    )
    return Check("tipping_point", told, "note", statistic=float(at[nearest]))


def no_difference(table: pd.DataFrame) -> float:
    """Return the value that means no difference: one for ratios, zero for all else."""
    least, most = bounds(table)
    return 1.0 if bool(((least == 0) & np.isinf(most)).all()) else 0.0
