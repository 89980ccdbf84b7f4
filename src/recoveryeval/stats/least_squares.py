"""Least squares with variances that do not assume equal spread, or independence within clusters."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.stats.coefficients import Coefficients

Variance = Literal["model", "HC0", "HC1", "HC2", "HC3"]


def least_squares(x: np.ndarray, y: np.ndarray, *, variance: Variance = "HC3") -> Coefficients:
    """Return coefficients of y (rows,) on x (rows, q), with residual degrees of freedom."""
    rows, q = x.shape
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ y)
    residual = y - x @ beta
    df = float(rows - q)
    if variance == "model":
        covariance = bread * float(residual @ residual) / df
        return Coefficients(beta, covariance, "residual", df)
    leverage = np.einsum("ij,jk,ik->i", x, bread, x)
    free = np.maximum(1 - leverage, 1e-12)
    factor = {
        "HC0": np.ones(rows),
        "HC1": np.full(rows, rows / df),
        "HC2": 1 / free,
        "HC3": 1 / free**2,
    }[variance]
    middle = (x * (factor * residual**2)[:, None]).T @ x
    return Coefficients(beta, bread @ middle @ bread, "residual", df)


def clustered_least_squares(x: np.ndarray, y: np.ndarray, cluster: np.ndarray) -> Coefficients:
    """Return coefficients with the bias-reduced cluster variance (CR2) and its degrees of freedom.

    ``cluster`` (rows,) holds codes 0..G-1. Bell and McCaffrey's adjustment makes the variance
    unbiased under independent errors; each contrast gets its own Satterthwaite df.
    """
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ y)
    residual = y - x @ beta
    q, clusters = x.shape[1], int(cluster.max()) + 1
    s_terms, t_terms = np.zeros((clusters, q, q)), np.zeros((clusters, q, q))
    middle = np.zeros((q, q))
    for g in range(clusters):
        own = cluster == g
        xg = x[own]
        adjusted = _inverse_root(np.eye(len(xg)) - xg @ bread @ xg.T) @ xg @ bread
        score = adjusted.T @ residual[own]
        middle += np.outer(score, score)
        s_terms[g], t_terms[g] = adjusted.T @ adjusted, adjusted.T @ xg
    return Coefficients(
        beta=beta,
        covariance=middle,
        method="bell-mccaffrey",
        base=bread,
        p_terms=s_terms,
        t_terms=t_terms,
    )


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """Return the symmetric inverse square root (m, m); directions without spread stay out."""
    roots, vectors = np.linalg.eigh(matrix)
    scale = np.where(roots > 1e-10, 1 / np.sqrt(np.where(roots > 1e-10, roots, 1.0)), 0.0)
    return np.asarray((vectors * scale) @ vectors.T)
