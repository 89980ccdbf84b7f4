"""How many digits of each estimator agree with R, by what the data have in them.

Each comparison holds our numbers beside R's golden ones. The digits of a cell of the matrix are
those of its worst comparison, so that the page claims no more than what every data set reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FEATURES = (
    "ties",
    "entry",
    "weights",
    "strata",
    "clusters",
    "three groups",
    "repeats",
    "intervals",
)
FILE = Path(__file__).resolve().parents[1] / "docs" / "validation" / "survival_digits.csv"
MOST = 13  # beyond this, numbers differ by the rounding of their last operations
RESERVE = 1  # one digit is held back, since machines round differently
SHARE = 1e-6  # an entry smaller than this share of the largest is held to the largest


@dataclass(frozen=True)
class Compared:
    """Our numbers and R's for one estimator on one data set, and what the data have."""

    estimator: str
    data: str
    features: tuple[str, ...]
    ours: np.ndarray
    theirs: np.ndarray


def compared(
    estimator: str, data: str, features: Iterable[str], ours: Any, theirs: Any
) -> Compared:
    one, two = (np.ravel(np.asarray(v, dtype=float)) for v in (ours, theirs))
    kept = np.isfinite(two)
    if one.shape != two.shape or not np.isfinite(one[kept]).all() or not kept.any():
        message = f"{estimator} on {data}: numbers are missing"
        raise ValueError(message)
    return Compared(estimator, data, tuple(features), one[kept], two[kept])


def features_of(
    data: Mapping[str, Any], *roles: str, time: str = "time", event: str = "event"
) -> list[str]:
    """Return what a data set has that a comparison uses: its roles, ties, groups, repeats."""
    columns = {k: np.asarray(v) for k, v in data.items() if v is not None}
    ends = columns[time][columns[event] > 0]
    entry = columns.get("entry", columns.get("start"))
    person = columns.get("person")
    repeated = person is not None and len(np.unique(person)) < len(person)
    groups = columns.get("group")
    has = {
        "ties": len(np.unique(ends)) < len(ends),
        "entry": entry is not None and bool((np.asarray(entry, dtype=float) > 0).any()),
        "three groups": groups is not None and len(np.unique(groups)) > 2,
        "repeats": repeated,
    }
    return [*(name for name, there in has.items() if there), *roles]


def digits(found: Compared) -> int:
    """Return how many digits agree in every number."""
    scale = np.maximum(np.abs(found.theirs), SHARE * np.abs(found.theirs).max())
    gap = np.abs(found.ours - found.theirs) / np.where(scale > 0, scale, 1.0)
    worst = float(gap.max())
    return MOST if worst < 10.0**-MOST else int(np.floor(-np.log10(worst)))


def matrix(found: Iterable[Compared]) -> pd.DataFrame:
    """Return digits by estimator and feature; empty where no data set has both."""
    rows = [
        {"estimator": c.estimator, "data": c.data, "feature": name, "digits": digits(c)}
        for c in found
        for name in ("any", *c.features)
    ]
    table = pd.DataFrame(rows)
    order = list(dict.fromkeys(table["estimator"]))
    wide = table.pivot_table(index="estimator", columns="feature", values="digits", aggfunc="min")
    wide = wide.reindex(index=order, columns=["any", *FEATURES]).astype("Int64") - RESERVE
    sets = table.groupby("estimator")["data"].nunique().reindex(order)
    wide.insert(0, "data sets", sets.astype("Int64"))
    return wide.rename_axis(columns=None).reset_index()
