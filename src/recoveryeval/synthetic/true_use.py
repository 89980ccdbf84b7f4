"""True weekly use and days of use, had no test and no interview been missed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recoveryeval.synthetic.assessments import (
    EXTRA_USE_CHANCE,
    EXTRA_USE_DAYS,
    USE_INTERVIEW,
    recall_weeks,
)
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.scales import DUE, WAVE
from recoveryeval.synthetic.strata import Strata
from recoveryeval.synthetic.true_value import Row, by_arm
from recoveryeval.synthetic.use import WEEKS, start_chance, stop_chance

OUTCOME = "use"
TESTED = (0, 4, 8, 12, 25)


def true_use(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the probability of a positive weekly test, and mean days of use at interviews."""
    using = weekly_use(strata, effects)
    for week in TESTED:
        yield from by_arm(
            "probability", "risk difference", OUTCOME, strata, using[week], time=week, level="week"
        )
    per_week = 1 + EXTRA_USE_DAYS * EXTRA_USE_CHANCE
    for wave, day, weeks in zip(WAVE, DUE, recall_weeks(), strict=True):
        days = per_week * using[np.clip(weeks, 0, WEEKS - 1)].sum(axis=0)
        yield from by_arm(
            "mean",
            "difference in means",
            USE_INTERVIEW,
            strata,
            days,
            time=float(day),
            level=wave,
        )


def weekly_use(strata: Strata, effects: Effects) -> np.ndarray:
    """Return the probability of using in each week by the chain's recursion, (weeks, strata)."""
    start, stop = start_chance(strata, effects), stop_chance(strata, effects)
    using = np.full((WEEKS, len(strata.arm)), effects.use_at_intake)
    for week in range(1, WEEKS):
        using[week] = using[week - 1] * (1 - stop) + (1 - using[week - 1]) * start
    return using
