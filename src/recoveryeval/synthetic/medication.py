"""Medication for opioid use disorder: fills until a person stops."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import YEAR, as_dates
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

PRODUCT = np.array(["buprenorphine", "methadone", "naltrexone"], dtype=object)
PRODUCT_SHARE = (0.65, 0.2, 0.15)
ROUTE = np.array(["sublingual", "oral", "injection"], dtype=object)
SUPPLY = np.array([28, 28, 30])
COST = np.array([180.0, 420.0, 1300.0])
FIRST_FILL_WITHIN = 10
CURRENCY_YEAR = 2025
SOURCE = "pharmacy"


def drug_frame(
    people: People, course: Course, covered: np.ndarray, effects: Effects, rngs: Streams
) -> pd.DataFrame:
    """Return the drug table: one row per fill that the claims show."""
    rng = rngs["medication"]
    treated = rng.random(people.n) < effects.medication_share
    product = rng.choice(len(PRODUCT), people.n, p=PRODUCT_SHARE)
    first = np.floor(rng.random(people.n) * FIRST_FILL_WITHIN)
    rate = effects.medication_stop_rate / YEAR
    shift = np.exp(people.shift(coaching=effects.medication_stop_coaching))
    with np.errstate(divide="ignore"):
        stop = first + rng.exponential(size=people.n) / (rate * shift)
    until = np.minimum(np.minimum(stop, covered), course.observed_to)
    count = np.floor((until - first) / SUPPLY[product]).astype("int64") + 1
    count = np.where(treated & (until >= first), count, 0)
    person = np.repeat(np.arange(people.n), count)
    number = np.arange(len(person)) - np.repeat(np.cumsum(count) - count, count)
    what = product[person]
    return pd.DataFrame(
        {
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "date": as_dates(people.anchor[person] + first[person] + number * SUPPLY[what]),
            "product": PRODUCT[what],
            "days_supply": SUPPLY[what].astype("float64"),
            "route": ROUTE[what],
            "amount": COST[what],
            "currency_year": CURRENCY_YEAR,
            "source": SOURCE,
        }
    )
