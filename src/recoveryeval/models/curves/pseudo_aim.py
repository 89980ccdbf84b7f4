"""What a regression of pseudo-observations is about: a mean time, or the share with an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.rmst_rows import DIFFERENCE, MEAN, RATIO
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.pseudo_observations import incidence_pseudo, restricted_mean_pseudo

NONE_BEFORE = "nobody had the event before the horizon"
SAME_TIME = "everyone had the same time without the event"
NONE_BY = "nobody had the event by the horizon"
ALL_BY = "everyone had the event by the horizon"


@dataclass(frozen=True, slots=True)
class Aim:
    """Words of the mean, of its differences and ratios; pseudo-observations; why there are none.

    ``of_shares`` says that the mean is a share, of which zero has no ratio.
    """

    mean: str
    difference: str
    ratio: str
    pseudo: Callable[[Cells, float], Floats]
    silent: Callable[[Cells, float], str]
    of_shares: bool = False


def _no_mean_time(cells: Cells, horizon: float) -> str:
    """Return why mean times say nothing, or an empty text."""
    if not (cells.event & (cells.time < horizon)).any():
        return NONE_BEFORE
    seen = np.minimum(cells.time, horizon)
    return SAME_TIME if cells.event.all() and np.ptp(seen) == 0 else ""


def _no_incidence(cells: Cells, horizon: float) -> str:
    """Return why shares with an event say nothing, or an empty text."""
    happened = (cells.cause == 1) & (cells.time <= horizon)
    if not happened.any():
        return NONE_BY
    return ALL_BY if happened.all() else ""


RESTRICTED_MEAN = Aim(MEAN, DIFFERENCE, RATIO, restricted_mean_pseudo, _no_mean_time)
INCIDENCE = Aim(
    "cumulative incidence",
    "difference in cumulative incidence",
    "ratio of cumulative incidences",
    incidence_pseudo,
    _no_incidence,
    of_shares=True,
)
