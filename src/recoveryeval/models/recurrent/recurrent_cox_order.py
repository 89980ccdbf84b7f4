"""The order of a person's events, as strata of a Cox model, and the clock that restarts after each.

Prentice, Williams and Peterson compare the second event of a person with the second events of
others only. Orders that hold few events cannot be compared so and share a stratum with the last
one that can.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.recurrent.recurrent_input import entries
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict

ENOUGH = 10  # events that a stratum should hold
STRATUM = "event order"


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Rows as times to an event: the outcome, its column of strata, and what was merged."""

    outcome: Outcome
    strata: str | None
    check_rows: tuple[Check, ...] = ()


def ordered(outcome: Outcome, model: str, max_order: int | None, strata: str | None) -> Ordered:
    """Return histories as rows that end with an event or without, by the clock of the model."""
    frame = outcome.frame
    before, since = _past(frame)
    entry, time = entries(frame), frame["stop"].to_numpy(dtype=float)
    if model == "pwp-gap":
        start = frame["start"].to_numpy(dtype=float)
        entry = np.where(start == since, -np.inf, np.where(since > 0, start - since, entry))
        time = time - since
    timed = frame.drop(columns=["start", "stop", "death"], errors="ignore")
    timed = timed.assign(entry=entry, time=time)
    if model == "andersen-gill":
        return Ordered(_as_times(outcome, timed), strata)
    counts = np.bincount(before[frame["event"].to_numpy(dtype=bool)])
    last = _last_order(counts) if max_order is None else max_order
    order = np.minimum(before + 1, last)
    named = pd.Series(order.astype(str), index=frame.index)
    if strata is not None:
        outcome.require([strata])
        named = (frame[strata].astype("string") + ", event " + named).astype("string")
    timed = timed.assign(**{STRATUM: named})
    return Ordered(_as_times(outcome, timed, STRATUM), STRATUM, _order_checks(counts, last))


def _past(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return how many events a person had before each row (rows,), and when the last one was."""
    stop = frame["stop"].to_numpy(dtype=float)
    event = frame["event"].to_numpy(dtype=bool)
    person = pd.factorize(frame["person"])[0]
    order = np.lexsort((stop, person))
    history = pd.DataFrame({"person": person[order], "event": event[order].astype(np.int64)})
    history["at"] = np.where(event, stop, np.nan)[order]
    who = history.groupby("person", sort=False)
    before, since = np.empty(stop.size, dtype=np.int64), np.empty(stop.size)
    before[order] = (who["event"].cumsum() - history["event"]).to_numpy()
    last = who["at"].ffill().groupby(history["person"], sort=False).shift(1)
    since[order] = last.fillna(0.0).to_numpy(dtype=float)
    return before, since


def _last_order(counts: np.ndarray) -> int:
    """Return the order from which on events share a stratum, so that each stratum holds enough."""
    if not counts.sum():
        return 1
    enough = int((counts >= ENOUGH).sum())  # counts can only fall from one order to the next
    last = enough + 1 if counts[enough:].sum() >= ENOUGH else enough
    if last < 2:
        raise EstimationError(
            f"Only {int(counts[0]) if counts.size else 0} first events and {int(counts[1:].sum())} "
            f"later ones were seen, too few to compare each order by itself ({ENOUGH} are needed)",
            code="RE-M30",
            rows=int(counts.sum()),
            do="Use model='andersen-gill', or name max_order= to compare strata that small.",
        )
    return last


def _order_checks(counts: np.ndarray, last: int) -> tuple[Check, ...]:
    """Return how many events each stratum holds."""
    held = [*counts[: last - 1].tolist(), int(counts[last - 1 :].sum())]
    told = ", ".join(f"{count} of order {k}" for k, count in enumerate(held, start=1))
    merged = " or later" if counts.size > last else ""
    thin = min(held) < ENOUGH
    warning = " Strata that hold few events add little, and noise." if thin else ""
    verdict: Verdict = "concern" if thin else "note"
    told = f"Events are compared with events of the same order: {told}{merged}.{warning}"
    return (Check("event_order", told, verdict, statistic=float(last)),)


def _as_times(outcome: Outcome, frame: pd.DataFrame, *more: str) -> Outcome:
    """Return the outcome whose rows end with an event or without."""
    covariates = (*outcome.covariates, *more)
    return replace(outcome, kind="time_to_event", frame=frame, covariates=covariates)
