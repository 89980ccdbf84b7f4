"""Goals: set while engaged, then met or dropped, whichever comes first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import YEAR, as_dates
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import of_person
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

DOMAIN = np.array(
    ["housing", "employment", "education", "family", "physical_health", "substance_use"],
    dtype=object,
)
SELF_DEFINED = 0.7
SET_WITHIN = 60
SOURCE = "redcap"


def goal_rates(who: Covariates, effects: Effects) -> tuple[np.ndarray, float]:
    """Return the rates per day of meeting and of dropping a goal."""
    met = effects.goal_met_rate / YEAR * np.exp(effects.goal_met_coaching * who.arm)
    return np.asarray(met), effects.goal_dropped_rate / YEAR


def goal_frame(people: People, course: Course, effects: Effects, rngs: Streams) -> pd.DataFrame:
    """Return the goal table."""
    rng = rngs["goals"]
    count = 1 + rng.poisson(effects.goals_mean, people.n)
    person = np.repeat(np.arange(people.n), count)
    latest = np.minimum(course.engaged_to[person], SET_WITHIN)
    begun = np.floor(rng.random(len(person)) * (latest + 1))
    met_rate, dropped_rate = goal_rates(people, effects)
    met = np.floor(_wait(met_rate[person], rng) + begun)
    dropped = np.floor(_wait(np.full(len(person), dropped_rate), rng) + begun)
    limit = course.observed_to[person]
    anchor = people.anchor[person]
    return pd.DataFrame(
        {
            "goal_id": of_person(people.person_id, person, "-g"),
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "domain": rng.choice(DOMAIN, len(person)),
            "self_defined": rng.random(len(person)) < SELF_DEFINED,
            "set": as_dates(anchor + begun),
            "met": as_dates(np.where((met <= dropped) & (met <= limit), anchor + met, np.nan)),
            "dropped": as_dates(
                np.where((dropped < met) & (dropped <= limit), anchor + dropped, np.nan)
            ),
            "source": SOURCE,
        }
    )


def _wait(rate: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw exponential times; a rate of zero never happens."""
    drawn = rng.exponential(size=len(rate))
    with np.errstate(divide="ignore"):
        return np.asarray(drawn / rate)
