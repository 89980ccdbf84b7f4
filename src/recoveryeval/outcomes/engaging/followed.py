"""Until when each person is followed, in days from time zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Days from time zero, each (n,): infinite where something never happens.

    ``last`` is the last day observed (the day of death, where that came
    first), ``died`` the day of death, ``ended`` a recorded end of the
    enrollment.
    """

    last: np.ndarray
    died: np.ndarray
    ended: np.ndarray

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.last)

    def window(self, first: float, last: float) -> pd.DataFrame:
        """Return the same window for everyone: ``person`` (their place), ``first``, ``last``."""
        return windows(np.full(self.n, float(first)), np.full(self.n, float(last)))

    def seen(self, until: float) -> np.ndarray:
        """Return who is observed to a day, or to a death before it (n,)."""
        return np.asarray((self.last >= until) | (self.died <= np.minimum(until, self.last)))


def windows(first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    """Return one window per person; days (n,) that are missing make a window that holds nothing."""
    return pd.DataFrame(
        {
            "person": np.arange(len(first)),
            "first": np.where(np.isnan(first), np.inf, first),
            "last": np.where(np.isnan(last), -np.inf, last),
        }
    )


def followed(cohort: Cohort) -> Followed:
    """Return until when everyone in the cohort is followed."""
    people = cohort.frame
    zero = as_floats(people["origin_day"])
    died, ended = (as_floats(people[name]) - zero for name in ("death_day", "end_day"))
    return Followed(
        last=as_floats(people["observed_to"]) - zero,
        died=np.where(np.isnan(died), np.inf, died),
        ended=np.where(np.isnan(ended), np.inf, ended),
    )


def as_floats(column: pd.Series) -> np.ndarray:
    """Return a column of days as floats (n,)."""
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))
