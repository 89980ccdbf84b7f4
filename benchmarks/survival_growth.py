"""How seconds grow with rows: log-log slopes of survival verbs from 10,000 to 10,000,000 rows.

    python benchmarks/survival_growth.py [largest]

Times are whole days up to 1,500, as programs record them. Each verb is timed from the Outcome to
the finished Result, in seconds of the processor, so that other work on the machine does not count.
The slope is that of a straight line through the logarithms, and the last decade's slope stands
beside it, since fixed costs hide growth among few rows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from against_r import fastest, told

import recoveryeval as rv

CAUSES = {1: "readmission", 2: "death"}
VERBS: dict[str, Callable[[Any, Any], Any]] = {
    "kaplan_meier": lambda one, _: rv.kaplan_meier(one, "arm"),
    "logrank": lambda one, _: rv.logrank(one, "arm"),
    "cumulative_incidence": lambda _, several: rv.cumulative_incidence(several, "arm"),
    "cox": lambda one, _: rv.cox(one, "arm + age"),
}


def people(rows: int) -> pd.DataFrame:
    """Return people with exponential times to two events and uniform ends of observation."""
    rng = np.random.default_rng(20260101)
    arm, age = rng.integers(0, 2, rows), rng.normal(size=rows)
    scale = np.exp(0.2 * arm - 0.1 * age)
    events = np.stack([rng.exponential(300 * scale), rng.exponential(900, rows)])
    stop = rng.uniform(100, 1500, rows)
    first = events.min(axis=0)
    status = np.where(first <= stop, events.argmin(axis=0) + 1, 0).astype("int8")
    day = np.ceil(np.minimum(first, stop))
    return pd.DataFrame({"day": day, "status": status, "arm": arm.astype("int8"), "age": age})


def seconds(rows: int) -> dict[str, float]:
    """Return the seconds of each verb on that many rows."""
    frame = people(rows)
    several = rv.competing_events(frame, time="day", status="status", causes=CAUSES)
    flagged = frame.assign(event=frame["status"] == 1).drop(columns="status")
    one = rv.time_to_event(flagged, time="day", event="event")
    del frame, flagged
    repeats = 3 if rows <= 1_000_000 else 1
    return {
        name: fastest(lambda verb=verb: verb(one, several), repeats, clock=time.process_time)
        for name, verb in VERBS.items()
    }


def main(largest: int) -> None:
    """Print seconds and slopes."""
    print(told())
    sizes = [10**k for k in range(4, 8) if 10**k <= largest]
    table = pd.DataFrame({rows: seconds(rows) for rows in sizes}).T
    print(table.round(3).to_string())
    x = np.log(table.index.to_numpy(float))
    for name in table:
        y = np.log(table[name].to_numpy())
        last = (y[-1] - y[-2]) / (x[-1] - x[-2])
        print(f"{name}: slope {np.polyfit(x, y, 1)[0]:.2f}, last decade {last:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
