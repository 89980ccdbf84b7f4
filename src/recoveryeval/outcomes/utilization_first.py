"""The first event of everyone in time, with death competing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.utilization_forms import UtilizationRules, recurring

EVENT, DEATH = 1, 2


def first_event(cohort: Cohort, rules: UtilizationRules) -> Outcome:
    """Return the time to each person's first event; later ones do not count."""
    every = recurring(cohort, rules)
    rows = every.frame[every.frame["start"] == 0].reset_index(drop=True)
    died = (rows["rule"] == "death").to_numpy(dtype=bool)
    cause = np.where(rows["event"], EVENT, np.where(died, DEATH, 0))
    frame = rows.drop(columns=["start", "stop", "event"]).assign(
        entry=-np.inf, time=rows["stop"], cause=cause
    )
    return replace(every, kind="competing", frame=frame, causes={EVENT: every.name, DEATH: "death"})
