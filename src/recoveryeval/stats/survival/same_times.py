"""Times that differ by rounding only are one time."""

from __future__ import annotations

import numpy as np

# Two times closer than this share of the mean time are one: differences of dates turned into weeks
# or months by division carry rounding errors, which must not untie events.
SAME = float(np.sqrt(np.finfo(np.float64).eps))


def same_times(time: np.ndarray, entry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return times and entries (N,) in which all that are equal up to rounding are equal.

    Done once over everybody, so that curves of groups and tests between them have the same ties.
    """
    late = np.isfinite(entry)
    both = np.concatenate([time, entry[late]]) if late.any() else time
    if both.size == 0 or bool(np.all(both == np.rint(both))):
        return time, entry
    order = np.argsort(both)
    ascending = both[order]
    gap = np.diff(ascending, prepend=-np.inf)
    new = gap > SAME * float(np.abs(ascending[gap > 0]).mean())
    if bool(np.all(new | (gap == 0))):
        return time, entry
    snapped = np.empty_like(both)
    snapped[order] = ascending[new][np.cumsum(new) - 1]
    entries = entry.copy()
    entries[late] = snapped[time.size :]
    return snapped[: time.size], entries
