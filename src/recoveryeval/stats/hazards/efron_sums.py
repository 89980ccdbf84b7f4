"""Sums over the tied events of one moment, in closed form, however many events are tied.

Efron's rule lets D tied events leave a risk set of total A one after the other, each taking its
share of their own total B: the l-th sees s_l = A - (l / D) B, for l = 0 .. D - 1. Estimators need
the sums of log s_l and of powers of 1 / s_l. With z = D A / B these are sums of log(z - l) and
1 / (z - l)^k over whole steps, which the Euler-Maclaurin formula gives to machine precision once
z - l is large; the last few terms, and moments with few ties, are added up one by one. Cells with
a million tied people thus cost no more than cells with a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.survival.cells import Floats

DIRECT = 64  # terms added up one by one where more events are tied than twice as many
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66)


@dataclass(frozen=True, slots=True, eq=False)
class EfronSums:
    """Sums over tied events, (T,): of log s, 1/s, 1/s^2 and 1/s^3."""

    log: Floats
    inverse: Floats
    inverse2: Floats
    inverse3: Floats


def efron_sums(risk: Floats, tied: Floats, count: Floats) -> EfronSums:
    """Return the sums for risk totals A, tied totals B and whole counts D, each (T,)."""
    z = count * risk / tied
    early = np.where(count > 2 * DIRECT, count - DIRECT, 0.0)
    sums = _added(z, early, count)
    many = np.flatnonzero(early)
    if many.size:
        sums[:, many] += _closed(z[many], early[many])
    unit = count / tied
    return EfronSums(
        log=sums[0] - count * np.log(unit),
        inverse=sums[1] * unit,
        inverse2=sums[2] * unit**2,
        inverse3=sums[3] * unit**3,
    )


def _added(z: Floats, first: Floats, count: Floats) -> Floats:
    """Return sums (4, T) over l = first .. count - 1, one term after the other."""
    terms = (count - first).astype(np.int64)
    starts = np.cumsum(terms) - terms
    step = np.arange(terms.sum()) - np.repeat(starts, terms)
    left = np.repeat(z - first, terms) - step
    inverse = 1.0 / left
    parts = np.stack([np.log(left), inverse, inverse**2, inverse**3])
    return np.asarray(np.add.reduceat(parts, starts, axis=1))


def _closed(z: Floats, count: Floats) -> Floats:
    """Return sums (4, T) over l = 0 .. count - 1 by the Euler-Maclaurin formula."""
    log_left = np.log1p(-count / z)

    def rise(power: float) -> Floats:
        """Return (z - count)^-power - z^-power, (T,), without cancellation."""
        return np.asarray(z**-power * np.expm1(-power * log_left))

    out = np.stack(
        [
            count * np.log(z) - (z - count) * log_left - count - 0.5 * log_left,
            -log_left - 0.5 * rise(1),
            rise(1) - 0.5 * rise(2),
            0.5 * rise(2) - 0.5 * rise(3),
        ]
    )
    for order, bernoulli in enumerate(BERNOULLI, start=1):
        k = 2 * order
        out[0] -= bernoulli / (k * (k - 1)) * rise(k - 1)
        out[1] += bernoulli / k * rise(k)
        out[2] += bernoulli * rise(k + 1)
        out[3] += bernoulli * (k + 1) / 2 * rise(k + 2)
    return out
