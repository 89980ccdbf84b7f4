"""Spells of housing, work and custody: two-state chains in continuous time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import YEAR, as_dates
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.custody import Custody
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

SOURCE = "redcap"


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain with a bad and a good state, and the parameters of moving between them."""

    name: str
    values: tuple[str, str]
    at_intake: float
    gain: float
    loss: float
    gain_coaching: float


def domains(effects: Effects) -> tuple[Domain, Domain]:
    """Return housing and employment with their effects."""
    e = effects
    return (
        Domain(
            "housing", ("unhoused", "housed"), e.housed_at_intake, e.housing_gain_rate,
            e.housing_loss_rate, e.housing_gain_coaching,
        ),
        Domain(
            "employment", ("unemployed", "employed"), e.employed_at_intake, e.job_gain_rate,
            e.job_loss_rate, e.job_gain_coaching,
        ),
    )  # fmt: skip


def gain_rate(domain: Domain, who: Covariates) -> np.ndarray:
    """Return the rate per day of moving from the bad state to the good one."""
    return np.asarray(domain.gain / YEAR * np.exp(domain.gain_coaching * who.arm))


def draw_spells(
    domain: Domain, people: People, course: Course, rngs: Streams
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return (person, state 0 or 1, start, end) of each spell; end is NaN while it goes on."""
    rng = rngs["spells"]
    until = course.observed_to + 1.0
    gain, loss = gain_rate(domain, people), domain.loss / YEAR
    person = np.arange(people.n)
    state = (rng.random(people.n) < domain.at_intake).astype("int64")
    start = np.zeros(people.n)
    parts = []
    while len(person):
        drawn = rng.exponential(size=len(person))
        with np.errstate(divide="ignore"):
            end = start + drawn / np.where(state == 1, loss, gain[person])
        goes_on = end >= until[person]
        parts.append((person, state, start, np.where(goes_on, np.nan, end)))
        person, state, start = person[~goes_on], 1 - state[~goes_on], end[~goes_on]
    who, what, begin, finish = (np.concatenate(p) for p in zip(*parts, strict=True))
    order = np.lexsort((begin, who))
    return who[order], what[order], np.floor(begin[order]), np.floor(finish[order])


def state_frame(
    people: People, course: Course, custody: Custody, effects: Effects, rngs: Streams
) -> pd.DataFrame:
    """Return the state table."""
    parts = []
    for domain in domains(effects):
        person, state, start, end = draw_spells(domain, people, course, rngs)
        value = np.array(domain.values, dtype=object)[state]
        parts.append(_rows(people, person, domain=domain.name, value=value, start=start, end=end))
    jail = np.full(len(custody.person), "jail", dtype=object)
    parts.append(
        _rows(
            people,
            custody.person,
            domain="custody",
            value=jail,
            start=custody.start,
            end=custody.end,
        )
    )
    return pd.concat([p for p in parts if len(p)], ignore_index=True)


def _rows(
    people: People,
    person: np.ndarray,
    *,
    domain: str,
    value: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> pd.DataFrame:
    """Return spells of one domain as rows; a state that a day holds only in part is left out."""
    keep = ~(end == start)
    who = person[keep]
    return pd.DataFrame(
        {
            "person_id": people.person_id[who],
            "episode_id": people.episode_id[who],
            "domain": domain,
            "value": value[keep],
            "start": as_dates(people.anchor[who] + start[keep]),
            "end": as_dates(people.anchor[who] + end[keep]),
            "source": SOURCE,
        }
    )
