"""Cells made coarse enough to leave a site: no cell with fewer than a given number of people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError


def merge_small(
    cells: pd.DataFrame, *, time: str, key: Sequence[str], min_n: float
) -> pd.DataFrame:
    """Return cells of at least ``min_n`` people, neighbors in time merged at their last time.

    Within each combination of ``key`` (the event and the covariates) times are
    walked from early to late and added up until there are enough; what is left
    at the end joins the last cell. Dates move later by at most one merged span.
    """
    _refuse_least(min_n)
    ordered = cells.sort_values([*key, time], kind="stable").reset_index(drop=True)
    group = ordered.groupby(list(key), dropna=False, observed=True, sort=False).ngroup().to_numpy()
    total = np.bincount(group, weights=ordered["n"])
    small = total < min_n
    if small.any():
        raise OutcomeError(
            f"{int(small.sum())} combinations of event and covariates hold fewer than {min_n:g} "
            "people at all times together",
            code="RE-O10",
            rows=int(small.sum()),
            do="Use fewer covariates, or coarser ones.",
        )
    ordered["_cell"] = _labels(group, ordered["n"].to_numpy(dtype=float), min_n)
    merged = ordered.groupby("_cell", sort=True).agg(
        {**dict.fromkeys(key, "first"), time: "max", "n": "sum"}
    )
    return merged.reset_index(drop=True)[list(cells.columns)]


def _refuse_least(least: object) -> None:
    """Raise unless the smallest number of people in a cell is a number above zero."""
    if not isinstance(least, int | float | np.number) or not float(least) > 0:
        raise OutcomeError(
            "The smallest number of people in a cell is a number above zero",
            code="RE-O10",
            do="Give for example min_n=11.",
        )


def _labels(group: np.ndarray, n: np.ndarray, min_n: float) -> np.ndarray:
    """Return the number of the merged cell of each row (rows,), rows sorted by group and time."""
    label, labels, held = 0, np.zeros(len(n), dtype=np.int64), 0.0
    for i in range(len(n)):
        if (i and group[i] != group[i - 1]) or held >= min_n:
            label, held = label + 1, 0.0
        labels[i] = label
        held += n[i]
        last = i + 1 == len(n) or group[i + 1] != group[i]
        if last and held < min_n:
            labels[labels == label] = label - 1
    return labels
