"""Concordance and its error against R, and against counting pairs one by one."""

from __future__ import annotations

import numpy as np
import pytest
from golden_sets import golden, names
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.stats.hazards.concordance import concordance
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.survival.cells import make_cells
from recoveryeval.stats.survival.range_ranks import amounts_by_rank, amounts_in


@pytest.mark.parametrize("name", names("cox"))
def test_against_r(name):
    case = golden("cox", name)
    cells = case.cells()
    risk = case.data["X"] @ cox(cox_data(cells, case.data["X"])).coefficients
    ours, r = concordance(cells, risk), case.values["concordance"]
    np.testing.assert_allclose(ours.concordance, r["concordance"], rtol=1e-10)
    np.testing.assert_allclose(ours.std_error, r["std_error"], rtol=1e-10)
    counts = [ours.concordant, ours.discordant, ours.tied]
    np.testing.assert_allclose(counts, r["count"][:3], rtol=1e-10)
    if case.values["concordance_cluster"]:
        error = concordance(cells, risk, clustered=True).std_error
        np.testing.assert_allclose(
            error, case.values["concordance_cluster"]["std_error"], rtol=1e-10
        )


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.booleans())
def test_amounts_by_rank_add_up_one_by_one(seed, size, alike):
    rng = np.random.default_rng(seed)
    rank, amount = rng.integers(0, 9, size), np.full(size, 2.5) if alike else rng.random(size)
    start, own = rng.integers(0, size, 20), rng.integers(0, 11, 20)
    end = np.minimum(size, start + rng.integers(0, size + 1, 20))
    stretches = list(zip(start, end, own, strict=True))
    direct = [
        [sum(amount[i:j][rank[i:j] < r]) for i, j, r in stretches],
        [sum(amount[i:j][rank[i:j] == r]) for i, j, r in stretches],
    ]
    found = amounts_by_rank(rank, amount, start, end, own)
    np.testing.assert_allclose(found, direct, atol=1e-12)
    whole = [sum(amount[i:j]) for i, j, _ in stretches]
    np.testing.assert_allclose(amounts_in(amount, start, end), whole, atol=1e-12)


def test_counts_are_repeated_rows():
    rng = np.random.default_rng(2)
    time, event, n = rng.integers(1, 9, 40), rng.integers(0, 2, 40), rng.integers(1, 4, 40)
    risk = rng.integers(0, 5, 40)
    repeat = np.repeat(np.arange(40), n)
    cells = concordance(make_cells(time, event, n=n), risk)
    rows = concordance(make_cells(time[repeat], event[repeat]), risk[repeat])
    np.testing.assert_allclose(
        [cells.concordance, cells.std_error], [rows.concordance, rows.std_error], rtol=1e-12
    )


def test_nobody_to_compare():
    result = concordance(make_cells([1.0, 2.0], [0, 0]), [1.0, 2.0])
    assert np.isnan(result.concordance)
    assert np.isnan(result.std_error)
