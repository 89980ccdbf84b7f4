"""Coaches and clinicians, and who is assigned to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import as_dates, day_number
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.ids import padded
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.sites import COACHING_START, SITE
from recoveryeval.synthetic.streams import Streams

CASELOAD = 22
PEER_ROLES = np.array(
    ["recovery_coach", "peer_support_specialist", "peer_mentor", "peer_navigator"], dtype=object
)
CLINICAL_ROLES = np.array(["case_manager", "therapist", "psychiatrist", "nurse"], dtype=object)
HANDED_OVER = 0.10
HANDED_OVER_AFTER = 60
OPENED = 20_000  # day number of a staff member who was there before the study


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """Staff, shape (staff,): peers first, then the four clinical roles of each site.

    ``first``, ``second``: index of each person's coach and of the one who took
    over (-1 without), shape (n,); ``handed_over``: that day, infinite without.
    """

    coach_id: np.ndarray
    role: np.ndarray
    site: np.ndarray
    start: np.ndarray
    n_peers: int
    first: np.ndarray
    second: np.ndarray
    handed_over: np.ndarray

    def clinician(self, site: np.ndarray, role: np.ndarray) -> np.ndarray:
        """Return the index of the clinician with that role (index) at that site."""
        return np.asarray(self.n_peers + site * len(CLINICAL_ROLES) + role)


def draw_staff(people: People, course: Course, rngs: Streams) -> Staff:
    """Hire enough coaches for each site's coached people, and assign them at random."""
    rng = rngs["coaches"]
    coached = people.arm == 1
    hired = _hired(people)
    first, second = _pairs(people, hired, rng)
    stays = coached & (course.engaged_to > HANDED_OVER_AFTER)
    handed = stays & (rng.random(people.n) < HANDED_OVER)
    n_peers = int(hired.sum())
    clinical_site = np.repeat(np.arange(len(SITE)), len(CLINICAL_ROLES))
    site = np.concatenate([np.repeat(np.arange(len(SITE)), hired), clinical_site])
    peer_role = rng.choice(PEER_ROLES, n_peers, p=(0.5, 0.25, 0.15, 0.10))
    began = np.array([OPENED if d is None else day_number(d) for d in COACHING_START])
    return Staff(
        coach_id=padded(np.arange(len(site)) + 1, 4),
        role=np.concatenate([peer_role, np.tile(CLINICAL_ROLES, len(SITE))]),
        site=site,
        start=np.where(np.arange(len(site)) < n_peers, began[site], OPENED),
        n_peers=n_peers,
        first=np.where(coached, first, -1),
        second=np.where(handed, second, -1),
        handed_over=np.where(handed, float(HANDED_OVER_AFTER), np.inf),
    )


def _hired(people: People) -> np.ndarray:
    """Return how many coaches each site has: two at least where anybody is coached."""
    coached = np.bincount(people.site[people.arm == 1], minlength=len(SITE))
    return np.where(coached > 0, np.maximum(2, -(-coached // CASELOAD)), 0)


def _pairs(
    people: People, hired: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return each person's coach and another coach of the same site, who may take over."""
    draws = rng.random((2, people.n))
    size = hired[people.site]
    begin = (np.cumsum(hired) - hired)[people.site]
    own = np.floor(draws[0] * size).astype("int64")
    step = 1 + np.floor(draws[1] * np.maximum(size - 1, 0)).astype("int64")
    return begin + own, begin + (own + step) % np.maximum(size, 1)


def coach_frame(staff: Staff, rngs: Streams) -> pd.DataFrame:
    """Return the coach table."""
    rng = rngs["staff"]
    peer = np.arange(len(staff.site)) < staff.n_peers
    certified = rng.random(len(staff.site)) < 0.8
    return pd.DataFrame(
        {
            "coach_id": staff.coach_id,
            "role": staff.role,
            "lived_experience": peer | (rng.random(len(staff.site)) < 0.15),
            "certified": np.where(peer, certified, True),
            "start": as_dates(staff.start),
            "end": as_dates(np.full(len(staff.site), np.nan)),
        }
    )
