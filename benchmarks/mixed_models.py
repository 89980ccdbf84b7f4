"""Mixed models on 20,000 people with up to four visits, against lme4, statsmodels, nlme, pbkrtest.

    python benchmarks/mixed_models.py [lmm] [mmrm] [kenward-roger] [duckdb]

All sides get the same people, in memory: reading data is not timed. Ours is the public call from
the Outcome to the finished Result, with its hash, means and checks, after one call on few people
that loads libraries. The slow sides run once. With ``duckdb``, 10,000,000 visits stay in the
database: the seconds of its own SQL, and of what comes after.
"""

from __future__ import annotations

import sys
import time
import warnings
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
from against_r import fastest, r_says, told

import recoveryeval as rv
from recoveryeval.models.repeated import gaussian_result
from recoveryeval.stats.coefficients import row_df

LMM = """
suppressMessages(library(lme4))
fit <- NULL
seconds <- clock(2, function() fit <<- lmer(score ~ arm * day + age + severity + (day | person), d))
cat(seconds, as.numeric(logLik(fit)))
"""
GLS = """
suppressMessages(library(nlme))
d$wave <- factor(d$day); d$visit <- as.integer(d$wave); fit <- NULL
seconds <- clock(1, function() fit <<- gls(score ~ arm * wave + age + severity, d,
  correlation = corSymm(form = ~ visit | person), weights = varIdent(form = ~ 1 | wave)))
cat(seconds, as.numeric(logLik(fit)))
"""
PBKR = """
suppressMessages({library(lme4); library(pbkrtest)})
f <- score ~ arm * day + age + severity + (day | person)
fit <- lmer(f, d); df <- NULL
step <- clock(2, function() df <<- sapply(1:6, function(i) {
  L <- numeric(6); L[i] <- 1; get_Lb_ddf(fit, L) }))
whole <- clock(2, function() coef(summary(lmerTest::lmer(f, d), ddf = "Kenward-Roger")))
cat(step, whole, df)
"""
VISITS = """
create table visits as
select p.range as person, v.range as wave,
  case when p.range % 2 = 1 then 'coached' else 'alone' end as arm,
  40 + 9 * sin(p.range) as age,
  case when v.range = 0 or hash(p.range * 7 + v.range) % 5 > 0
    then 20 + 3 * sin(p.range * 1.7) + v.range * (0.3 + 0.5 * sin(p.range * 2.3))
      + 0.4 * v.range * (p.range % 2)
      + 4 * (hash(p.range * 31 + v.range) / 18446744073709551616.0 - 0.5) end as score
from range(?) p, range(4) v
"""
FORMULA = "arm * day + age + severity"


def people(n: int, seed: int = 20260501) -> pd.DataFrame:
    """Return people with two continuous covariates, each with one to four visits."""
    rng = np.random.default_rng(seed)
    person, visit = np.repeat(np.arange(n), 4), np.tile(np.arange(4.0), n)
    age, severity, arm = rng.normal(40, 9, n), rng.normal(size=n), np.arange(n) % 2
    slope = 0.3 + rng.normal(0, 0.5, n) + 0.4 * arm
    mean = 20 + rng.normal(0, 3, n) + 0.05 * age + 0.5 * severity
    score = mean[person] + slope[person] * visit + rng.normal(0, 2, 4 * n)
    frame = pd.DataFrame(
        {"person": person, "day": visit, "arm": arm[person].astype(float), "age": age[person],
         "severity": severity[person], "score": score}
    )  # fmt: skip
    return frame[(rng.uniform(size=4 * n) > 0.2) | (visit == 0)].reset_index(drop=True)


def outcome(frame: pd.DataFrame, *, wave: bool = False) -> rv.Outcome:
    """Return the outcome, with visits as days or as waves."""
    named = frame.rename(columns={"day": "wave"}) if wave else frame
    roles = {"wave": "wave"} if wave else {"day": "day"}
    return rv.repeated_measures(named, value="score", person="person", **roles)


def slopes(frame: pd.DataFrame, ddf: str = "satterthwaite") -> rv.Model:
    """Return our random-slope model."""
    return rv.mixed_model(outcome(frame), FORMULA, random="1 + day", ddf=ddf)  # type: ignore[arg-type]


