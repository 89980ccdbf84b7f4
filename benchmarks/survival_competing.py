"""Cumulative incidence and Gray's test on 100,000 people, against R's cmprsk::cuminc in one run.

    python benchmarks/survival_competing.py [rows]

``cuminc`` gives estimates with Aalen's variance and Gray's test of each cause in one call, so both
of ours are added up: ``cumulative_incidence(variance="aalen")`` and ``gray_test()``, each from the
Outcome to the finished Result. Once with times in whole days, once with continuous times.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from against_r import fastest, r_says, told

import recoveryeval as rv

R_CODE = """
suppressMessages(library(cmprsk))
seconds <- clock(3, function() fit <<- cuminc(d$day, d$status, d$arm))
last <- function(what) sapply(fit[1:4], function(f) tail(f[[what]], 1))
cat(seconds, fit$Tests[, "stat"], last("est"), last("var"))
"""
CAUSES = {1: "readmission", 2: "death"}


def people(rows: int, *, whole_days: bool) -> pd.DataFrame:
    """Return people with exponential times to two events and uniform ends of observation."""
    rng = np.random.default_rng(20260101)
    arm = rng.integers(0, 2, rows)
    events = rng.exponential(np.column_stack([300 + 40 * arm, np.full(rows, 900.0)]))
    stop = rng.uniform(100, 1500, rows)
    first = events.min(axis=1)
    day = np.minimum(first, stop)
    status = np.where(first <= stop, events.argmin(axis=1) + 1, 0)
    return pd.DataFrame({"day": np.ceil(day) if whole_days else day, "status": status, "arm": arm})


def main(rows: int) -> None:
    """Print seconds of both, and ours as a share of theirs."""
    print(told())
    for label, whole_days in (("whole days", True), ("continuous", False)):
        frame = people(rows, whole_days=whole_days)
        own = rv.competing_events(frame, time="day", status="status", causes=CAUSES)
        tests = rv.gray_test(own, "arm").tidy()
        curve = rv.cumulative_incidence(own, "arm", variance="aalen").tidy()
        estimate = fastest(lambda o=own: rv.cumulative_incidence(o, "arm", variance="aalen"))
        test = fastest(lambda o=own: rv.gray_test(o, "arm"))
        r = r_says(R_CODE, frame)
        assert r is not None
        last = curve.groupby(["cause", "group"], sort=False).tail(1)
        ends = [last["estimate"], last["std_error"] ** 2]
        assert np.allclose(tests["statistic"], r[1:3], rtol=1e-8 if whole_days else 1e-4), (
            tests,
            r,
        )
        assert np.allclose(np.concatenate(ends), r[3:], rtol=1e-6 if whole_days else 1e-4), (
            ends,
            r,
        )
        print(
            f"{rows:,} rows, {label}: estimate {estimate:.3f} s + test {test:.3f} s, "
            f"cuminc {r[0]:.3f} s, ratio {(estimate + test) / r[0]:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
