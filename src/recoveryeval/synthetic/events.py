"""The event table: stays, emergency visits, arrests, incarceration, overdose, death."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.admissions import KIND
from recoveryeval.synthetic.blanks import only_where
from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.contact_details import CURRENCY_YEAR
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.custody import Custody
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import of_person, padded
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams
from recoveryeval.synthetic.world import World

CLAIMED = ("inpatient", "psych_inpatient", "detox", "ed")
# The stay before intake, by site: some sites recruit at the bedside, others do not.
INDEX_STAY = np.array(["ed", "psych_inpatient", None, "detox", None, None], dtype=object)
FACILITY = np.array(["F01", "F02", "F03", "F04"], dtype=object)
DIAGNOSES = np.array(["F11.20", "F10.20", "F14.20", "F33.2"], dtype=object)
PLANNED_SHARE = 0.08
WENT_HOME = 0.9
CLAIMS_SOURCE, FORM_SOURCE = "claims", "redcap"
_COLUMNS = ["person", "type", "start", "end", "died"]


def event_frame(world: World, rngs: Streams) -> pd.DataFrame:
    """Return the event table; claims after insurance was lost are not seen."""
    rng = rngs["happenings"]
    people, admissions, happenings = world.people, world.admissions, world.happenings
    parts = [
        _index_stays(people, rng),
        pd.DataFrame(
            {
                "person": admissions.person,
                "type": KIND[admissions.kind],
                "start": admissions.start,
                "end": admissions.end,
                "died": admissions.died,
            }
        ),
        pd.DataFrame(
            {
                "person": happenings.person,
                "type": happenings.kind,
                "start": happenings.day,
                "end": happenings.day,
                "died": False,
            }
        ),
        _custody(world.custody),
        _deaths(world.course),
    ]
    rows = pd.concat([p[_COLUMNS] for p in parts if len(p)], ignore_index=True)
    seen = ~rows["type"].isin(CLAIMED) | (rows["start"] <= world.covered[rows["person"]])
    return _described(people, rows[seen].reset_index(drop=True), world.effects, rng)


def _index_stays(people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Return the stay that ended on the day of intake, at sites that recruit there."""
    kind = INDEX_STAY[people.site]
    length = np.where(kind == "ed", 0, 1 + rng.poisson(5.0, people.n))
    rows = pd.DataFrame(
        {"person": np.arange(people.n), "type": kind, "start": -length, "end": 0.0, "died": False}
    )
    return rows[rows["type"].notna()]


def _custody(custody: Custody) -> pd.DataFrame:
    """Return first incarcerations."""
    return pd.DataFrame(
        {
            "person": custody.person,
            "type": "incarceration",
            "start": custody.start,
            "end": custody.end,
            "died": False,
        }
    )


def _deaths(course: Course) -> pd.DataFrame:
    """Return deaths up to the extract."""
    day = np.floor(course.death)
    rows = pd.DataFrame(
        {"person": np.arange(len(day)), "type": "death", "start": day, "end": day, "died": False}
    )
    return rows[day <= course.observed_to]


def _described(
    people: People, rows: pd.DataFrame, effects: Effects, rng: np.random.Generator
) -> pd.DataFrame:
    """Add ids, dates, diagnosis, disposition, facility and cost; sort by date."""
    who = rows["person"].to_numpy()
    start = people.anchor[who] + rows["start"].to_numpy()
    order = np.lexsort((who, start))
    rows, who, start = rows.iloc[order].reset_index(drop=True), who[order], start[order]
    end = rows["end"].to_numpy(dtype="float64")
    kind = rows["type"].to_numpy(dtype=object)
    stay = np.isin(kind, CLAIMED[:3])
    claimed = np.isin(kind, CLAIMED)
    went = _disposition(rows, rng)
    return pd.DataFrame(
        {
            "event_id": _event_ids(people, who, claimed),
            "person_id": people.person_id[who],
            "episode_id": people.episode_id[who],
            "type": kind,
            "start": as_dates(start),
            "end": as_dates(people.anchor[who] + end),
            "planned": pd.arrays.BooleanArray(rng.random(len(rows)) < PLANNED_SHARE, ~stay),
            "primary_dx": only_where(claimed, rng.choice(DIAGNOSES, len(rows))),
            "disposition": only_where(claimed, went),
            "facility": only_where(claimed, rng.choice(FACILITY, len(rows))),
            "amount": np.where(claimed, _cost(rows, stay, effects), np.nan),
            "currency_year": pd.array(np.where(claimed, CURRENCY_YEAR, np.nan), dtype="Int64"),
            "source": np.where(claimed, CLAIMS_SOURCE, FORM_SOURCE),
        }
    )


def _disposition(rows: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return where people went after a stay."""
    home = np.where(rng.random(len(rows)) < WENT_HOME, "home", "against_advice")
    still = np.where(rows["end"].isna(), "still_in", home)
    return np.where(rows["died"], "died", still)


def _cost(rows: pd.DataFrame, stay: np.ndarray, effects: Effects) -> np.ndarray:
    """Return the cost of stays by the day and of visits by the visit; unknown while in."""
    days = np.maximum((rows["end"] - rows["start"]).to_numpy(dtype="float64"), 1)
    return np.round(np.where(stay, days * effects.cost_bed_day, effects.cost_ed_visit), 2)


def _event_ids(people: People, who: np.ndarray, claimed: np.ndarray) -> np.ndarray:
    """Return numbers of claims, and ids of what the program itself wrote down."""
    ids = np.empty(len(who), dtype=object)
    ids[claimed] = "C" + padded(np.arange(int(claimed.sum())) + 1, 7)
    ids[~claimed] = of_person(people.person_id, who[~claimed], "-h")
    return ids
