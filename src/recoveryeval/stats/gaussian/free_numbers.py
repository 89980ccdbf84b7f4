"""How a covariance bends in the free numbers that a search moves."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.gaussian.gaussian_structures import Structure


def bend(structure: Structure, free: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return second derivatives (s, s) of phi in the free numbers, summed by weights (K,)."""
    moves = np.diag(1e-3 * np.maximum(1.0, np.abs(free)))
    size = len(free)
    here = float(weights @ structure.phi(free))
    sides = [[float(weights @ structure.phi(free + s * m)) for s in (1, -1)] for m in moves]
    out = np.zeros((size, size))
    for i in range(size):
        out[i, i] = (sum(sides[i]) - 2 * here) / moves[i, i] ** 2
        for j in range(i):
            both = [
                float(weights @ structure.phi(free + s * (moves[i] + moves[j]))) for s in (1, -1)
            ]
            mixed = sum(both) - sum(sides[i]) - sum(sides[j]) + 2 * here
            out[i, j] = out[j, i] = mixed / (2 * moves[i, i] * moves[j, j])
    return out


def jacobian(structure: Structure, free: np.ndarray) -> np.ndarray:
    """Return dphi/dfree (K, s); phi is smooth and cheap, so differences of order four are exact."""
    columns = []
    for j in range(len(free)):
        step = 1e-3 * max(1.0, abs(free[j]))
        at = [structure.phi(free + m * step * np.eye(len(free))[j]) for m in (-2, -1, 1, 2)]
        columns.append((at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step))
    return np.array(columns).T
