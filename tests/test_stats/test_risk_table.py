"""Distinct times, and who is at risk at them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.stats.survival.cells import CONTINUES, make_cells
from recoveryeval.stats.survival.risk_table import risk_table, risk_tables
from recoveryeval.stats.survival.time_grid import distinct

TIMES = st.lists(st.integers(0, 30), min_size=1, max_size=40)


@given(TIMES, st.integers(0, 2**32 - 1))
def test_counts_are_those_of_a_plain_count(times: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    time = np.array(times, dtype=float) + 1
    entry = np.where(rng.random(time.size) < 0.5, rng.integers(0, time), -np.inf)
    event = rng.random(time.size) < 0.5
    n = rng.integers(1, 4, time.size).astype(float)
    table = risk_table(make_cells(time, event, entry=entry, n=n))
    assert table.time.tolist() == sorted(set(time))
    for j, t in enumerate(table.time):
        assert table.n_risk[j] == n[(entry < t) & (time >= t)].sum()
        assert table.n_event[j] == n[(time == t) & event].sum()
        assert table.n_censor[j] == n[(time == t) & ~event].sum()
    asked = np.arange(0, 33) + 0.5
    expected = [n[(entry < t) & (time >= t)].sum() for t in asked]
    assert table.at_risk(asked).tolist() == expected


@given(st.lists(st.sampled_from([1.0, 2.0, 2.5, 1e6, 3.0]), min_size=1))
def test_distinct_finds_every_value(values: list[float]) -> None:
    levels, index = distinct(np.array(values))
    assert levels.tolist() == sorted(set(values))
    assert levels[index].tolist() == values


def test_rounding_does_not_untie() -> None:
    cells = make_cells([0.1 + 0.2, 0.3, 0.30001], [1, 1, 1])
    assert risk_table(cells).n_event.tolist() == [2, 1]


def test_times_are_tied_across_groups_alike() -> None:
    cells = make_cells([0.1 + 0.2, 0.3, 5.0], [1, 1, 1], group=[0, 1, 1])
    first, second = risk_tables(cells, 2)
    assert first.time[0] == second.time[0]


def test_an_interval_as_short_as_rounding_is_refused() -> None:
    with pytest.raises(EstimationError, match="not before the end"):
        make_cells([0.1 + 0.2, 1.0], [1, 1], entry=[0.3, -np.inf])


def test_an_entry_tied_with_a_time_up_to_rounding_is_not_before_it() -> None:
    table = risk_table(make_cells([0.3, 0.9], [1, 1], entry=[-np.inf, 0.1 + 0.2]))
    assert table.n_risk.tolist() == [1, 1]


def test_a_row_that_continues_is_no_censoring() -> None:
    table = risk_table(make_cells([2, 5], [CONTINUES, 1], entry=[-np.inf, 2]))
    assert table.n_risk.tolist() == [1, 1]
    assert table.n_censor.sum() == 0


def test_groups_are_separate() -> None:
    first, second = risk_tables(make_cells([1, 2, 3], [1, 1, 0], group=[1, 0, 1]), 2)
    assert first.time.tolist() == [2]
    assert second.n_risk.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("time", "options"),
    [
        ([-1.0], {}),
        ([np.nan], {}),
        ([np.inf], {}),
        ([1.0], {"entry": [1.0]}),
        ([1.0], {"entry": [np.nan]}),
        ([1.0], {"n": [-1.0]}),
        ([1.0], {"weight": [np.inf]}),
        ([1.0], {"group": [-1]}),
        ([1.0, 2.0], {"n": [1.0]}),
    ],
)
def test_impossible_cells_are_refused(time: list[float], options: dict[str, list[float]]) -> None:
    with pytest.raises(EstimationError) as caught:
        make_cells(time, np.ones(len(time)), **options)
    assert caught.value.code == "RE-E27"


def test_a_cell_of_nobody_is_dropped() -> None:
    assert make_cells([1, 2], [1, 1], n=[0, 3]).n.tolist() == [3]