def lmm(n: int = 20_000) -> None:
    """Print seconds of lme4, statsmodels and ours, and log-likelihoods."""
    from statsmodels.formula.api import mixedlm

    frame = people(n)
    scores = outcome(frame)
    kept: list[rv.Model] = []
    mine = fastest(lambda: kept.append(rv.mixed_model(scores, FORMULA, random="1 + day")))
    r = r_says(LMM, {str(c): frame[c].to_numpy() for c in frame})
    assert r is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        other = mixedlm(f"score ~ {FORMULA}", frame, groups="person", re_formula="~day").fit()
        seconds = time.perf_counter() - start
    height = kept[0].glance()["log_likelihood"].iloc[0]
    assert height >= r[1] - 1e-7 * abs(r[1])
    print(f"random slope, {n:,} people, {len(frame):,} visits: {mine:.2f} s", end="; ")
    print(f"lme4 {r[0]:.2f} s (ratio {mine / r[0]:.2f}); statsmodels {seconds:.1f} s ", end="")
    print(f"(ratio {mine / seconds:.4f}); log-likelihood ", end="")
    print(f"{height:.4f}, lme4 {r[1]:.4f}, statsmodels {other.llf:.4f}")


def mmrm(n: int = 20_000) -> None:
    """Print seconds of gls and ours."""
    frame = people(n)
    scores = outcome(frame, wave=True)
    kept: list[rv.Model] = []
    mine = fastest(lambda: kept.append(rv.mmrm(scores, "arm * wave + age + severity")))
    height = kept[0].glance()["log_likelihood"].iloc[0]
    print(f"unstructured covariance, {n:,} people: {mine:.2f} s, {height:.4f}", flush=True)
    r = r_says(GLS, {str(c): frame[c].to_numpy() for c in frame}, timeout=7200)
    if r is None:
        print("  nlme::gls was stopped after two hours")
        return
    print(f"  nlme::gls {r[0]:.1f} s (ratio {mine / r[0]:.4f}), {r[1]:.4f}")


def kenward_roger(n: int = 2_000) -> None:
    """Print seconds of the step alone, after a fit, and of the model with it, theirs and ours."""
    frame = people(n)
    steps: list[float] = []
    asked = gaussian_result.kenward_roger

    def timed(*given: Any, **options: Any) -> Any:
        start = time.perf_counter()
        answer = asked(*given, **options)
        for row in np.eye(len(answer.beta)):  # the degrees of freedom of each coefficient, as in R
            row_df(answer, row)
        steps.append(time.perf_counter() - start)
        return answer

    kept: list[rv.Model] = []
    with mock.patch.object(gaussian_result, "kenward_roger", timed):
        mine = fastest(lambda: kept.append(slopes(frame, "kenward-roger")))
    df = np.sort(kept[0].tidy()["df"].iloc[:6])
    r = r_says(PBKR, {str(c): frame[c].to_numpy() for c in frame}, timeout=7200)
    assert r is not None
    assert np.allclose(df, np.sort(r[2:]), rtol=1e-3)
    print(f"Kenward-Roger, {n:,} people: step {min(steps):.4f} s, model {mine:.3f} s; ", end="")
    print(f"pbkrtest {r[0]:.2f} s (ratio {min(steps) / r[0]:.4f}), ", end="")
    print(f"lmerTest with it {r[1]:.2f} s (ratio {mine / r[1]:.3f})")


def duckdb(people_in: int = 2_500_000) -> None:
    """Print the seconds of the database and of everything after, on 10,000,000 visits."""
    import duckdb as db

    connection = db.connect()
    connection.execute(VISITS, [people_in])
    rows = connection.execute("select count(*) from visits").fetchall()[0]
    start = time.perf_counter()
    cells = rv.repeated_cells(
        connection.table("visits"), value="score", person="person", wave="wave", factors=["arm"],
        numbers=["age"], days={k: float(k) for k in range(4)},
    )  # fmt: skip
    sql = time.perf_counter() - start
    calls = {
        "mmrm": lambda: rv.mmrm(cells, "arm * wave + age"),
        "random slope": lambda: rv.mixed_model(cells, "arm * day + age", random="1 + day"),
    }
    print(f"{rows[0]:,} visits in DuckDB: summed up in {sql:.2f} s; then ", end="")
    for name, call in calls.items():
        seconds, cpu = fastest(call), fastest(call, clock=time.process_time)
        print(f"{name} {seconds:.2f} s ({cpu:.2f} s of one processor)", end="; ")
    print(f"{len(cells.frame)} cells")


PARTS = {"lmm": lmm, "mmrm": mmrm, "kenward-roger": kenward_roger, "duckdb": duckdb}

if __name__ == "__main__":
    print(told("scipy", "statsmodels", "duckdb"))
    slopes(people(200))
    rv.mmrm(outcome(people(200), wave=True), "arm * wave")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
