"""Which rows an analysis uses: those with every column present, and a weight above zero."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.missing_share import refuse_share, share_verdict
from recoveryeval.results.check import Check

Kept = tuple[np.ndarray, dict[str, int], tuple[Check, ...]]


def kept_rows(rows: int, missing: dict[str, np.ndarray]) -> Kept:
    """Return rows with every column present, counts of those without, and a check on them."""
    kept = np.ones(rows, dtype=bool)
    dropped = {}
    for reason, mask in missing.items():
        fresh = mask & kept
        if fresh.any():
            dropped[reason] = int(fresh.sum())
        kept &= ~mask
    lost = sum(dropped.values())
    if not lost:
        return kept, {}, ()
    refuse_share(
        rows,
        lost,
        what=f"a column of the analysis ({', '.join(dropped)})",
        column=next(iter(dropped)).removesuffix(" missing"),
        do="Leave the column out, or complete it first and state how.",
    )
    check = Check(
        id="rows_not_used",
        meaning=f"{lost} of {rows} rows were not used: {', '.join(dropped)}.",
        verdict=share_verdict(rows, lost),
        statistic=lost / rows,
    )
    return kept, dropped, (check,)


def without_light(found: Kept, weight: np.ndarray | None, name: str | None) -> Kept:
    """Return what is kept without rows of probability weight zero, which count for nobody."""
    kept, dropped, checks = found
    light = kept & (weight == 0) if weight is not None else np.zeros_like(kept)
    count = int(light.sum())
    if not count:
        return found
    told = f"Rows with a weight of zero ({name}), which count for nobody: {count}."
    check = Check("weights_of_zero", told, "note", float(count))
    return kept & ~light, {**dropped, f"{name} zero": count}, (*checks, check)
