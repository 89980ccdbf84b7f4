"""The Fine-Gray model with its full sandwich on 20,000 people, against R's cmprsk::crr in one run.

    python benchmarks/survival_fine_gray.py [rows]

Three covariates, weekly times; R's clock runs around ``crr()`` alone, which gives the same sandwich
(under its rule for ties). Ours runs from the Outcome to the finished Result, with the two
cause-specific models that always stand beside it.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from against_r import fastest, r_says, told

import recoveryeval as rv

R_CODE = """
suppressMessages(library(cmprsk))
x <- as.matrix(d[, c("x1", "x2", "x3")])
seconds <- clock(1, function() fit <<- crr(d$week, d$status, x))
cat(seconds, fit$coef, sqrt(diag(fit$var)))
"""
CAUSES = {1: "readmission", 2: "death"}


def people(rows: int) -> pd.DataFrame:
    """Return people with two competing events, in weeks."""
    rng = np.random.default_rng(20260101)
    x = np.column_stack([rng.integers(0, 2, rows), rng.normal(size=(rows, 2))])
    own = rng.exponential(60 * np.exp(-x @ [0.4, 0.2, 0.0]))
    events = np.column_stack([own, rng.exponential(120, rows)])
    stop, first = rng.uniform(20, 200, rows), events.min(axis=1)
    status = np.where(first <= stop, events.argmin(axis=1) + 1, 0)
    frame = pd.DataFrame(x, columns=["x1", "x2", "x3"])
    return frame.assign(week=np.ceil(np.minimum(first, stop)), status=status)


def main(rows: int) -> None:
    """Print seconds of both, and ours as a share of theirs."""
    print(told())
    frame = people(rows)
    outcome = rv.competing_events(frame, time="week", status="status", causes=CAUSES)

    def model() -> pd.DataFrame:
        """Return the rows of the model asked for."""
        made = rv.fine_gray(outcome, "x1 + x2 + x3", cause="readmission", ties="crr")
        return made.tidy().head(3)

    seconds = fastest(model)
    r = r_says(R_CODE, frame)
    assert r is not None
    mine = model()[["estimate", "std_error"]].to_numpy(float).T.ravel()
    assert np.allclose(mine, r[1:], rtol=1e-6), (mine, r)
    print(f"{rows:,} rows: {seconds:.2f} s, crr {r[0]:.2f} s, ratio {seconds / r[0]:.4f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
