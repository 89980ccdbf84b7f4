"""What a rule found about everyone, before it is cut at a horizon and put into a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from recoveryeval.outcomes.leaving.earliest import Ended
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One row per person, or per stay where returning begins a new one, each (m,).

    ``place`` is the row of the cohort, ``reach`` the last day on which leaving
    could be seen, counted from the row's day 0, and ``start`` that day 0,
    counted from time zero. ``dropped`` counts people who have no row,
    ``no_end`` marks people who may have left on a day that nothing shows,
    ``origin`` says what day 0 is where it is not time zero.
    """

    place: np.ndarray
    found: Ended
    reach: np.ndarray
    start: np.ndarray
    checks: tuple[Check, ...] = ()
    any_log: bool = True
    dropped: Mapping[str, int] = field(default_factory=dict)
    no_end: np.ndarray | None = None
    origin: str | None = None
