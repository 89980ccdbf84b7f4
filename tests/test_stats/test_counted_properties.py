"""What must hold for incidence curves, mean counts and Gray's test, whatever the data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_studies import studies

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.competing.counted_curve import counted_curve
from recoveryeval.stats.competing.counted_influence import counted_error, counted_influence
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.competing.mean_cumulative import mean_cumulative
from recoveryeval.stats.survival.cells import make_cells
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table

CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def cells_of(s, **changes):
    columns = {k: getattr(s, k) for k in ("entry", "cluster", "n")} | changes
    return make_cells(s.time, s.cause, **columns)


@settings(max_examples=50)
@given(studies(causes=3))
def test_incidences_and_survival_add_up_to_one(s):
    cells = cells_of(s)
    curves = aalen_johansen(cells, 3)
    np.testing.assert_allclose(curves.incidence.sum(axis=0) + curves.survival, 1.0, atol=1e-12)
    together = product_limit(risk_table(replace(cells, cause=np.minimum(cells.cause, 1))))
    np.testing.assert_allclose(curves.survival, together.survival, **CLOSE)


@settings(max_examples=30)
@given(studies(causes=2), st.randoms())
def test_order_and_counts_do_not_matter(s, random):
    cells = cells_of(s)
    repeat = np.repeat(np.arange(s.time.size), s.n.astype(int))
    random.shuffle(repeat)
    rows = replace(cells.where(repeat), n=np.ones(repeat.size))
    for clustered in (False, True):
        a = aalen_johansen(cells, 2, clustered=clustered)
        b = aalen_johansen(rows, 2, clustered=clustered)
        for part in ("time", "incidence", "std_error", "aalen_error", "survival", "n_risk"):
            np.testing.assert_allclose(getattr(a, part), getattr(b, part), **CLOSE)


@settings(max_examples=30)
@given(studies(causes=2))
def test_pulls_are_what_the_error_is_made_of(s):
    cells = cells_of(s, weight=1 + s.cluster / 4)
    curve = counted_curve(cells, cells.cause == 1, cells.event)
    pulls = counted_influence(cells, curve, curve.time)
    # Variances, not their roots: where a variance is 0 its rounding, 1e-18, has a root of 1e-9.
    direct = cells.n @ pulls**2
    np.testing.assert_allclose(counted_error(cells, curve, clustered=False) ** 2, direct, **CLOSE)
    sums = np.stack([(cells.n[:, None] * pulls)[s.cluster == c].sum(axis=0) for c in range(9)])
    direct = (sums**2).sum(axis=0)
    np.testing.assert_allclose(counted_error(cells, curve, clustered=True) ** 2, direct, **CLOSE)


@pytest.mark.parametrize("death", [False, True])
def test_pulls_are_derivatives(death):
    rng = np.random.default_rng(4)
    size = 25
    time = rng.integers(2, 12, size).astype(float)
    cause = rng.integers(0, 3 if death else 2, size)
    entry = np.where(rng.random(size) < 0.5, rng.integers(0, 2, size), -np.inf)
    cells = make_cells(time, cause, entry=entry)
    at = np.array([0.5, 2, 3.5, 7, 30])

    def curve(weight):
        moved = replace(cells, weight=weight)
        return counted_curve(moved, cells.cause == 1, cells.cause == 2)

    pulls = counted_influence(cells, curve(cells.weight), at)
    for i in range(size):
        step = 1e-5 * (np.arange(size) == i)
        up, down = curve(cells.weight + step), curve(cells.weight - step)
        place = np.searchsorted(up.time, at, side="right")
        slope = (np.append(0, up.estimate) - np.append(0, down.estimate))[place] / 2e-5
        np.testing.assert_allclose(pulls[i], slope, atol=1e-8)


@settings(max_examples=30)
@given(studies(), st.lists(st.integers(1, 120), min_size=1, max_size=3))
def test_cutting_follow_up_into_pieces_changes_no_mean_count(s, cuts):
    parts = {
        "time": s.time,
        "cause": s.cause,
        "entry": s.entry,
        "n": s.n,
        "cluster": np.arange(s.time.size),
    }
    whole = mean_cumulative(make_cells(parts.pop("time"), parts.pop("cause"), **parts))
    parts |= {"time": s.time, "cause": s.cause}
    for tenth in cuts:
        cut = tenth / 10
        inside = (parts["entry"] < cut) & (cut < parts["time"])
        head = {k: v[inside] for k, v in parts.items()}
        head["time"], head["cause"] = np.full(inside.sum(), cut), np.full(inside.sum(), -1)
        parts["entry"] = np.where(inside, cut, parts["entry"])
        parts = {k: np.concatenate([v, head[k]]) for k, v in parts.items()}
    pieces = mean_cumulative(make_cells(parts.pop("time"), parts.pop("cause"), **parts))
    place = np.searchsorted(pieces.time, whole.time)
    np.testing.assert_allclose(pieces.mean[place], whole.mean, **CLOSE)
    np.testing.assert_allclose(pieces.std_error[place], whole.std_error, **CLOSE)


def test_mean_count_by_hand_with_a_death():
    # Two people: one has events at 1 and 2 and is seen to 4; the other has one at 2, dies at 3.
    cells = make_cells(
        [1, 2, 4, 2, 3, 5],
        [1, 1, 0, 1, 2, 0],
        entry=[-np.inf, 1, 2, -np.inf, 2, -np.inf],
        cluster=[0, 0, 0, 1, 1, 2],
    )
    result = mean_cumulative(cells)
    np.testing.assert_allclose(result.mean, [1 / 3, 1, 1, 1, 1], rtol=1e-12)
    np.testing.assert_allclose(result.survival, [1, 1, 2 / 3, 2 / 3, 2 / 3], rtol=1e-12)


def test_without_censoring_incidence_is_the_share():
    time, cause = np.array([1.0, 2, 2, 3, 4]), np.array([1, 2, 1, 1, 2])
    curves = aalen_johansen(make_cells(time, cause), 2)
    np.testing.assert_allclose(curves.incidence[0], [0.2, 0.4, 0.6, 0.6], rtol=1e-12)
    share = curves.incidence[0]
    np.testing.assert_allclose(curves.std_error[0], np.sqrt(share * (1 - share) / 5), rtol=1e-12)


@settings(max_examples=30)
@given(studies(late=False, causes=2), st.randoms())
def test_gray_does_not_depend_on_order_or_names(s, random):
    group = s.cluster % 3
    cells = cells_of(s, group=group, stratum=s.stratum)
    base = gray_test(cells, 3)
    order = np.arange(s.time.size)
    random.shuffle(order)
    other = gray_test(replace(cells.where(order), group=(2 - group)[order]), 3)
    np.testing.assert_allclose(base.statistic, other.statistic, rtol=1e-8)
    repeat = np.repeat(np.arange(s.time.size), s.n.astype(int))
    rows = gray_test(replace(cells.where(repeat), n=np.ones(repeat.size)), 3)
    np.testing.assert_allclose(base.statistic, rows.statistic, rtol=1e-9)


def test_gray_refuses_what_it_is_not_defined_for():
    with pytest.raises(EstimationError, match="not defined"):
        gray_test(make_cells([1.0, 2], [1, 1], entry=[0, 1], group=[0, 1]), 2)
    with pytest.raises(EstimationError, match="not defined"):
        gray_test(make_cells([1.0, 2], [1, 1], weight=[0.5, 1], group=[0, 1]), 2)


def test_gray_says_nothing_where_nothing_happened():
    result = gray_test(make_cells([1.0, 2], [0, 2], group=[0, 1]), 2)
    assert np.isnan(result.statistic)
    assert result.df == 0
