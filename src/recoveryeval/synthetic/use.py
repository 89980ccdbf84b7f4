"""Weekly use: a two-state chain, seen by weekly tests that are sometimes not taken."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.strata import logistic
from recoveryeval.synthetic.streams import Streams

WEEKS = 54
TEST_WEEKS = 26
VALUE = np.array(["neg", "pos", "missing"], dtype=object)
MISSING = 2


def start_chance(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the weekly probability of starting to use."""
    shift = effects.use_start_coaching * who.arm + effects.use_start_severity * who.z
    return logistic(effects.use_start, shift)


def stop_chance(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the weekly probability of stopping."""
    return logistic(effects.use_stop, effects.use_stop_coaching * who.arm)


def draw_use(people: People, effects: Effects, rngs: Streams) -> np.ndarray:
    """Return whether each person uses in each week, shape (n, weeks)."""
    rng = rngs["use"]
    start, stop = start_chance(people, effects), stop_chance(people, effects)
    using = np.empty((people.n, WEEKS), dtype=bool)
    using[:, 0] = rng.random(people.n) < effects.use_at_intake
    for week in range(1, WEEKS):
        before = using[:, week - 1]
        using[:, week] = rng.random(people.n) < np.where(before, 1 - stop, start)
    return using


def draw_tests(using: np.ndarray, course: Course, effects: Effects, rngs: Streams) -> np.ndarray:
    """Return test results as codes into ``VALUE``; -1 where a week is not over yet.

    Whether a test is missed depends on having left, hence on arm, severity and
    dual diagnosis, but given these not on use. Shape (n, test weeks).
    """
    week = np.arange(TEST_WEEKS)
    left = course.leaving[:, None] < 7 * week
    chance = np.where(left, effects.test_missing_left, effects.test_missing_share)
    missed = rngs["tests"].random(chance.shape) < chance
    result = np.where(missed, MISSING, using[:, :TEST_WEEKS].astype("int64"))
    over = 7 * week + 6 <= course.observed_to[:, None]
    return np.where(over, result, -1)


def panel_frame(people: People, tests: np.ndarray) -> pd.DataFrame:
    """Return the panel table: one row per person and week that is over."""
    person, week = np.nonzero(tests >= 0)
    return pd.DataFrame(
        {
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "period": week,
            "unit": "week",
            "substance": "any",
            "value": VALUE[tests[person, week]],
            "source": "urine",
        }
    )
