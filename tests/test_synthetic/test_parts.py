"""Small parts of the synthetic program: items, ids, effects."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.errors import OutcomeError
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import numbered, padded
from recoveryeval.synthetic.items import split_total


@given(
    total=st.lists(st.integers(10, 60), min_size=1, max_size=30),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=50)
def test_items_add_up_to_their_total(total, seed):
    totals = np.array(total)
    items = split_total(totals, 6, np.random.default_rng(seed))
    assert (items.sum(axis=1) == totals).all()
    assert items.min() >= 1
    assert items.max() <= 6


def test_items_differ_and_agree_as_answers_do():
    """Answers of one person differ, and alpha is what is published of the scale: .76 to .90."""
    rng = np.random.default_rng(0)
    total = np.clip(np.rint(rng.normal(25, 4.3, 2000)), 10, 40).astype(int)
    items = split_total(total, 4, rng)
    assert items.std(axis=1).mean() > 0.4
    alpha = 10 / 9 * (1 - items.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    assert 0.76 < alpha < 0.90


@given(st.lists(st.integers(0, 5), max_size=40))
def test_rows_are_numbered_within_people(people):
    person = np.array(people, dtype="int64")
    expected = pd.Series(person).groupby(person).cumcount().to_numpy() + 1
    assert numbered(person).tolist() == expected.tolist()


def test_ids_are_padded():
    assert padded(np.array([7, 1234567]), 7).tolist() == ["0000007", "1234567"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coaching_share", 1.2),
        ("leaving_shape", 0.0),
        ("death_rate", -0.1),
        ("use_stop", 1.0),
        ("gse_sd", -1.0),
        ("confounding", float("nan")),
        ("contact_gap_high", 14.0),
        ("contact_gap_low", 13.5),
    ],
)
def test_impossible_effects_are_refused(name, value):
    with pytest.raises(OutcomeError, match="RE-SY1"):
        Effects(**{name: value})


def test_effects_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Effects().confounding = 1.0
