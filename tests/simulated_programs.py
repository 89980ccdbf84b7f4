"""Small programs drawn again and again: the synthetic program's own mechanism, without its tables.

``synthetic_program()`` takes more than a second, since it writes every table; these draw the same
people, courses and admissions in a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from recoveryeval.synthetic.admissions import draw_admissions
from recoveryeval.synthetic.course import draw_course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.observation import coverage_end
from recoveryeval.synthetic.people import draw_people
from recoveryeval.synthetic.strata import ARMS
from recoveryeval.synthetic.streams import streams
from recoveryeval.synthetic.true_values import truth_of
from recoveryeval.synthetic.truth import Truth

# Coaching as in the default program, but given by lot; and a program in which it does nothing.
WORKS = Effects(confounding=0.0)
NOTHING = replace(
    WORKS,
    leaving_coaching=0.0,
    death_coaching=0.0,
    incarceration_coaching=0.0,
    readmission_coaching=0.0,
)
CAUSES = ("readmission", "death", "incarceration")


@dataclass(frozen=True)
class Drawn:
    """Leaving and first events, one row per person; admissions, one row per interval."""

    leaving: pd.DataFrame
    first: pd.DataFrame
    admissions: pd.DataFrame


@cache
def truth(effects: Effects) -> Truth:
    return truth_of(effects)


def drawn(n: int, effects: Effects, rng: np.random.Generator) -> Drawn:
    """Draw n people, equally many of each arm up to one."""
    rngs = streams(rng)
    people = replace(draw_people(n, effects, rngs), arm=np.arange(n) % 2)
    course = draw_course(people, effects, rngs)
    stays = draw_admissions(people, course, effects, rngs)
    covered = coverage_end(people, course, effects, rngs)
    arm = pd.Categorical.from_codes(people.arm, list(ARMS))
    day = np.floor(np.minimum(course.leaving, course.exit_time))
    seen = day <= people.follow_up
    left = seen & (course.exit_kind < 0)
    leaving = {"day": np.where(seen, day, people.follow_up), "left": left, "arm": arm}
    ends = np.minimum(course.death, course.incarceration)
    first = np.full(n, np.inf)
    np.minimum.at(first, stays.person, stays.time)
    times = np.column_stack([first, course.death, course.incarceration])
    day = np.floor(times.min(axis=1))
    seen = day <= covered
    status = np.where(seen, times.argmin(axis=1) + 1, 0)
    told = {"day": np.where(seen, day, covered), "status": status, "arm": arm}
    counted = _intervals(stays.person, stays.time, ends, covered + 1.0)
    return Drawn(
        pd.DataFrame(leaving), pd.DataFrame(told), counted.assign(arm=arm[counted["person"]])
    )


def _intervals(
    person: np.ndarray, time: np.ndarray, ends: np.ndarray, covered: np.ndarray
) -> pd.DataFrame:
    """Return intervals between admissions, up to death, jail or the end of insurance."""
    until = np.minimum(ends, covered)
    kept = time < until[person]
    event = pd.DataFrame({"person": person[kept], "stop": time[kept], "event": 1, "gone": 0})
    own = np.arange(ends.size)
    last = pd.DataFrame({"person": own, "stop": until, "event": 0, "gone": (ends <= covered) * 1})
    rows = pd.concat([event, last]).sort_values(["person", "stop"], ignore_index=True)
    return rows.assign(start=rows.groupby("person")["stop"].shift(fill_value=0.0))


def coached(n: int, coaches: int, rng: np.random.Generator, *, whole: bool) -> pd.DataFrame:
    """Draw people whose coaches differ (log hazard, SD 0.35), in arms that make no difference.

    Arms are dealt to people within coaches, or to ``whole`` coaches.
    """
    coach = np.arange(n) % coaches
    arm = coach % 2 if whole else (np.arange(n) // coaches) % 2
    unseen, age = rng.normal(0, 0.35, coaches)[coach], rng.normal(size=n)
    time = np.ceil(rng.exponential(20 * np.exp(-unseen - 0.3 * age)))
    end = np.ceil(rng.uniform(5, 40, n))
    return pd.DataFrame(
        {"day": np.minimum(time, end), "left": time <= end, "arm": np.array(["a", "b"])[arm],
         "age": age, "coach": coach}
    )  # fmt: skip


def subdistribution(n: int, effect: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw people whose subdistribution hazards are proportional (Fine and Gray 1999, section 5).

    Cause 1 has F(t) = 1 - (1 - p (1 - e^-t))^exp(effect x), p = 0.5; the other is exponential.
    """
    x = np.arange(n) % 2
    ratio, u = np.exp(effect * x), rng.random(n)
    own = rng.random(n) < 1 - 0.5**ratio
    share = 1 - (1 - u * (1 - 0.5**ratio)) ** (1 / ratio)
    time = np.where(own, -np.log1p(-share / 0.5), rng.exponential(1.0, n))
    end = rng.uniform(0.5, 4.0, n)
    status = np.where(time <= end, np.where(own, 1, 2), 0)
    week = np.ceil(np.minimum(time, end) * 26)
    return pd.DataFrame({"day": week, "status": status, "arm": np.array(["a", "b"])[x]})
