"""The likelihood of a random intercept per cluster, by adaptive Gauss-Hermite quadrature.

Each cluster's integral is taken around its own mode and on its own scale, so
that few nodes are enough. Identical clusters are one row with a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.glmm_families import Family, Floats, Terms

Ints = NDArray[np.int64]
_ROUNDS, _CLOSE = 60, 1e-12
BLOCK = 100_000  # values of rows and nodes at a time


@dataclass(frozen=True, slots=True, eq=False)
class Clustered:
    """Rows sorted by cluster: ``y`` (N,), ``x`` (N, q), ``offset`` (N,).

    ``starts`` (G,) is where each cluster begins, ``of`` (N,) which it is, and
    ``n`` (G,) how many clusters like it there are.
    """

    y: Floats
    x: Floats
    offset: Floats
    starts: Ints
    of: Ints
    n: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Quadrature:
    """Log-likelihood and its gradient by (beta, log sigma, log size); modes (G,) of effects."""

    value: float
    gradient: Floats
    modes: Floats
    spread: Floats


def quadrature(
    data: Clustered, terms: Family, theta: Floats, nodes: int, modes: Floats, *, sized: bool
) -> Quadrature:
    """Return the log-likelihood at theta = (beta (q,), log sigma[, log size])."""
    parts = [
        _quadrature(some, terms, theta, nodes, modes[at], sized=sized)
        for some, at in _blocks(data, max(1, BLOCK // nodes))
    ]
    return Quadrature(
        value=sum(part.value for part in parts),
        gradient=np.sum([part.gradient for part in parts], axis=0),
        modes=np.concatenate([part.modes for part in parts]),
        spread=np.concatenate([part.spread for part in parts]),
    )


def _blocks(data: Clustered, rows: int) -> Iterator[tuple[Clustered, slice]]:
    """Yield clusters of about so many rows together, since more leave the processor's memory."""
    place = np.append(data.starts, len(data.y))
    low = 0
    while low < len(data.n):
        high = max(low + 1, int(np.searchsorted(place, place[low] + rows, side="right")) - 1)
        at = slice(place[low], place[high])
        yield (
            Clustered(
                data.y[at], data.x[at], data.offset[at], data.starts[low:high] - place[low],
                data.of[at] - low, data.n[low:high],
            ),
            slice(low, high),
        )  # fmt: skip
        low = high


def _quadrature(
    data: Clustered, terms: Family, theta: Floats, nodes: int, modes: Floats, *, sized: bool
) -> Quadrature:
    """Return what some clusters add to the log-likelihood."""
    q = data.x.shape[1]
    sigma = float(np.exp(theta[q]))
    log_size = float(theta[q + 1]) if sized else 0.0
    eta = data.offset + data.x @ theta[:q]
    modes, spread = _modes(data, terms, eta, (sigma, log_size), modes)
    z, log_w = _points(nodes)
    u = modes[:, None] + np.sqrt(2) * spread[:, None] * z
    each = terms(data.y[:, None], eta[:, None] + sigma * u[data.of], log_size)
    height = _sum(data, each.value) - u**2 / 2 + z**2 + log_w
    top = height.max(axis=1, keepdims=True)
    weight = np.exp(height - top)
    total = weight.sum(axis=1)
    value = np.log(total) + top[:, 0] + np.log(spread) - np.log(np.pi) / 2
    weight /= total[:, None]
    return Quadrature(
        value=float(data.n @ value),
        gradient=_gradient(data, each, weight, u, sigma, sized=sized),
        modes=modes,
        spread=spread,
    )


@cache
def _points(nodes: int) -> tuple[Floats, Floats]:
    """Return places and log weights of the quadrature, without those too far out to weigh."""
    from scipy.special import roots_hermite

    z, w = roots_hermite(nodes)
    return z[w > 0], np.log(w[w > 0])


def _gradient(
    data: Clustered, each: Terms, weight: Floats, u: Floats, sigma: float, *, sized: bool
) -> Floats:
    """Return the gradient: slopes of rows, averaged over what each cluster's effect may be."""
    expected = (each.slope * weight[data.of]).sum(axis=1) * data.n[data.of]
    by_beta = data.x.T @ expected
    by_sigma = sigma * float(data.n @ (weight * u * _sum(data, each.slope)).sum(axis=1))
    if not sized:
        return np.append(by_beta, by_sigma)
    by_size = float(data.n @ (weight * _sum(data, each.shape)).sum(axis=1))
    return np.concatenate([by_beta, [by_sigma, by_size]])


def _modes(
    data: Clustered, terms: Family, eta: Floats, scales: tuple[float, float], start: Floats
) -> tuple[Floats, Floats]:
    """Return the mode (G,) of every cluster's standard effect and its spread (G,)."""
    (sigma, log_size), modes = scales, start.copy()
    low, high = np.full(len(modes), -np.inf), np.full(len(modes), np.inf)
    step = high.copy()
    for _ in range(_ROUNDS):
        each = terms(data.y[:, None], (eta + sigma * modes[data.of])[:, None], log_size)
        slope = sigma * _sum(data, each.slope)[:, 0] - modes
        curve = sigma**2 * _sum(data, each.curve)[:, 0] + 1
        # The slope falls from left to right, so each of its signs bounds the mode.
        low, high = np.where(slope > 0, modes, low), np.where(slope < 0, modes, high)
        moved = modes + np.clip(slope / curve, -3, 3)
        slow = (np.abs(moved - modes) > np.abs(step) / 2) & np.isfinite(high - low)
        halved = slow | (moved < low) | (moved > high)
        moved[halved] = (low[halved] + high[halved]) / 2
        step, modes = moved - modes, moved
        if np.abs(step).max() < _CLOSE:
            break
    return modes, 1 / np.sqrt(curve)


def _sum(data: Clustered, values: Floats) -> Floats:
    """Return sums of rows (N, K) by cluster, shape (G, K)."""
    return np.asarray(np.add.reduceat(values, data.starts, axis=0))
