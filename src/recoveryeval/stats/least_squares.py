"""Least squares with variances that do not assume equal spread, or independence within clusters."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.stats.clusters import clusters_of
from recoveryeval.stats.coefficients import Coefficients

WHOLE, ROUNDING = 1e-10, 1e-7
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
    free = np.maximum(1 - leverage, WHOLE)
    factor = {
        "HC0": np.ones(rows),
        "HC1": np.full(rows, rows / df),
        "HC2": 1 / free,
        "HC3": 1 / free**2,
    }[variance]
    middle = (x * (factor * residual**2)[:, None]).T @ x
    alone = np.abs(x[1 - leverage < WHOLE] @ bread)
    return Coefficients(beta, _silenced(bread @ middle @ bread, alone, bread), "residual", df)


def clustered_least_squares(x: np.ndarray, y: np.ndarray, cluster: np.ndarray) -> Coefficients:
    """Return coefficients with the bias-reduced cluster variance (CR2) and its degrees of freedom.

    ``cluster`` (rows,) holds codes. Bell and McCaffrey's adjustment makes the variance
    unbiased under independent errors; each contrast gets its own Satterthwaite df.
    """
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ y)
    residual = y - x @ beta
    order, of = clusters_of(cluster, np.zeros(len(y)))
    x, residual, q = x[order], residual[order], x.shape[1]
    s_terms, t_terms = np.zeros((of.size.size, q, q)), np.zeros((of.size.size, q, q))
    middle, alone = np.zeros((q, q)), [np.zeros((0, q))]
    root = np.linalg.cholesky(bread)
    for some, at in of.alike(q):
        xg = x[at]
        adjusted, gone = _adjusted(xg, bread, root)
        alone.append(gone)
        score = np.einsum("gmq,gm->gq", adjusted, residual[at])
        middle += score.T @ score
        turned = adjusted.swapaxes(1, 2)
        s_terms[some], t_terms[some] = turned @ adjusted, turned @ xg
    return Coefficients(
        beta=beta,
        covariance=_silenced(middle, np.vstack(alone), bread),
        method="bell-mccaffrey",
        base=bread,
        p_terms=s_terms,
        t_terms=t_terms,
    )


def _adjusted(x: np.ndarray, bread: np.ndarray, root: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (I - X B X')^(-1/2) X B of clusters (g, m, q), and pulls (d, q) without a residual.

    X B X' is of rank q at most, so that its directions are those of X times a root of B, and a
    cluster of many rows needs no matrix of its rows by its rows.
    """
    directions, length, _ = np.linalg.svd(x @ root, full_matrices=False)
    left = 1 - length**2
    known = left > WHOLE
    more = np.where(known, 1 / np.sqrt(np.where(known, left, 1.0)), 0.0) - 1
    plain = x @ bread
    turned = directions.swapaxes(1, 2) @ plain
    return plain + directions @ (more[:, :, None] * turned), np.abs(turned[~known])


def _silenced(covariance: np.ndarray, alone: np.ndarray, bread: np.ndarray) -> np.ndarray:
    """Return a covariance (q, q) without the coefficients that rest on one row or cluster.

    ``alone`` (d, q) says how far what the fit reproduces whatever it is pulls each coefficient:
    its residual is zero, and a robust variance would take it for certain.
    """
    pulled = (alone > ROUNDING * np.sqrt(np.diag(bread))).any(axis=0)
    hidden = np.where(pulled, np.nan, 1.0)
    return np.asarray(covariance * np.outer(hidden, hidden))
