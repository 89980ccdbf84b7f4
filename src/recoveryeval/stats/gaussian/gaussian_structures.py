"""Covariance structures: a few free numbers, and the covariance elements they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from recoveryeval.stats.gaussian.gaussian_sums import triangle

StructureName = Literal["us", "toeph", "ar1h", "csh", "toep", "ar1", "cs"]
LADDER: tuple[StructureName, ...] = ("us", "toeph", "ar1h", "csh", "cs")


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """``start`` (s,) free numbers, and ``phi`` which turns free numbers into elements (K,)."""

    name: str
    start: np.ndarray
    phi: Callable[[np.ndarray], np.ndarray]


def lower(matrix: np.ndarray) -> np.ndarray:
    """Return the lower triangle (K,) of a symmetric matrix, column by column."""
    return np.asarray(matrix[places(len(matrix))])


def full(phi: np.ndarray, r: int) -> np.ndarray:
    """Return the symmetric matrix (r, r) of a lower triangle."""
    matrix, (i, j) = np.zeros((r, r)), places(r)
    matrix[i, j] = matrix[j, i] = phi[: len(i)]
    return matrix


@cache
def places(r: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of a lower triangle, column by column."""
    i, j = np.array(triangle(r)).T
    return i, j


def random_effects(r: int, variance: float, scales: np.ndarray) -> Structure:
    """Return an unstructured random-effects covariance (by its root) and a residual variance."""
    return edge_effects(np.arange(r), r, variance, scales)


def edge_effects(order: np.ndarray, rank: int, variance: float, scales: np.ndarray) -> Structure:
    """Return the random effects whose covariance has a root of ``rank`` columns.

    ``order`` are the effects that vary, those that the others follow from first.
    The free numbers have no unit: one is the start's standard deviation of an effect.
    """
    r, sd = len(scales), np.sqrt(variance / 2)
    spots = [(i, j) for j in range(rank) for i in range(j, len(order))]
    rows, columns = np.array([order[i] for i, _ in spots]), np.array([j for _, j in spots])
    units, at = sd / scales[rows], places(r)

    def phi(free: np.ndarray) -> np.ndarray:
        root = np.zeros((r, rank))
        root[rows, columns] = free[:-1] * units
        return np.append((root @ root.T)[at], (sd * np.exp(free[-1])) ** 2)

    start = np.array([float(i == j) for i, j in spots])
    return Structure("random", np.append(start, 0.0), phi)


def with_levels(inner: Structure, levels: int, variance: float) -> Structure:
    """Return a structure followed by one variance per level of groups, by its root."""
    size = len(inner.start)

    def phi(free: np.ndarray) -> np.ndarray:
        return np.append(inner.phi(free[:size]), free[size:] ** 2 * (variance / 10))

    return Structure(inner.name, np.append(inner.start, np.ones(levels)), phi)


def by_name(name: StructureName, r: int, variance: float) -> Structure:
    """Return a structure for r visits, started at the given residual variance."""
    log_sd = 0.5 * np.log(variance)
    if name == "us":
        return _unstructured(r, variance)
    heterogeneous = name in ("toeph", "ar1h", "csh")
    sds = r if heterogeneous else 1
    kind = name.removesuffix("h") if heterogeneous else name
    lags = r - 1 if kind == "toep" else 1

    def phi(free: np.ndarray) -> np.ndarray:
        sd = np.exp(free[:sds]) if heterogeneous else np.repeat(np.exp(free[0]), r)
        return lower(np.outer(sd, sd) * _correlation(kind, np.tanh(free[sds:]), r))

    return Structure(name, np.r_[np.full(sds, log_sd), 0.3 * np.ones(lags)], phi)


def _unstructured(r: int, variance: float) -> Structure:
    """Return the unstructured covariance by its root, diagonal on the log scale."""
    at = places(r)
    diagonal = at[0] == at[1]

    def phi(free: np.ndarray) -> np.ndarray:
        root, values = np.zeros((r, r)), free.copy()
        values[diagonal] = np.exp(values[diagonal])
        root[at] = values
        return np.asarray((root @ root.T)[at]) * variance

    return Structure("us", np.zeros(len(diagonal)), phi)


def _correlation(kind: str, rho: np.ndarray, r: int) -> np.ndarray:
    """Return a correlation matrix (r, r)."""
    lag = np.abs(np.subtract.outer(np.arange(r), np.arange(r)))
    if kind == "ar1":
        return np.asarray(rho[0] ** lag)
    if kind == "cs":
        return np.where(lag == 0, 1.0, rho[0])
    return np.append(1.0, rho)[lag]
