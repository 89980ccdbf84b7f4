"""True retention: the curve, the restricted mean, and leaving beside other exits.

Days are whole: someone who leaves at time 12.7 has their last contact on day 12.
So the share still there after day d is the probability of leaving at d + 1 or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from recoveryeval.synthetic.course import EXITS, death_rate, exit_rates, incarceration_rate
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import leaving_hazard, leaving_shift
from recoveryeval.synthetic.quadrature import integral
from recoveryeval.synthetic.strata import ARMS, Strata
from recoveryeval.synthetic.true_value import CONTRAST, INTEGRATED, Row, by_arm, value

OUTCOME = "retention"
DAYS = (30, 60, 90, 180, 365)
RMST_DAYS = (90, 180, 365)
LANDMARK = 14
LEFT = "left"


def true_retention(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the true values of retention."""
    shift = leaving_shift(strata, effects)
    stay = staying(np.arange(0, max(RMST_DAYS) + 2), shift, effects)
    for day in DAYS:
        yield from by_arm(
            "survival", "difference in survival", OUTCOME, strata, stay[day + 1], time=day
        )
    for day in RMST_DAYS:
        yield from by_arm(
            "restricted mean time",
            "difference in restricted mean time",
            OUTCOME,
            strata,
            stay[1 : day + 1].sum(axis=0),
            time=day,
        )
    yield from _from_landmark(strata, stay)
    yield from _median(strata, stay)
    yield value(
        "log conditional hazard ratio", OUTCOME, effects.leaving_coaching, contrast=CONTRAST
    )
    yield from _exits(strata, effects)


def _exits(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the share gone by each day, for each way out."""
    for day in DAYS:
        for cause in (LEFT, *EXITS):
            yield from by_arm(
                "cumulative incidence",
                "risk difference",
                OUTCOME,
                strata,
                exit_incidence(cause, day, strata, effects),
                cause=cause,
                time=day,
                method=INTEGRATED,
            )


def staying(days: np.ndarray, shift: np.ndarray, effects: Effects) -> np.ndarray:
    """Return the probability of leaving at each time or later, shape (days, strata)."""
    return np.asarray(np.exp(-leaving_hazard(days[:, None], shift, effects)))


def _from_landmark(strata: Strata, stay: np.ndarray) -> Iterator[Row]:
    """Yield survival counted from a landmark, among those who were still there on that day."""
    for day in DAYS[:-1]:
        yield from by_arm(
            f"survival from day {LANDMARK}",
            f"difference in survival from day {LANDMARK}",
            OUTCOME,
            strata,
            partial(_share_left, stay[LANDMARK + day + 1], stay[LANDMARK]),
            time=day,
        )


def _share_left(still: np.ndarray, before: np.ndarray, weights: np.ndarray) -> float:
    """Return the share still there of those who were there before."""
    return float(weights @ still / (weights @ before))


def _median(strata: Strata, stay: np.ndarray) -> Iterator[Row]:
    """Yield each arm's median day of leaving, where half leave within the year."""
    for arm, label in enumerate(ARMS):
        if not strata.has(arm):
            continue
        still = stay[1:] @ strata.weights(arm, intervened=False)
        if still.min() <= 0.5:
            yield value("median time", OUTCOME, float(np.argmax(still <= 0.5)), group=label)


def exit_incidence(cause: str, day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the probability of having gone by the end of the day for a cause, per stratum."""
    shift = leaving_shift(strata, effects)
    transfer, completion = exit_rates(strata, effects)
    constant = {
        "transfer": transfer,
        "death": death_rate(strata, effects),
        "incarceration": incarceration_rate(strata, effects),
    }
    begins = effects.completion_from_day

    def still(time: np.ndarray) -> np.ndarray:
        hazard = leaving_hazard(time, shift, effects) + sum(constant.values()) * time
        return np.asarray(np.exp(-hazard - completion * np.maximum(time - begins, 0)))

    def rate(time: np.ndarray) -> np.ndarray:
        if cause == LEFT:
            return np.asarray(effects.leaving_shape * leaving_hazard(time, shift, effects) / time)
        if cause == "completed":
            return np.asarray(completion * (time >= begins))
        return constant[cause]

    return integral(lambda time: rate(time) * still(time), day + 1.0, [begins])
