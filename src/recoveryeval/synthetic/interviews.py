"""Interviews: when they are held, who is lost before which, and what is left unanswered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.items import split_total
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.scales import DUE, ITEMS, Scale
from recoveryeval.synthetic.strata import logistic
from recoveryeval.synthetic.streams import Streams

MODE = np.array(["in_person", "phone", "video"], dtype=object)
EARLY, LATE = -14, 30
LOSS_CENTER, LOSS_UNIT = 25.0, 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Interviews:
    """Interviews, shape (n, waves).

    ``day``: when each was or would have been held. ``due``: whether that day
    was reached. ``held``: whether it was held. ``mode``: how.
    """

    day: np.ndarray
    due: np.ndarray
    held: np.ndarray
    mode: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Item answers of one scale and which of them are missing, shapes (n, waves, 10)."""

    scale: Scale
    items: np.ndarray
    missing: np.ndarray

    @property
    def observed_total(self) -> np.ndarray:
        """Ten times the mean of the answered items, shape (n, waves)."""
        answered = np.where(self.missing, 0, self.items).sum(axis=2)
        return np.asarray(ITEMS * answered / np.maximum((~self.missing).sum(axis=2), 1))


def draw_answers(total: np.ndarray, scale: Scale, effects: Effects, rngs: Streams) -> Answers:
    """Split totals into items, and leave some unanswered at random."""
    rng = rngs["answers"]
    items = split_total(total, scale.top, rng)
    missing = rng.random(items.shape) < effects.item_missing_share
    return Answers(scale, items, missing)


def draw_interviews(
    people: People, course: Course, gse: Answers, effects: Effects, rngs: Streams
) -> Interviews:
    """Hold interviews; loss depends on the last observed self-efficacy total and on nothing else.

    Once lost, a person is not found again. So the missing totals are missing at
    random given the observed ones, and weighting by the inverse probability of
    being held, or a likelihood-based model of all waves, recovers their means.
    """
    rng = rngs["interviews"]
    late = np.clip(np.round(rng.normal(4.0, 9.0, (people.n, len(DUE)))), EARLY, 50)
    day = (DUE + np.where(DUE > 0, late, 0)).astype("int64")
    due = day <= course.observed_to[:, None]
    held = due.copy()
    for wave in range(1, len(DUE)):
        low = (gse.observed_total[:, wave - 1] - LOSS_CENTER) / LOSS_UNIT
        lost = rng.random(people.n) < logistic(effects.dropout_share, effects.dropout_score * low)
        held[:, wave] &= held[:, wave - 1] & ~lost
    mode = MODE[rng.choice(len(MODE), day.shape, p=(0.6, 0.3, 0.1))]
    return Interviews(day, due, held, mode)
