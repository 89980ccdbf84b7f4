"""Estimates from simulated people meet the truth, which no simulated person enters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_synthetic.comparisons import all_comparisons, arms, trajectories
from test_synthetic.estimates import share

from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import leaving_time
from recoveryeval.synthetic.people import draw_people
from recoveryeval.synthetic.streams import DEFAULT_SEED, streams
from recoveryeval.synthetic.true_values import truth_of
from recoveryeval.synthetic.world import draw_world

SMALL, LARGE = 4_000, 200_000
# A normal estimate lies beyond 4 errors once in 16,000; there are about 170 comparisons.
SMALL_BOUND = 4.0
# With 170 comparisons one or none lies beyond 3 errors by chance; the seed is fixed.
LARGE_BOUND = 3.0


def compare(n, effects=None, seed=DEFAULT_SEED):
    rngs = streams(seed)
    chosen = effects or Effects()
    world = draw_world(n, chosen, rngs)
    return [c for c in all_comparisons(world, truth_of(chosen), rngs) if not c.rare(n)]


def worst(found, bound):
    return [f"{c.label}: {c.estimate:.5f} against {c.truth:.5f}, z {c.z:.2f}" for c in found
            if not abs(c.z) < bound]  # fmt: skip


def test_small_program_meets_truth():
    found = compare(SMALL)
    assert worst(found, SMALL_BOUND) == []


def test_small_program_is_not_suspiciously_close():
    z = np.array([c.z for c in compare(SMALL)])
    # Were the errors too large, every comparison would pass whatever the truth.
    assert 0.7 < np.sqrt(np.mean(z**2)) < 1.4


@pytest.mark.slow
def test_large_program_meets_truth():
    found = compare(LARGE)
    assert worst(found, LARGE_BOUND) == []


@pytest.mark.slow
def test_large_program_with_other_effects_meets_truth():
    effects = Effects(
        coaching_share=0.35,
        confounding=-0.4,
        leaving_median_days=80.0,
        leaving_shape=1.2,
        leaving_coaching=0.2,
        leaving_severity=0.5,
        death_rate=0.06,
        death_severity=0.4,
        incarceration_severity=0.3,
        readmission_shape=1.1,
        readmission_coaching=0.3,
        use_start=0.2,
        gse_slope_coaching=-0.5,
        barc_mean=52.0,
        dropout_share=0.3,
        dropout_score=0.5,
    )
    assert worst(compare(LARGE, effects), LARGE_BOUND) == []


@pytest.mark.slow
def test_ignoring_dropout_misleads_and_weighting_does_not():
    effects = Effects(dropout_share=0.3, dropout_score=-1.0)
    world = draw_world(LARGE, effects, streams(DEFAULT_SEED))
    truth = truth_of(effects)
    weighted = [c for c in trajectories(world, truth) if "weighted" in c.label]
    assert worst(weighted, LARGE_BOUND) == []
    for arm, mask in arms(world):
        held = world.interviews.held[mask, 2]
        crude = world.totals[0][mask, 2][held]
        value = truth.get(estimand="mean", outcome="GSE", group=arm, level="month_6")
        assert (crude.mean() - value) / (crude.std() / np.sqrt(held.sum())) > 10


MOVES = [
    ("leaving_coaching", 0.5, {"estimand": "survival", "outcome": "retention", "time": 90}),
    ("leaving_median_days", 60.0, {"estimand": "survival", "outcome": "retention", "time": 90}),
    ("leaving_severity", 1.2, {"estimand": "survival", "outcome": "retention", "time": 90}),
    ("leaving_dual", 1.5, {"estimand": "survival", "outcome": "retention", "time": 90}),
    ("leaving_shape", 2.0, {"estimand": "survival", "outcome": "retention", "time": 90}),
    ("confounding", -1.5, {"estimand": "survival", "outcome": "retention", "time": 90}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "moved", "key"), MOVES, ids=[m[0] for m in MOVES])
def test_moving_an_effect_moves_truth_and_estimate(name, moved, key):
    base, other = Effects(), replace(Effects(), **{name: moved})
    key = {**key, "group": "coaching"}
    truths = [truth_of(e).get(**key) for e in (base, other)]
    found = []
    for effects in (base, other):
        rngs = streams(DEFAULT_SEED)
        people = draw_people(LARGE, effects, rngs)
        leaving = leaving_time(people, effects, rngs["leaving"])[people.arm == 1]
        found.append(share(np.floor(leaving) > key["time"]))
    shift, error = found[1][0] - found[0][0], np.hypot(found[0][1], found[1][1])
    assert abs(truths[1] - truths[0]) > 10 * error
    assert abs(shift - (truths[1] - truths[0])) < 3 * error
