"""Columns of a design brought to one scale, so that years, dollars and shares fit equally well."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def even_columns(
    x: NDArray[np.float64], constant: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return even columns (N, p), and the turn (p, p) from their coefficients to those of x.

    ``constant`` (p,) says which columns add up to one, so that the others can be centered; without
    it they are only scaled. Scales are those of distinct values: rows and cells have the same.
    """
    p = x.shape[1]
    inert = np.zeros(p, dtype=bool) if constant is None else constant != 0
    turn, even = np.eye(p), x.copy()
    for j in np.flatnonzero(~inert):
        values = np.unique(x[:, j])
        center = float(values.mean()) if constant is not None and values.size else 0.0
        spread = float(np.sqrt(np.mean((values - center) ** 2))) if values.size else 0.0
        if not spread > 1e-12 * abs(center):
            continue
        even[:, j] = (x[:, j] - center) / spread
        turn[j, j] = 1.0 / spread
        if constant is not None:
            turn[inert, j] = -center / spread * constant[inert]
    return even, turn


def beside_ones(x: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return ``constant`` (p,) of a design whose first column holds ones; None without one."""
    return np.eye(x.shape[1])[0] if x.size and bool((x[:, 0] == 1.0).all()) else None


def turned(
    beta: NDArray[np.float64], covariance: NDArray[np.float64], turn: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients (q,) and covariance (q, q) with the first p turned back to those of x."""
    whole, p = np.eye(beta.size), turn.shape[0]
    whole[:p, :p] = turn
    return whole @ beta, whole @ covariance @ whole.T
