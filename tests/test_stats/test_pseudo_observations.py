"""Pseudo-observations against leaving out one person at a time, in R and here."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from golden_sets import FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.survival.cells import make_cells
from recoveryeval.stats.survival.pseudo_observations import incidence_pseudo, restricted_mean_pseudo
from recoveryeval.stats.survival.restricted_mean import restricted_mean
from recoveryeval.stats.survival.risk_table import risk_table


def test_against_r():
    r = json.loads((FOLDER / "frailty.json").read_text())["pseudo"]
    ours = restricted_mean_pseudo(make_cells(r["time"], r["event"]), r["horizon"])
    np.testing.assert_allclose(ours, r["values"], rtol=1e-10)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.floats(0.5, 14))
def test_it_is_leaving_one_person_out(seed, size, horizon):
    rng = np.random.default_rng(seed)
    cells = make_cells(
        rng.integers(1, 13, size), rng.integers(0, 2, size), n=rng.integers(1, 4, size)
    )

    def mean(n):
        kept = replace(cells, n=n).where(n > 0)
        return restricted_mean(risk_table(kept), horizon).estimate

    people = cells.n.sum()
    direct = [
        people * mean(cells.n) - (people - 1) * mean(cells.n - (np.arange(size) == i))
        for i in range(size)
    ]
    np.testing.assert_allclose(restricted_mean_pseudo(cells, horizon), direct, atol=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 25), st.integers(1, 14))
def test_incidence_is_leaving_one_person_out(seed, size, horizon):
    rng = np.random.default_rng(seed)
    cells = make_cells(
        rng.integers(1, 13, size), rng.integers(0, 3, size), n=rng.integers(1, 4, size)
    )

    def share(n):
        found = aalen_johansen(replace(cells, n=n).where(n > 0), 2)
        place = np.searchsorted(found.time, horizon, side="right") - 1
        return found.incidence[0][place] if place >= 0 else 0.0

    people = cells.n.sum()
    direct = [
        people * share(cells.n) - (people - 1) * share(cells.n - (np.arange(size) == i))
        for i in range(size)
    ]
    np.testing.assert_allclose(incidence_pseudo(cells, horizon), direct, atol=1e-9)


def test_without_censoring_it_is_the_time_itself():
    time = np.array([1.0, 4, 4, 9, 30])
    ours = restricted_mean_pseudo(make_cells(time, np.ones(5)), 10.0)
    np.testing.assert_allclose(ours, np.minimum(time, 10), rtol=1e-12)


def test_weights_and_delayed_entry_are_refused():
    with pytest.raises(EstimationError, match="RE-E40"):
        restricted_mean_pseudo(make_cells([1.0, 2], [1, 1], entry=[0.5, 1]), 2.0)
