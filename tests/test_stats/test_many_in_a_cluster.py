"""Bias-reduced variances of long clusters, and of many clusters, without large squares."""

from __future__ import annotations

import tracemalloc

import numpy as np

from recoveryeval.stats.coefficients import row_df
from recoveryeval.stats.least_squares import clustered_least_squares


def test_the_root_of_a_small_rank_is_that_of_the_whole_matrix() -> None:
    rng = np.random.default_rng(3)
    cluster = rng.integers(0, 9, 70)
    x = np.column_stack([np.ones(70), rng.normal(size=70), cluster % 2])
    y = rng.normal(size=70)
    found = clustered_least_squares(x, y, cluster)
    bread = np.linalg.inv(x.T @ x)
    left = y - x @ (bread @ (x.T @ y))
    turn = np.zeros((70, 9))
    for code in range(9):
        own = np.flatnonzero(cluster == code)
        roots, vectors = np.linalg.eigh(np.eye(own.size) - x[own] @ bread @ x[own].T)
        turn[own, code] = ((vectors / np.sqrt(roots)) @ vectors.T @ x[own] @ bread)[:, 1]
    middle = ((turn * left[:, None]).sum(axis=0) ** 2).sum()
    np.testing.assert_allclose(found.covariance[1, 1], middle, rtol=1e-10)
    form = turn.T @ (np.eye(70) - x @ bread @ x.T) @ turn
    df = np.trace(form) ** 2 / (form**2).sum()
    np.testing.assert_allclose(row_df(found, np.array([0.0, 1.0, 0.0])), df, rtol=1e-9)


def test_memory_follows_the_rows() -> None:
    rng = np.random.default_rng(4)
    x = np.column_stack([np.ones(20_000), rng.normal(size=20_000)])
    for clusters in (4, 10_000):
        tracemalloc.start()
        found = clustered_least_squares(x, rng.normal(size=20_000), np.arange(20_000) % clusters)
        row_df(found, np.array([0.0, 1.0]))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 20 * x.nbytes
