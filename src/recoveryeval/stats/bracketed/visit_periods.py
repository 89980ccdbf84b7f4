"""Times as numbers of periods between visits, which need not be equally long."""

from __future__ import annotations

import numpy as np


def visit_periods(
    entry: np.ndarray, time: np.ndarray, event: np.ndarray, visits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return entry and time (rows,) counted in periods; ``visits`` (m,) ascend from above 0.

    Period j ends with visit j and begins after the one before. An event counts in the period it
    falls into; censoring and late entry count whole periods only.
    """
    edges = np.concatenate([[0.0], visits])
    falls = np.maximum(np.searchsorted(edges, time, side="left"), 1)
    whole = np.searchsorted(edges, time, side="right") - 1
    begin = np.searchsorted(edges, np.maximum(entry, 0.0), side="left")
    counted = np.where(np.isfinite(entry), begin.astype(float), -np.inf)
    return counted, np.where(event, falls, whole).astype(float)


def spans_one_period(left: np.ndarray, right: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """Return whether each interval (rows,) with an event lies within one period."""
    edges = np.concatenate([[0.0], visits])
    before = np.searchsorted(edges, left, side="right") - 1
    after = np.searchsorted(edges, right, side="left")
    return np.asarray(np.isinf(right) | (after <= before + 1) | (left == right))
