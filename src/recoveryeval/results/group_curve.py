"""One step curve of a result, and how to read it at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.stats.survival.risk_table import people_at_risk

if TYPE_CHECKING:
    from recoveryeval.results.curve import Curve

KEYS = ("outcome", "cause", "group", "estimand")


@dataclass(frozen=True, slots=True, eq=False)
class GroupCurve:
    """The rows of one curve, ascending in time, with who the curve is about."""

    key: dict[str, str]
    rows: pd.DataFrame
    start: float
    entered_at: np.ndarray
    entered: np.ndarray

    @property
    def label(self) -> str:
        """Name of the group (and of the cause, where there are several)."""
        return " · ".join(self.key[k] for k in ("group", "cause") if k in self.key)

    def numbers(self, column: str) -> np.ndarray:
        """Return a column (T,) as floats."""
        return np.asarray(self.rows[column].to_numpy(dtype="float64", na_value=np.nan))

    def place(self, times: np.ndarray) -> np.ndarray:
        """Return the row in force at each time (M,), -1 before the first."""
        return np.asarray(np.searchsorted(self.numbers("time"), times, side="right") - 1)

    def at_risk(self, times: np.ndarray) -> np.ndarray:
        """Return people under observation just before each time (M,)."""
        return people_at_risk(
            self.numbers("time"), self.numbers("n_risk"), self.entered_at, self.entered, times
        )

    def so_far(self, column: str, times: np.ndarray) -> np.ndarray:
        """Return how many events, or censorings, happened up to each time (M,)."""
        total = np.concatenate([[0.0], np.cumsum(self.numbers(column))])
        return np.asarray(total[self.place(times) + 1])


def group_curves(curve: Curve) -> list[GroupCurve]:
    """Return the curves of a result, in the order of its rows."""
    keys = [k for k in KEYS if k in curve.table]
    found = []
    for values, rows in curve.table.groupby(keys, sort=False, observed=True, dropna=False):
        key = {k: str(v) for k, v in zip(keys, values, strict=True)}
        late = curve.extras.get("entered", {}).get(key.get("group", ""), {})
        found.append(
            GroupCurve(
                key=key,
                rows=rows,
                start=float(curve.extras["start"]),
                entered_at=np.asarray(late.get("time", []), dtype=float),
                entered=np.asarray(late.get("n", []), dtype=float),
            )
        )
    return found
