"""Tests of matched changes in a score: by their mean, and by their signed ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.scales.shift_limits import inverted_limits, signed_rank_z

EXACT_BELOW = 50
TABLE_UP_TO = 1500
ROUNDING = 1e-12
LARGEST = 1e150  # its square is still a number


@dataclass(frozen=True, slots=True)
class Shift:
    """A center of changes with its limits and test; ``used`` people, ``zeros`` without change.

    ``reached`` is the level of limits that rest on ranks.
    """

    estimate: float
    std_error: float
    statistic: float
    df: float
    p_value: float
    low: float
    high: float
    used: int
    zeros: int
    exact: bool
    reached: float = np.nan


def varies(change: NDArray[np.float64], *scores: NDArray[np.float64]) -> bool:
    """Say whether changes (n,) differ beyond what rounding of the scores (n,) makes."""
    size = max(float(np.abs(part).max()) for part in (change, *scores))
    if len(change) < 2 or not size < LARGEST:
        return False
    return bool(np.ptp(change) > ROUNDING * size and change.std() > 0)


def mean_shift(change: NDArray[np.float64], conf_level: float) -> Shift:
    """Return the mean of changes (n,), n > 1 and not all equal, by Student's t."""
    from scipy.special import stdtr, stdtrit

    n = len(change)
    mean, error = float(change.mean()), float(change.std(ddof=1) / np.sqrt(n))
    t = mean / error
    reach = float(stdtrit(n - 1, (1 + conf_level) / 2)) * error
    p = 2 * float(stdtr(n - 1, -abs(t)))
    zeros = int((change == 0).sum())
    return Shift(mean, error, t, n - 1.0, p, mean - reach, mean + reach, n, zeros, True)


def signed_rank_shift(change: NDArray[np.float64], conf_level: float) -> Shift:
    """Return the pseudo-median of changes (n,) by Wilcoxon's signed ranks.

    Zero changes carry no sign and are left out. The distribution is exact for
    fewer than fifty changes without ties and zeros, otherwise normal with
    corrections for ties and continuity. Limits are the shifts that the test
    does not reject; ``reached`` is less than asked where there are none so wide.
    """
    moved = np.sort(change[change != 0])
    n, zeros = len(moved), int((change == 0).sum())
    size = np.abs(moved)
    rank = _midranks(size)
    positive = float(rank[moved > 0].sum())
    exact = n < EXACT_BELOW and not zeros and len(np.unique(size)) == n
    p = _exact_p(positive, n) if exact else _normal_p(positive, size, n)
    low, high, reached = _limits(moved, conf_level, exact=exact)
    pairs = n * (n + 1) // 2
    middle = (_pair_mean(moved, (pairs - 1) // 2) + _pair_mean(moved, pairs // 2)) / 2
    return Shift(middle, np.nan, positive, np.nan, p, low, high, n, zeros, exact, reached=reached)


def _limits(
    moved: NDArray[np.float64], conf_level: float, *, exact: bool
) -> tuple[float, float, float]:
    """Return lower and upper limit of sorted changes (n,), and the level that they reach.

    Limits of an exact test are means of pairs. Where not even the smallest and
    the largest change are far enough apart, they are the limits.
    """
    from scipy.special import ndtr, ndtri

    n, tail = len(moved), (1 - conf_level) / 2
    if exact:
        below = np.cumsum(_rank_sums(n))
        cut = max(int(np.searchsorted(below, tail)) - 1, 0)
        last = n * (n + 1) // 2 - 1 - cut
        reached = conf_level if below[0] <= tail else float(1 - 2 * below[0])
        if reached <= 0:
            return np.nan, np.nan, 0.0
        return _pair_mean(moved, cut), _pair_mean(moved, last), reached
    low, high = inverted_limits(moved, float(-ndtri(tail)))
    if np.isfinite(low) and np.isfinite(high):
        return low, high, conf_level
    ends = (signed_rank_z(moved, float(moved[0])), signed_rank_z(-moved, -float(moved[-1])))
    reached = float(max(2 * ndtr(min(ends)) - 1, 0.0))
    return (float(moved[0]), float(moved[-1]), reached) if reached else (np.nan, np.nan, 0.0)


def _midranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks (n,) from 1, the mean rank where values are tied."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse], dtype=np.float64)


def _rank_sums(n: int) -> NDArray[np.float64]:
    """Return the probability of every rank sum 0 to n(n+1)/2 when signs are fair coins."""
    chance = np.zeros(n * (n + 1) // 2 + 1)
    chance[0] = 1.0
    for rank in range(1, n + 1):
        chance[rank:] = (chance[rank:] + chance[:-rank]) / 2
        chance[:rank] /= 2
    return chance


def _exact_p(positive: float, n: int) -> float:
    """Return the exact two-sided p value of a sum of positive ranks without ties."""
    below = np.cumsum(_rank_sums(n))
    k = round(positive)
    lower, upper = below[k], 1 - (below[k - 1] if k else 0.0)
    return float(min(1.0, 2 * min(lower, upper)))


def _normal_p(positive: float, size: NDArray[np.float64], n: int) -> float:
    """Return the normal two-sided p value, corrected for ties and continuity."""
    from scipy.special import ndtr

    counts = np.unique(size, return_counts=True)[1]
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((counts**3 - counts).sum()) / 48
    away = abs(positive - n * (n + 1) / 4)
    return float(2 * ndtr(-max(away - 0.5, 0.0) / np.sqrt(variance)))


def _pair_mean(moved: NDArray[np.float64], k: int) -> float:
    """Return the k-th smallest (from 0) mean of two changes, each with itself too.

    Beyond a table's size by bisection on how many means lie at or below a
    value, which needs no memory and ends within rounding of the mean.
    """
    n = len(moved)
    if n <= TABLE_UP_TO:
        first, second = np.triu_indices(n)
        return float(np.partition((moved[first] + moved[second]) / 2, k)[k])
    low, high = float(moved[0]), float(moved[-1])
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        upper = np.searchsorted(moved, 2 * middle - moved, side="right")
        if int(np.maximum(upper - np.arange(n), 0).sum()) > k:
            high = middle
        else:
            low = middle
    return high
