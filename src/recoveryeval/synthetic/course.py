"""Each person's course: leaving, exits that come before it, and what the record says.

The exits (transfer, completion, death, incarceration) end an episode only while
a person is still engaged. A person who left before is closed as a drop-out when
31 to 45 days have passed without a contact, as programs do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.blanks import only_where
from recoveryeval.synthetic.calendar import YEAR
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import Covariates, leaving_time
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

EXITS = ("transfer", "completed", "death", "incarceration")
TRANSFER, COMPLETED, DEATH, INCARCERATION = range(4)
CLOSE_AFTER, CLOSE_WITHIN = 31, 15


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Latent times in days from the anchor, shape (n,), and the recorded end.

    ``exit_time`` is infinite and ``exit_kind`` -1 without an exit while engaged.
    ``observed_to`` is the last day seen: the extract or the day of death.
    ``engaged_to`` is the last day on which a contact can be seen.
    ``end_day`` is NaN while the episode is open; ``end_reason`` is then None.
    """

    leaving: np.ndarray
    death: np.ndarray
    incarceration: np.ndarray
    exit_time: np.ndarray
    exit_kind: np.ndarray
    observed_to: np.ndarray
    engaged_to: np.ndarray
    end_day: np.ndarray
    end_reason: np.ndarray


def death_rate(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the hazard of death per day."""
    shift = effects.death_coaching * who.arm + effects.death_severity * who.z
    return np.asarray(effects.death_rate / YEAR * np.exp(shift))


def incarceration_rate(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the hazard of a first incarceration per day."""
    shift = effects.incarceration_coaching * who.arm + effects.incarceration_severity * who.z
    return np.asarray(effects.incarceration_rate / YEAR * np.exp(shift))


def exit_rates(who: Covariates, effects: Effects) -> tuple[np.ndarray, np.ndarray]:
    """Return the hazards per day of transfer, and of completion from its first day on."""
    shift = np.exp(effects.exit_severity * who.z)
    return effects.transfer_rate / YEAR * shift, effects.completion_rate / YEAR * shift


def draw_course(people: People, effects: Effects, rngs: Streams) -> Course:
    """Draw everyone's course and the end that the program would have recorded."""
    rng = rngs["exits"]
    leaving = leaving_time(people, effects, rngs["leaving"])
    times = _exit_times(people, effects, rng)
    first = times.min(axis=1)
    engaged = first < leaving
    exit_time = np.where(engaged, first, np.inf)
    observed_to = np.minimum(people.follow_up, np.floor(times[:, DEATH])).astype("int64")
    end = np.minimum(np.floor(np.minimum(leaving, exit_time)), observed_to).astype("int64")
    close = np.floor(leaving) + CLOSE_AFTER + rng.integers(0, CLOSE_WITHIN, people.n)
    end_day, reason = _recorded(times, engaged, close, people.follow_up)
    return Course(
        leaving=leaving,
        death=times[:, DEATH],
        incarceration=times[:, INCARCERATION],
        exit_time=exit_time,
        exit_kind=np.where(engaged, times.argmin(axis=1), -1),
        observed_to=observed_to,
        engaged_to=end,
        end_day=end_day,
        end_reason=reason,
    )


def _exit_times(people: People, effects: Effects, rng: np.random.Generator) -> np.ndarray:
    """Return when each exit would happen, shape (n, exits)."""
    transfer_rate, completion_rate = exit_rates(people, effects)
    return np.column_stack(
        [
            _waiting(transfer_rate, rng),
            effects.completion_from_day + _waiting(completion_rate, rng),
            _waiting(death_rate(people, effects), rng),
            _waiting(incarceration_rate(people, effects), rng),
        ]
    )


def _waiting(rate: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw exponential times; a rate of zero never happens."""
    drawn = rng.exponential(size=len(rate))
    with np.errstate(divide="ignore"):
        return np.asarray(drawn / rate)


def _recorded(
    times: np.ndarray, engaged: np.ndarray, close: np.ndarray, follow_up: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the recorded end and its reason; NaN and None while the episode is open."""
    dead_before_closing = ~engaged & (np.floor(times[:, DEATH]) < close)
    end = np.where(engaged, np.floor(times.min(axis=1)), close)
    end = np.where(dead_before_closing, np.floor(times[:, DEATH]), end)
    labels = np.array([*EXITS, "dropout"], dtype=object)
    which = np.where(engaged, times.argmin(axis=1), len(EXITS))
    which = np.where(dead_before_closing, DEATH, which)
    seen = end <= follow_up
    return np.where(seen, end, np.nan), only_where(seen, labels[which])
