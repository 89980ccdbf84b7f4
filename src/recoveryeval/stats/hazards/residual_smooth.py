"""A smooth curve through scaled Schoenfeld residuals: the log hazard ratio over time.

The mean of a scaled residual at a time is about the coefficient at that time (Grambsch and Therneau
1994, doi:10.1093/biomet/81.3.515), and its variance about that of the coefficient times the number
of events. A natural cubic spline is fitted by least squares in transformed time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Floats, Ints

INNER = (1 / 3, 2 / 3)


@dataclass(frozen=True, slots=True, eq=False)
class ResidualSmooth:
    """Smoothed residuals (M, p), and the share (M,) of one residual's variance that each has."""

    value: NDArray[np.float64]
    share: Floats


def residual_smooth(
    time: Floats, residual: NDArray[np.float64], amount: Floats, at: Floats
) -> ResidualSmooth | None:
    """Return the curve at times ``at`` (M,), or None where too few distinct times are there.

    ``time`` (K,) is the transformed time of each residual (K, p), of which ``amount`` (K,) count.
    """
    knots = _knots(time, amount)
    if np.unique(time).size < knots.size + 2 or knots.size < 3:
        return None
    basis, wanted = _natural(time, knots), _natural(at, knots)
    inverse = np.linalg.inv((basis * amount[:, None]).T @ basis)
    fitted = wanted @ inverse @ (basis * amount[:, None]).T @ residual
    return ResidualSmooth(fitted, np.einsum("mi,ij,mj->m", wanted, inverse, wanted))


def residual_means(
    time: Floats, residual: NDArray[np.float64], amount: Floats, fewest: float
) -> tuple[Floats, NDArray[np.float64], Floats]:
    """Return mean time (B,), mean residuals (B, p) and events (B,) of runs of event times.

    Rows (K,) are in order of time. Each run holds ``fewest`` events or more, and whole moments.
    """
    starts = np.flatnonzero(np.diff(time, prepend=-np.inf))
    code = np.repeat(
        _runs(np.add.reduceat(amount, starts), fewest), np.diff(np.append(starts, time.size))
    )
    total = np.bincount(code, amount)
    mean = np.stack([np.bincount(code, amount * r) for r in residual.T], axis=1)
    return np.bincount(code, amount * time) / total, mean / total[:, None], total


def _runs(events: Floats, fewest: float) -> Ints:
    """Return the run (T,) of each moment; what is left at the end joins the last run."""
    code = np.zeros(events.size, dtype=np.int64)
    run, held = 0, 0.0
    for i, count in enumerate(events.tolist()):
        code[i] = run
        held += count
        if held >= fewest:
            run, held = run + 1, 0.0
    return np.minimum(code, max(run - 1, 0))


def _knots(time: Floats, amount: Floats) -> Floats:
    """Return the ends and the thirds (k,) of the times, each counted by its whole amount."""
    whole = bool(np.all(amount == np.rint(amount)))
    spread = np.repeat(time, amount.astype(np.int64)) if whole else time
    return np.unique(np.concatenate([[time.min()], np.quantile(spread, INNER), [time.max()]]))


def _natural(time: Floats, knots: Floats) -> NDArray[np.float64]:
    """Return a basis (K, k) of natural cubic splines: straight beyond the outer knots."""
    low, high = knots[0], knots[-1]
    x, k = (time - low) / (high - low), (knots - low) / (high - low)

    def bend(j: int) -> Floats:
        cubes = np.maximum(x - k[j], 0) ** 3 - np.maximum(x - k[-1], 0) ** 3
        return np.asarray(cubes / (k[-1] - k[j]))

    last = bend(k.size - 2)
    return np.column_stack([np.ones_like(x), x, *(bend(j) - last for j in range(k.size - 2))])
