"""Sites, and the staggered days on which coaching began there."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import FIRST_ENTRY, LAST_ENTRY, day_number

SITE = np.array(["01", "02", "03", "04", "05", "06"], dtype=object)
SETTING = (
    "emergency_department",
    "psychiatric_inpatient",
    "primary_care",
    "residential",
    "recovery_center",
    "community",
)
SOURCE = "sites"
RURAL = (False, False, True, False, True, True)
COACHING_START: tuple[date | None, ...] = (
    date(2024, 11, 4),
    date(2025, 2, 3),
    date(2025, 4, 14),
    date(2025, 7, 7),
    date(2025, 10, 6),
    None,
)
SHARE = np.array([0.28, 0.20, 0.16, 0.14, 0.12, 0.10])


def site_frame() -> pd.DataFrame:
    """Return the site table."""
    return pd.DataFrame(
        {
            "site": SITE,
            "setting": list(SETTING),
            "rural": pd.array(list(RURAL), dtype="boolean"),
            "coaching_start": pd.to_datetime(pd.Series(COACHING_START)).astype("datetime64[s]"),
            "source": SOURCE,
        }
    )


def place_and_time(arm: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw each person's site and day of entry from the sites and days that offer the arm.

    Given the arm, both are independent of everything else. So the time under
    observation is independent of severity within an arm, and people still
    enrolled at the extract are censored without bias. Shapes (n,) and (n,).
    """
    first, last = day_number(FIRST_ENTRY), day_number(LAST_ENTRY)
    opening = [last + 1 if d is None else max(first, day_number(d)) for d in COACHING_START]
    offered = np.column_stack([np.full(len(SITE), first), opening])  # site x arm
    days = last + 1 - offered
    chance = SHARE[:, None] * days
    chance = np.cumsum(chance / chance.sum(axis=0), axis=0)
    draw = rng.random(len(arm))
    site = np.where(
        arm == 1,
        np.searchsorted(chance[:, 1], draw, side="right"),
        np.searchsorted(chance[:, 0], draw, side="right"),
    )
    site = np.minimum(site, np.where(arm == 1, len(SITE) - 2, len(SITE) - 1))
    start = offered[site, arm]
    anchor = start + np.floor(rng.random(len(arm)) * days[site, arm]).astype("int64")
    return site, anchor
