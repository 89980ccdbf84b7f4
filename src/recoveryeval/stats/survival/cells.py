"""Weighted cells: the one input of every time-to-event estimator.

A cell is a set of people who share entry, time, cause, group, stratum and cluster; ``n`` says how
many they are. A table of people is the case ``n = 1``, so rows and cells take the same path.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.survival.same_times import same_times

# The names say what an array holds; numpy's stubs lose the dtype in most operations.
Floats = NDArray[Any]
Ints = NDArray[Any]
Bools = NDArray[Any]

CENSORED = 0
CONTINUES = -1  # the person's observation goes on in another row: neither event nor censoring


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Counting-process cells; at risk at ``t`` means ``entry < t <= time``. All arrays (N,)."""

    entry: Floats
    time: Floats
    cause: Ints
    n: Floats
    weight: Floats
    group: Ints
    stratum: Ints
    cluster: Ints

    @property
    def event(self) -> Bools:
        """Whether an event of any cause ended the row, (N,)."""
        return np.asarray(self.cause > 0)

    @property
    def enters_late(self) -> bool:
        """Whether any row starts after the beginning of time."""
        return bool(np.isfinite(self.entry).any())

    def where(self, mask: NDArray[Any]) -> Cells:
        """Return the cells a mask or index picks, (M,)."""
        return Cells(*(getattr(self, f.name)[mask] for f in fields(self)))


def make_cells(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    n: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    group: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
) -> Cells:
    """Return checked cells; every array (N,), whatever is left out takes its neutral value."""
    times = np.asarray(time, dtype=np.float64)
    size = times.size
    cells = Cells(
        entry=_floats(entry, size, -np.inf),
        time=times,
        cause=np.asarray(cause).astype(np.int64),
        n=_floats(n, size, 1.0),
        weight=_floats(weight, size, 1.0),
        group=_codes(group, size),
        stratum=_codes(stratum, size),
        cluster=np.arange(size, dtype=np.int64) if cluster is None else _codes(cluster, size),
    )
    _refuse_impossible(cells)
    aligned = same_times(cells.time, cells.entry)
    if aligned[0] is not cells.time:
        cells = replace(cells, time=aligned[0], entry=aligned[1])
        _refuse_impossible(cells)
    empty = cells.n == 0
    return cells.where(~empty) if empty.any() else cells


def _floats(values: ArrayLike | None, size: int, neutral: float) -> Floats:
    """Return floats (N,), or the neutral value N times."""
    return np.full(size, neutral) if values is None else np.asarray(values, dtype=np.float64)


def _codes(values: ArrayLike | None, size: int) -> Ints:
    """Return integer codes (N,), or zeros."""
    return np.zeros(size, np.int64) if values is None else np.asarray(values).astype(np.int64)


def _refuse_impossible(cells: Cells) -> None:
    """Raise where a cell cannot have happened; counts only, never a value."""
    if len({getattr(cells, f.name).shape for f in fields(cells)}) != 1:
        raise EstimationError(
            "The columns of the cells differ in length",
            code="RE-E27",
            do="Give arrays of one length.",
        )
    problems = {
        "a time that is missing, infinite or below zero": ~(cells.time >= 0) | np.isinf(cells.time),
        "an entry that is missing, or not before the end": ~(cells.entry < cells.time),
        "a count or weight that is missing, infinite or below zero": ~(
            np.isfinite(cells.n) & np.isfinite(cells.weight) & (cells.n >= 0) & (cells.weight >= 0)
        ),
        "a group or stratum without a code": (cells.group < 0) | (cells.stratum < 0),
    }
    for problem, rows in problems.items():
        if rows.any():
            raise EstimationError(
                f"Some rows have {problem}",
                code="RE-E27",
                rows=int(rows.sum()),
                do="Correct these rows, or set them aside before the analysis.",
            )
