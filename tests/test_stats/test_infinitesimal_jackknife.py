"""The robust variance of a weighted curve against its definition, weight by weight."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.stats.competing import infinitesimal_jackknife as ij
from recoveryeval.stats.survival.cells import Cells, make_cells
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table
from recoveryeval.stats.survival.time_grid import time_grid


def people(*, late: bool, clusters: int) -> Cells:
    rng = np.random.default_rng(8)
    size = 24
    time = rng.integers(2, 9, size).astype(float)
    entry = np.where(rng.random(size) < 0.5, rng.integers(0, 2, size), -np.inf)
    cause = rng.random(size) < 0.55
    cause[np.argmax(time)] = False
    return make_cells(
        time,
        cause,
        entry=entry if late else None,
        weight=rng.uniform(0.3, 3, size),
        cluster=rng.integers(0, clusters, size),
    )


def survival(cells: Cells, weight: np.ndarray) -> np.ndarray:
    moved = make_cells(cells.time, cells.cause, entry=cells.entry, weight=weight)
    return product_limit(risk_table(moved)).survival


def by_definition(cells: Cells, clusters: np.ndarray) -> np.ndarray:
    """Return the standard error from numeric derivatives of S by each weight."""
    step = 1e-5
    total = np.zeros((int(clusters.max()) + 1, np.unique(cells.time).size))
    for i in range(cells.time.size):
        up, down = (cells.weight + s * step * (np.arange(cells.time.size) == i) for s in (1, -1))
        slope = (survival(cells, up) - survival(cells, down)) / (2 * step)
        total[clusters[i]] += cells.weight[i] * slope
    return np.sqrt((total**2).sum(axis=0))


@pytest.mark.parametrize("late", [False, True])
def test_each_row_its_own_cluster(late: bool) -> None:
    cells = people(late=late, clusters=5)
    table = risk_table(cells)
    curve = product_limit(table).survival
    found = ij.robust_error(cells, table, curve, clustered=False)
    known = curve > 0
    expected = by_definition(cells, np.arange(cells.time.size))
    np.testing.assert_allclose(found[known], expected[known], rtol=1e-7)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("block", [ij.BLOCK, 20])
def test_clusters_add_before_squaring(
    late: bool, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ij, "BLOCK", block)
    cells = people(late=late, clusters=5)
    table = risk_table(cells)
    curve = product_limit(table).survival
    found = ij.robust_error(cells, table, curve, clustered=True)
    known = curve > 0
    expected = by_definition(cells, cells.cluster)
    np.testing.assert_allclose(found[known], expected[known], rtol=1e-7)


def test_weights_of_one_give_greenwood_without_ties() -> None:
    time = np.arange(1.0, 13.0)
    cells = make_cells(time, np.arange(12) % 3 > 0)
    table = risk_table(cells)
    curve = product_limit(table)
    found = ij.robust_error(cells, table, curve.survival, clustered=False)
    np.testing.assert_allclose(found, curve.std_error, rtol=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
def test_squares_over_time_are_those_of_a_table_of_clusters(weighted: bool) -> None:
    rng = np.random.default_rng(5)
    size = 600
    cells = make_cells(
        rng.exponential(1.0, size),
        rng.random(size) < 0.6,
        weight=rng.exponential(1.0, size) if weighted else None,
        cluster=rng.integers(0, 25, size) * 3,
    )
    table, grid = risk_table(cells), time_grid(cells.entry, cells.time)
    hazard, at_entry, final = ij._parts(cells, table, grid)
    np.testing.assert_allclose(
        ij._by_cluster(cells, grid, hazard, final),
        ij._by_late_cluster(cells, grid, hazard, at_entry, final),
        rtol=1e-12,
    )
