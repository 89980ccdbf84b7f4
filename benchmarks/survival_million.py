"""Kaplan-Meier and log-rank on 1,000,000 people, against R's survfit and survdiff in one run.

    python benchmarks/survival_million.py [rows]

Both sides get the same people, in memory: reading data is not timed. R needs its package survival.
Once with times in whole days (many ties) and once with continuous times (none). Ours is the public
call from the Outcome to the finished Result, with its hash, checks and words.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import recoveryeval as rv

R_CODE = """
suppressMessages(library(survival))
n <- as.integer(commandArgs(TRUE)[2])
x <- readBin(commandArgs(TRUE)[1], "double", 3 * n)
d <- data.frame(time = x[1:n], event = x[(n + 1):(2 * n)], arm = x[(2 * n + 1):(3 * n)])
d$arm <- ifelse(d$arm == 1, "coached", "usual care")
seconds <- min(sapply(1:2, function(i) system.time({
  fit <<- survfit(Surv(time, event) ~ arm, d, conf.type = "log-log")
  test <<- survdiff(Surv(time, event) ~ arm, d)
})[["elapsed"]]))
cat(sprintf("%.6f %.15g %.15g", seconds, test$chisq, sum(fit$surv)))
"""


def people(rows: int, *, whole_days: bool) -> pd.DataFrame:
    """Return people with exponential times to the event and uniform ends of observation."""
    rng = np.random.default_rng(20260101)
    coached = rng.integers(0, 2, rows)
    event = rng.exponential(300 + 40 * coached)
    stop = rng.uniform(100, 1500, rows)
    if whole_days:
        event, stop = np.ceil(event), np.ceil(stop)
    arm = np.where(coached == 1, "coached", "usual care")
    return pd.DataFrame({"day": np.minimum(event, stop), "left": event <= stop, "arm": arm})


def ours(frame: pd.DataFrame) -> tuple[float, float, float]:
    """Return seconds, the statistic and the sum of the curves, of the faster of two runs."""
    outcome = rv.time_to_event(frame, time="day", event="left", name="retention")
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        curve, test = rv.kaplan_meier(outcome, "arm"), rv.logrank(outcome, "arm")
        best = min(best, time.perf_counter() - start)
    return best, float(test.tidy()["statistic"].iloc[0]), float(curve.tidy()["estimate"].sum())


def theirs(frame: pd.DataFrame, rscript: str) -> tuple[float, float, float]:
    """Return the same from R, whose clock runs around the two calls only."""
    columns = [frame["day"], frame["left"], frame["arm"] == "coached"]
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "people.bin", Path(folder) / "survival.R"
        np.concatenate([c.to_numpy(dtype="float64") for c in columns]).tofile(data)
        script.write_text(R_CODE, encoding="utf-8")
        command = [rscript, str(script), str(data), str(len(frame))]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, statistic, total = (float(v) for v in told.split())
    return seconds, statistic, total


def main(rows: int) -> None:
    """Print seconds of both, and ours as a share of theirs."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        sys.exit("Rscript is not on the path: install R and its package survival.")
    for label, whole_days in (("whole days", True), ("continuous", False)):
        frame = people(rows, whole_days=whole_days)
        mine, r = ours(frame), theirs(frame, rscript)
        assert np.allclose(mine[1:], r[1:], rtol=1e-9), (mine, r)
        print(
            f"{rows:,} rows, {label}: {mine[0]:.2f} s, R {r[0]:.2f} s, ratio {mine[0] / r[0]:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
