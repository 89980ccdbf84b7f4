"""What each verb says of one simulated study: does the interval hold the truth, does a test reject.

An answer is True or False, and None where the verb gave no limits or no p value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from simulated_models import cox_models, fine_gray, rejects
from simulated_programs import NOTHING, WORKS, drawn, truth

import recoveryeval as rv

Answers = dict[str, bool | None]
Question = Callable[[np.random.Generator, int], Answers]
DAYS = (90, 180)
GROUPS = ("usual care", "coaching")
CONTRAST = "coaching - usual care"
CAUSES = {1: "readmission", 2: "death", 3: "incarceration"}


@cache
def known(estimand: str, outcome: str, **which: Any) -> float:
    """Return a true value of the program in which coaching works."""
    return truth(WORKS).get(estimand=estimand, outcome=outcome, **which)


def holds(row: pd.Series, true: float) -> bool | None:
    """Return whether the limits of a row hold the truth."""
    if not (np.isfinite(row["conf_low"]) or np.isfinite(row["conf_high"])):
        return None
    return bool(row["conf_low"] <= true <= row["conf_high"])


def leaving(frame: pd.DataFrame) -> rv.Outcome:
    return rv.time_to_event(frame, time="day", event="left", name="retention")


def first_event(frame: pd.DataFrame) -> rv.Outcome:
    return rv.competing_events(frame, time="day", status="status", causes=CAUSES)


def retained(rng: np.random.Generator, n: int) -> Answers:
    """Kaplan-Meier and restricted means where coaching works."""
    outcome = leaving(drawn(n, WORKS, rng).leaving)
    curve = rv.kaplan_meier(outcome, "arm")
    at = curve.at(DAYS).tidy()
    rows = {f"Kaplan-Meier, day {r['time']:g}, {r['group']}": (r, _share(r)) for r in _each(at)}
    told = rv.rmst(outcome, "arm", horizon=180).tidy()
    means = [_mean(group=g) for g in GROUPS]
    true = [*means, _mean(contrast=CONTRAST), means[1] / means[0]]
    words = [*(f"restricted mean, {g}" for g in GROUPS), "restricted mean, difference",
             "restricted mean, ratio"]  # fmt: skip
    rows |= {w: (r, t) for w, r, t in zip(words, _each(told), true, strict=True)}
    for r in _each(curve.difference(times=DAYS).tidy()):
        gap = known("difference in survival", "retention", time=r["time"], contrast=CONTRAST)
        rows[f"Kaplan-Meier, day {r['time']:g}, difference"] = (r, gap)
    return {word: holds(*row) for word, row in rows.items()}


def _each(table: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in table.iterrows()]


def _share(row: pd.Series) -> float:
    return known("survival", "retention", group=row["group"], time=row["time"])


def _mean(**which: str) -> float:
    of = "difference in restricted mean time" if "contrast" in which else "restricted mean time"
    return known(of, "retention", time=180, **which)


def incidence(rng: np.random.Generator, n: int) -> Answers:
    """Cumulative incidence of readmission where coaching works, with both variances."""
    outcome = first_event(drawn(n, WORKS, rng).first)
    curve = rv.cumulative_incidence(outcome, "arm", cause="readmission")
    aalen = rv.cumulative_incidence(outcome, "arm", cause="readmission", variance="aalen")
    found: Answers = {}
    for words, own in (("jackknife", curve), ("Aalen", aalen)):
        for row in _each(own.at(DAYS).tidy()):
            true = _readmitted("cumulative incidence", row["time"], group=row["group"])
            label = f"cumulative incidence ({words}), day {row['time']:g}, {row['group']}"
            found[label] = holds(row, true)
    for row in _each(curve.difference(times=DAYS).tidy()):
        true = _readmitted("risk difference", row["time"], contrast=CONTRAST)
        found[f"cumulative incidence, day {row['time']:g}, difference"] = holds(row, true)
    return found


def _readmitted(estimand: str, time: float, **which: str) -> float:
    return known(estimand, "readmission", cause="readmission", time=time, **which)


def admissions(rng: np.random.Generator, n: int) -> Answers:
    """Mean number of admissions before death or jail, where coaching works."""
    curve = rv.mean_cumulative_function(_counted(drawn(n, WORKS, rng).admissions), "arm")
    found: Answers = {}
    # The mechanism counts up to the end of a day: one later on the continuous clock.
    at, apart = (q(times=[d + 1 for d in DAYS]).tidy() for q in (curve.at, curve.difference))
    for row in [*_each(at), *_each(apart)]:
        day = row["time"] - 1
        one = "difference" not in row["estimand"]
        estimand = "mean number of events" if one else "difference in mean number of events"
        which = {"group": row["group"]} if one else {"contrast": CONTRAST}
        true = known(estimand, "readmission", time=day, **which)
        words = row["group"] if one else "difference"
        found[f"mean cumulative function, day {day:g}, {words}"] = holds(row, true)
    return found


def _counted(frame: pd.DataFrame) -> rv.Outcome:
    roles = {"start": "start", "stop": "stop", "event": "event", "person": "person"}
    return rv.recurrent_events(frame, **roles, terminal="gone")


def tests_of_arms(rng: np.random.Generator, n: int) -> Answers:
    """Every test of arms where coaching does nothing."""
    people = drawn(n, NOTHING, rng)
    first = first_event(people.first)
    stay = leaving(people.leaving)
    gray = rv.gray_test(first, "arm", cause="readmission").tidy()
    rmst = rv.rmst(stay, "arm", horizon=180).tidy()
    apart = rmst[rmst["contrast"] == CONTRAST]
    mean = rv.mean_cumulative_function(_counted(people.admissions), "arm").glance()
    return {
        "log-rank": rejects(rv.logrank(stay, "arm").tidy()["p_value"].iloc[0]),
        "Gray": rejects(gray["p_value"].iloc[0]),
        "restricted mean, difference": rejects(apart["p_value"].iloc[0]),
        "mean cumulative function": rejects(mean["p_value"].iloc[0]),
    }


COVERAGE: Mapping[str, Question] = {
    "retained": retained, "incidence": incidence, "admissions": admissions,
}  # fmt: skip
TYPE_ONE: Mapping[str, Question] = {"tests": tests_of_arms, "cox": cox_models}
BOTH: Mapping[str, Question] = {"fine_gray": fine_gray}
QUESTIONS: dict[str, Any] = {**COVERAGE, **TYPE_ONE, **BOTH}
