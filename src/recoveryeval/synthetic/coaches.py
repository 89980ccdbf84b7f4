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
    coached = np.bincount(people.site[people.arm == 1], minlength=len(SITE))
    hired = np.where(coached > 0, np.maximum(2, -(-coached // CASELOAD)), 0)
    peer_site = np.repeat(np.arange(len(SITE)), hired)
    n_peers = len(peer_site)
    offset = np.cumsum(hired) - hired
    draws = rng.random((2, people.n))
    size = hired[people.site]
    first = offset[people.site] + np.floor(draws[0] * size).astype("int64")
    # The coach who takes over is another one of the same site.
    step = 1 + np.floor(draws[1] * np.maximum(size - 1, 0)).astype("int64")
    second = offset[people.site] + (first - offset[people.site] + step) % np.maximum(size, 1)
    stays = (course.engaged_to > HANDED_OVER_AFTER) & (people.arm == 1)
    handed = stays & (rng.random(people.n) < HANDED_OVER)
    site = np.concatenate([peer_site, np.repeat(np.arange(len(SITE)), len(CLINICAL_ROLES))])
    role = np.concatenate(
        [
            rng.choice(PEER_ROLES, n_peers, p=(0.5, 0.25, 0.15, 0.10)),
            np.tile(CLINICAL_ROLES, len(SITE)),
        ]
    )
    began = np.array([OPENED if d is None else day_number(d) for d in COACHING_START])
    start = np.where(np.arange(len(site)) < n_peers, began[site], OPENED)
    return Staff(
        coach_id=padded(np.arange(len(site)) + 1, 4),
        role=role,
        site=site,
        start=start,
        n_peers=n_peers,
        first=np.where(people.arm == 1, first, -1),
        second=np.where(handed, second, -1),
        handed_over=np.where(handed, float(HANDED_OVER_AFTER), np.inf),
    )


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
