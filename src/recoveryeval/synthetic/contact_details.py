"""Everything a log says about a contact: mode, place, minutes, units, topics, costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.blanks import only_where
from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.contacts import DONE, OUTREACH, PEER, SERVICE, STATUS, Contacts
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import padded
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.sites import SETTING
from recoveryeval.synthetic.streams import Streams

CURRENCY_YEAR = 2025
CONTACT_SOURCE = "coaching_log"
MODE = np.array(["in_person", "phone", "video", "text", "group"], dtype=object)
IN_PERSON, PHONE, VIDEO, TEXT, GROUP = range(5)
_MODE_SHARE = (0.46, 0.26, 0.12, 0.08, 0.08)
_PLACE = np.array(["home", "community", "virtual", *SETTING], dtype=object)
_TOPICS = ("substance_use", "housing", "employment", "mental_health", "family", "transportation")
DOMAINS = np.array(
    [*_TOPICS, *(f"{a};{b}" for i, a in enumerate(_TOPICS) for b in _TOPICS[i + 1 :])],
    dtype=object,
)
_INITIATED = np.array(["coach", "client", "family"], dtype=object)
_TIMES = np.array([f"{h:02d}:{m:02d}" for h in range(8, 19) for m in (0, 15, 30, 45)], dtype=object)


def contact_frame(
    people: People, staff: Staff, contacts: Contacts, effects: Effects, rngs: Streams
) -> pd.DataFrame:
    """Return the contact table."""
    rng = rngs["contacts"]
    n = len(contacts.person)
    known = contacts.person >= 0
    done = contacts.status == DONE
    mode = rng.choice(len(MODE), n, p=_MODE_SHARE)
    mode = np.where(done | (mode != GROUP), mode, IN_PERSON)
    minutes = _minutes(mode, done, rng)
    frame = {
        "contact_id": padded(np.arange(n) + 1, 8),
        "person_id": only_where(known, people.person_id[contacts.person]),
        "episode_id": only_where(known, people.episode_id[contacts.person]),
        "coach_id": staff.coach_id[contacts.staff],
        "date": as_dates(contacts.date),
        "start_time": _TIMES[rng.integers(0, len(_TIMES), n)],
        "mode": MODE[mode],
        "setting": _PLACE[_place(staff.site[contacts.staff], mode, rng)],
        "status": STATUS[contacts.status],
        "service": SERVICE[contacts.service],
        "initiated_by": _INITIATED[rng.choice(3, n, p=(0.7, 0.25, 0.05))],
        "minutes": minutes,
        "minutes_source": "logged",
    }
    frame |= _group_and_topics(mode, done, rng)
    frame |= _billing(contacts, mode, minutes, effects)
    return pd.DataFrame(frame | {"source": CONTACT_SOURCE})


def _minutes(mode: np.ndarray, done: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return minutes in fives: an hour at most by telephone, none where nobody met."""
    usual = 5 * np.round(rng.gamma(4.0, 10.0, len(mode)) / 5)
    low = np.where(mode == TEXT, 5, 10)
    high = np.select([mode == TEXT, mode == PHONE], [15, 60], 120)
    return np.where(done, np.clip(usual, low, high), np.nan)


def _place(site: np.ndarray, mode: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an index into ``_PLACE``: virtual unless people met; else home, town or site."""
    met = rng.choice(3, len(site), p=(0.2, 0.3, 0.5))
    return np.where(np.isin(mode, (PHONE, VIDEO, TEXT)), 2, np.where(met == 2, 3 + site, met))


def _group_and_topics(
    mode: np.ndarray, done: np.ndarray, rng: np.random.Generator
) -> dict[str, object]:
    """Return the size of groups and the life domains spoken about."""
    n = len(mode)
    size = np.where(mode == GROUP, rng.integers(3, 13, n), 1)
    topic = DOMAINS[rng.integers(0, len(DOMAINS), n)]
    return {
        "group_size": pd.array(np.where(done, size, np.nan), dtype="Int64"),
        "domains": only_where(done, topic),
    }


def _billing(
    contacts: Contacts, mode: np.ndarray, minutes: np.ndarray, effects: Effects
) -> dict[str, object]:
    """Return billing units of 15 minutes, code and cost of completed contacts."""
    done = contacts.status == DONE
    peer = contacts.service == PEER
    billable = done & peer & (mode != TEXT)
    hour = np.where(
        peer | (contacts.service == OUTREACH), effects.cost_peer_hour, effects.cost_clinical_hour
    )
    return {
        "units": np.where(billable, np.floor((minutes + 7) / 15), np.nan),
        "billable": billable,
        "code": only_where(billable, "H0038"),
        "modifier": only_where(billable, np.where(mode == GROUP, "HQ", "HF")),
        "amount": np.where(done, np.round(minutes / 60 * hour, 2), np.nan),
        "currency_year": CURRENCY_YEAR,
    }
