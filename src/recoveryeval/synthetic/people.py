"""Who enters the program: severity, dual diagnosis, arm, site and day of entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.calendar import EXTRACT_DATE, day_number
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import padded
from recoveryeval.synthetic.sites import SITE, place_and_time
from recoveryeval.synthetic.strata import SEVERITY_TOP, logistic, standard
from recoveryeval.synthetic.streams import Streams

PERSON_ID_WIDTH = 7


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everyone who enters; every array has shape (n,).

    ``anchor`` is a day number since 1970, ``follow_up`` the day of the extract
    counted from the anchor, ``site`` an index into ``SITE``.
    """

    person_id: np.ndarray
    episode_id: np.ndarray
    severity: np.ndarray
    dual: np.ndarray
    arm: np.ndarray
    site: np.ndarray
    anchor: np.ndarray
    follow_up: np.ndarray

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.arm)

    @property
    def z(self) -> np.ndarray:
        """Severity in standard deviations from its mean."""
        return standard(self.severity)

    @property
    def site_label(self) -> np.ndarray:
        """Label of each person's site."""
        return np.asarray(SITE[self.site])

    def shift(
        self, *, coaching: float = 0.0, severity: float = 0.0, dual: float = 0.0
    ) -> np.ndarray:
        """Return each person's sum of effects on a log scale."""
        return coaching * self.arm + severity * self.z + dual * self.dual


def draw_people(n: int, effects: Effects, rngs: Streams) -> People:
    """Draw n people; sicker people are coached more often when ``confounding`` is above zero."""
    rng = rngs["people"]
    severity = rng.binomial(SEVERITY_TOP, 0.5, n)
    z = standard(severity)
    dual = (rng.random(n) < logistic(effects.dual_share, effects.dual_severity * z)).astype("int64")
    arm = (rng.random(n) < logistic(effects.coaching_share, effects.confounding * z)).astype(
        "int64"
    )
    site, anchor = place_and_time(arm, rngs["sites"])
    person_id = padded(rng.permutation(n * 3)[:n] + 1, PERSON_ID_WIDTH)
    return People(
        person_id=person_id,
        episode_id=np.asarray(person_id + "-1"),
        severity=severity,
        dual=dual,
        arm=arm,
        site=site,
        anchor=anchor,
        follow_up=day_number(EXTRACT_DATE) - anchor,
    )
