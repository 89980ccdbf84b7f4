"""Histories of events that recur, as the estimators of time to an event take them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.survival.written_out import written_out
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.competing.mean_cumulative import DEATH, EVENT, FATAL_EVENT

CAUSES = {EVENT: "event", DEATH: "death", FATAL_EVENT: "event and death"}


def histories(outcome: Outcome) -> Outcome:
    """Return the outcome with the history that stands for n people written out n times."""
    refuse_table(outcome)
    if outcome.kind != "recurrent":
        raise EstimationError(
            f"This model needs events that can recur, not an outcome of kind {outcome.kind}",
            code="RE-M20",
            do="Build one with recurrent_events(), or choose another model.",
        )
    return written_out(outcome)


def as_competing(outcome: Outcome) -> Outcome:
    """Return histories with ``entry``, ``time`` and ``cause``: an event, death, or both at once."""
    frame = outcome.frame
    event = frame["event"].to_numpy(dtype=bool)
    cause = np.where(event, EVENT, 0)
    if "death" in frame:
        died = frame["death"].to_numpy(dtype=bool)
        cause = np.where(died, np.where(event, FATAL_EVENT, DEATH), cause)
    timed = frame.drop(columns=["event", "death", "start"], errors="ignore").rename(
        columns={"stop": "time"}
    )
    timed = timed.assign(entry=entries(frame), cause=cause)
    return replace(outcome, kind="competing", frame=timed, causes=CAUSES)


def entries(frame: pd.DataFrame) -> np.ndarray:
    """Return when each row came under observation: -inf where a person was there from time zero."""
    start = frame["start"].to_numpy(dtype=float)
    first = frame.groupby("person", observed=True)["start"].transform("min").to_numpy(dtype=float)
    return np.where((start <= 0) & (start == first), -np.inf, start)


def deaths(outcome: Outcome) -> float:
    """Return how many people died under observation."""
    died = outcome.frame.get("death")
    return 0.0 if died is None else float(outcome.frame["n"][died.astype(bool)].sum())
