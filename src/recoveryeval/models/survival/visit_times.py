"""Whether events seem to be known only at a few visits, so that their times are not their times."""

from __future__ import annotations

import numpy as np

from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

FEW_TIMES = 6
EVENTS = 10
PER_TIME = 3


def visit_check(outcome: Outcome) -> tuple[Check, ...]:
    """Return a check of concern where many events share a few times that lie apart.

    Times in whole weeks or months are no sign of it: neighbors are then one unit apart.
    """
    if outcome.kind not in ("time_to_event", "competing"):
        return ()
    frame = outcome.frame
    happened = frame["event" if outcome.kind == "time_to_event" else "cause"].to_numpy() > 0
    n = frame["n"].to_numpy(dtype=float)[happened]
    times = np.unique(frame["time"].to_numpy(dtype=float)[happened])
    events, apart = float(n.sum()), np.diff(times, prepend=0.0)
    enough = events >= max(EVENTS, PER_TIME * times.size)
    if not enough or times.size > FEW_TIMES or not (apart[times > 0] > 1).all():
        return ()
    listed = ", ".join(f"{t:g}" for t in times)
    told = (
        f"All {events:g} events lie at {times.size} times ({listed} {outcome.unit}), as if they "
        "were known only from interviews. Each may have happened any time since the interview "
        "before: use interval_events() with interval_censored() or parametric(), or "
        "discrete_hazard(), which take this into account."
    )
    return (Check("few_event_times", told, "concern", float(times.size)),)
