"""Where interval-censored observations can place their mass (Turnbull 1976).

An event known to lie after the visit at ``left`` and no later than the visit at ``right`` is in the
half-open (left, right]; equal ends are an exact time. The likelihood depends only on the mass of
the innermost intervals: each begins at some left end that a right end follows directly. Each is the
last one that some observation covers, so that the masses of largest likelihood are unique.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class InnermostIntervals:
    """Innermost intervals (J,), and which stretch of them each kind of observation (M,) covers.

    An observation covers ``start <= j < stop``; ``n`` (M,) counts observations of that kind, and
    ``kind`` (N,) says which kind each row given is of.
    """

    lower: Floats
    upper: Floats
    start: Ints
    stop: Ints
    n: Floats
    kind: Ints


def innermost_intervals(left: Floats, right: Floats, n: Floats) -> InnermostIntervals:
    """Return the intervals for ends (N,); a right end may be infinite."""
    _refuse(left, right)
    values, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    # At one value: exact times open, then everything closes, then half-open intervals open.
    begin = 3 * place[: left.size] + np.where(left == right, 0, 2)
    end = 3 * place[left.size :] + 1
    codes = np.unique(np.concatenate([begin, end]))
    opens = codes % 3 != 1
    inner = np.flatnonzero(opens[:-1] & ~opens[1:])
    first, last = codes[inner], codes[inner + 1]
    start = np.searchsorted(first, begin, side="left")
    stop = np.searchsorted(last, end, side="right")
    kinds, kind = np.unique(np.stack([start, stop]), axis=1, return_inverse=True)
    count = np.bincount(kind, n, minlength=kinds.shape[1])
    return InnermostIntervals(
        values[first // 3], values[last // 3], kinds[0], kinds[1], count, np.ravel(kind)
    )


def _refuse(left: Floats, right: Floats) -> None:
    """Raise where an interval is empty."""
    bad = ~(left <= right) | np.isinf(left) & (left > 0)
    if bad.any():
        raise EstimationError(
            "Some intervals are missing an end, or end before they begin",
            code="RE-E27",
            rows=int(bad.sum()),
            do="Correct these rows, or set them aside before the analysis.",
        )
