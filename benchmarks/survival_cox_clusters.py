"""Cox regression with a clustered variance, five covariates, against R's coxph in one run.

    python benchmarks/survival_cox_clusters.py [rows ...] [--times whole-days] [--timeout 900]

400 coaches; three covariates are continuous, so that no two people share a cell; times are whole
days or continuous. R's clock runs around ``coxph(cluster=)`` alone, ours from the Outcome to the
finished Result with its test of proportional hazards, concordance and words. Where R takes longer
than the timeout the ratio is an upper bound. lifelines is asked on 20,000 rows or fewer, since the
memory of its robust error grows with the square of the rows.
"""

from __future__ import annotations

import argparse
import time
import warnings

import numpy as np
import pandas as pd
from against_r import fastest, r_says, told

import recoveryeval as rv

R_CODE = """
suppressMessages(library(survival))
seconds <- clock(1, function() fit <<- coxph(Surv(day, event) ~ x1 + x2 + x3 + x4 + x5, d,
                                             cluster = coach))
cat(seconds, coef(fit), sqrt(diag(vcov(fit))))
"""
FORMULA = "x1 + x2 + x3 + x4 + x5"
SMALL = 20_000


def people(rows: int, *, whole_days: bool) -> pd.DataFrame:
    """Return people of 400 coaches, who share an unseen risk."""
    rng = np.random.default_rng(20260101)
    coach = rng.integers(0, 400, rows)
    x = np.column_stack([rng.integers(0, 2, (2, rows)).T, rng.normal(size=(rows, 3))])
    unseen = rng.normal(0, 0.2, 400)[coach]
    scale = np.exp(-unseen - x @ [0.3, -0.2, 0.1, 0.0, -0.1])
    event, stop = rng.exponential(300 * scale), rng.uniform(100, 1500, rows)
    last = np.minimum(event, stop)
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(1, 6)])
    day = np.ceil(last) if whole_days else last
    return frame.assign(day=day, event=event <= stop, coach=coach)


def ours(frame: pd.DataFrame) -> tuple[float, np.ndarray]:
    """Return seconds, and coefficients with their errors."""
    outcome = rv.time_to_event(frame, time="day", event="event")
    seconds = fastest(lambda: rv.cox(outcome, FORMULA, cluster="coach"), 1)
    table = rv.cox(outcome, FORMULA, cluster="coach").tidy().head(5)
    return seconds, table[["estimate", "std_error"]].to_numpy(float).T.ravel()


def lifelines_seconds(frame: pd.DataFrame) -> float:
    """Return the seconds of lifelines."""
    from lifelines import CoxPHFitter

    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        CoxPHFitter().fit(frame, "day", "event", cluster_col="coach")
    return time.perf_counter() - start


def main() -> None:
    """Print seconds of all, and ours as a share of theirs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=[SMALL, 100_000, 1_000_000])
    parser.add_argument("--times", default="whole-days", choices=["whole-days", "continuous"])
    parser.add_argument("--timeout", type=float, default=900.0)
    asked = parser.parse_args()
    print(told("lifelines"))
    for rows in asked.rows:
        frame = people(rows, whole_days=asked.times == "whole-days")
        seconds, mine = ours(frame)
        r = r_says(R_CODE, frame, timeout=asked.timeout)
        if r is None:
            line = f"R more than {asked.timeout:.0f} s, ratio below {seconds / asked.timeout:.3f}"
        else:
            assert np.allclose(mine, r[1:], rtol=1e-6), (mine, r)
            line = f"R {r[0]:.2f} s, ratio {seconds / r[0]:.2f}"
        if rows <= SMALL:
            other = lifelines_seconds(frame)
            line += f"; lifelines {other:.2f} s, ratio {seconds / other:.2f}"
        print(f"{rows:,} rows, {asked.times}: {seconds:.2f} s, {line}", flush=True)


if __name__ == "__main__":
    main()
