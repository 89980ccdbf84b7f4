"""Closed sums over tied events, against adding them up in higher precision."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.stats.hazards.efron_sums import efron_sums
from recoveryeval.stats.survival.segments import segments


@pytest.mark.parametrize("count", [1, 2, 64, 127, 128, 129, 300, 20_000])
@pytest.mark.parametrize("share", [1.0, 0.7, 1e-3, 1e-8])
def test_sums_are_exact_for_few_and_for_many(count, share):
    risk = 1234.5
    tied = risk * share
    left = risk - np.arange(count, dtype=np.longdouble) / count * np.longdouble(tied)
    ours = efron_sums(np.array([risk]), np.array([tied]), np.array([float(count)]))
    np.testing.assert_allclose(ours.log[0], float(np.log(left).sum()), rtol=1e-14)
    for power, sums in enumerate((ours.inverse, ours.inverse2, ours.inverse3), start=1):
        np.testing.assert_allclose(sums[0], float((1 / left**power).sum()), rtol=1e-13)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_running_sums_stay_within_their_segment(lengths, seed):
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    values = np.random.default_rng(seed).normal(size=(2, bounds[-1]))
    ours = segments(bounds).suffix_sums(values)
    for start, end in pairwise(bounds.tolist()):
        direct = values[:, start:end][:, ::-1].cumsum(axis=1)[:, ::-1]
        np.testing.assert_allclose(ours[:, start:end], direct, atol=1e-12)


def test_a_small_stratum_keeps_its_digits_beside_a_large_one():
    values = np.array([1e16, 1.0, 3.0])
    ours = segments(np.array([0, 1, 3])).suffix_sums(values)
    np.testing.assert_array_equal(ours, [1e16, 4.0, 3.0])
