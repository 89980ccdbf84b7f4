"""How the seconds of every verb that models or describes grow with rows, and R beside four of them.

    python benchmarks/model_verbs.py [largest] [part of a verb's name] ...

Each verb is called as a user calls it, from the Outcome to the finished Result, once per size; what
is printed are seconds of the processor, and the slope between the last two sizes through the
logarithms. With ``r`` as a name, glm, geepack, glmer and coxph get the same rows: their numbers are
compared first, then both times are printed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from against_r import r_says, told
from model_people import answers, causes, counted, counts, once, people, scores, times, visits

import recoveryeval as rv

Verb = tuple[Callable[[int], Any], Callable[[Any], Any]]


VERBS: dict[str, Verb] = {
    "kaplan_meier, coaches": (times, lambda o: rv.kaplan_meier(o, "arm", cluster="coach")),
    "logrank": (times, lambda o: rv.logrank(o, "arm")),
    "rmst": (times, lambda o: rv.rmst(o, "arm", horizon=365)),
    "rmst_regression": (
        times, lambda o: rv.rmst_regression(o, "arm + age", horizon=365, cluster="coach")),
    "cox, coaches": (times, lambda o: rv.cox(o, "arm + age", cluster="coach")),
    "proportional_hazards": (times, lambda o: rv.proportional_hazards(o, "arm + age")),
    "adjusted_curves": (times, lambda o: rv.adjusted_curves(o, "C(arm) + age", by="arm")),
    "parametric": (times, lambda o: rv.parametric(o, "arm + age")),
    "discrete_hazard": (
        times, lambda o: rv.discrete_hazard(o, "arm + age", period=90, baseline="linear")),
    "cumulative_incidence": (causes, lambda o: rv.cumulative_incidence(o, "arm")),
    "gray_test": (causes, lambda o: rv.gray_test(o, "arm")),
    "fine_gray": (causes, lambda o: rv.fine_gray(o, "arm + age", cause="readmission")),
    "risk": (once, lambda o: rv.risk(o, "arm", adjust="age")),
    "risk, coaches": (once, lambda o: rv.risk(o, "arm", adjust="age", cluster="coach")),
    "rates": (counted, lambda o: rv.rates(o, "arm + age")),
    "rates, negative binomial": (
        counted, lambda o: rv.rates(o, "arm + age", family="negative-binomial")),
    "gee": (answers, lambda o: rv.gee(o, "arm + age + wave")),
    "gee, unstructured": (
        answers, lambda o: rv.gee(o, "arm + age + wave", structure="unstructured")),
    "glmm": (answers, lambda o: rv.glmm(o, "arm + age")),
    "glmm, negative binomial": (
        counts, lambda o: rv.glmm(o, "arm + age", family="negative-binomial")),
    "linear, coaches": (
        scores, lambda o: rv.linear(o, "arm + age", wave=2, baseline=0, cluster="coach")),
    "mixed_model": (scores, lambda o: rv.mixed_model(o, "arm * wave + age")),
    "mmrm": (scores, lambda o: rv.mmrm(o, "arm * wave + age")),
    "coach_effects": (scores, lambda o: rv.coach_effects(o, "arm + age")),
    "paired": (scores, lambda o: rv.paired(o, "arm", before=0, after=2)),
    "change": (
        scores,
        lambda o: rv.change(o, "arm", before=0, after=2, reliability=0.8, better="higher")),
    "missingness": (scores, lambda o: rv.missingness(o, "arm")),
    "impute, 5 times": (scores, lambda o: rv.impute(o, m=5, rng=1, by="arm")),
}  # fmt: skip

R: dict[str, tuple[Verb, Callable[[int], pd.DataFrame], str, float]] = {
    "glm (Poisson, sandwich)": (
        VERBS["rates"], people,
        ("f <- NULL; s <- clock(1, function() f <<- glm(visits ~ arm + age + offset(log(days)),"
        " poisson, d)); cat(s, coef(f)[['arm']])"), 1e-6),
    "coxph, coaches": (
        VERBS["cox, coaches"], people,
        ("library(survival); f <- NULL; s <- clock(1, function() f <<- coxph(Surv(day, event) ~"
        " arm + age + cluster(coach), d)); cat(s, coef(f)[['arm']])"), 1e-6),
    "geepack": (
        VERBS["gee"], visits,
        ("suppressMessages(library(geepack)); d$w <- factor(d$wave); f <- NULL; s <- clock(1,"
        " function() f <<- geeglm(yes ~ arm + age + w, binomial, d, id = person,"
        " corstr = 'exchangeable')); cat(s, coef(f)[['arm']])"), 1e-3),
    "glmer, 50 nodes": (
        VERBS["glmm"], visits,
        ("suppressMessages(library(lme4)); d$age <- d$age - 40; f <- NULL; s <- clock(1,"
        " function() f <<- glmer(yes ~ arm + age + (1 | person), d, binomial, nAGQ = 50));"
        " cat(s, fixef(f)[['arm']])"), 5e-3),
}  # fmt: skip


def seconds(verb: Verb, rows: int) -> tuple[float, Any]:
    """Return the seconds of a call on that many rows, and its result."""
    make, call = verb
    outcome = make(rows)
    start = time.process_time()
    found = call(outcome)
    return time.process_time() - start, found


def growth(largest: int, asked: list[str]) -> None:
    """Print seconds by size and the slope of the last step."""
    sizes = [10**k for k in range(3, 8) if 10**k <= largest]
    print(f"{'verb':28}" + "".join(f"{n:>12,}" for n in sizes) + f"{'slope':>8}")
    for name, verb in VERBS.items():
        if asked and not any(part in name for part in asked):
            continue
        seconds(verb, 400)  # libraries are loaded
        found = [seconds(verb, rows)[0] for rows in sizes]
        slope = np.log10(found[-1] / found[-2]) if len(found) > 1 else np.nan
        print(f"{name:28}" + "".join(f"{s:12.2f}" for s in found) + f"{slope:8.2f}", flush=True)


def beside_r(rows: int) -> None:
    """Compare numbers with R's, then print both times."""
    for name, (verb, make, code, close) in R.items():
        frame = make(rows)
        told_by_r = r_says(code, {str(c): frame[c].to_numpy() for c in frame}, timeout=600)
        mine, found = seconds(verb, rows)
        if told_by_r is None:
            print(f"{name}: not finished after 600 s; ours {mine:.2f} s", flush=True)
            continue
        table = found.tidy()
        own = float(table.loc[table["term"] == "arm", "estimate"].iloc[0])
        assert abs(own - told_by_r[1]) < close * max(1.0, abs(own)), (name, own, told_by_r[1])
        print(f"{name}: R {told_by_r[0]:.2f} s, ours {mine:.2f} s of the processor; "
              f"arm {told_by_r[1]:.6f} and {own:.6f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    print(told("scipy"))
    top = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    if "r" in sys.argv[2:]:
        beside_r(top)
    else:
        growth(top, sys.argv[2:])
