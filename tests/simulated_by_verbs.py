"""What each verb says of one simulated study: does the interval hold the truth, does a test reject.

An answer is True or False, and None where the verb gave no limits or no p value. The verbs write
tables and words for each study; ``simulated_answers.py`` asks the same without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from simulated_models import rejects
from simulated_programs import WORKS, Drawn, truth

import recoveryeval as rv

Answers = dict[str, bool | None]
DAYS = (90, 180)
GROUPS = ("usual care", "coaching")
CONTRAST = "coaching - usual care"
CAUSES = {1: "readmission", 2: "death", 3: "incarceration"}
MEANS = tuple(f"restricted mean, {who}" for who in (*GROUPS, "difference", "ratio"))


@cache
def known(estimand: str, outcome: str, **which: Any) -> float:
    """Return a true value of the program in which coaching works."""
    return truth(WORKS).get(estimand=estimand, outcome=outcome, **which)


def holds(row: Any, true: float) -> bool | None:
    """Return whether the limits of a row hold the truth."""
    if not (np.isfinite(row["conf_low"]) or np.isfinite(row["conf_high"])):
        return None
    return bool(row["conf_low"] <= true <= row["conf_high"])


def leaving(frame: pd.DataFrame) -> rv.Outcome:
    return rv.time_to_event(frame, time="day", event="left", name="retention")


def first_event(frame: pd.DataFrame) -> rv.Outcome:
    return rv.competing_events(frame, time="day", status="status", causes=CAUSES)


def retained(people: Drawn) -> Answers:
    """Kaplan-Meier and restricted means where coaching works."""
    outcome = leaving(people.leaving)
    curve = rv.kaplan_meier(outcome, "arm")
    at = curve.at(DAYS).tidy()
    rows = {f"Kaplan-Meier, day {r['time']:g}, {r['group']}": (r, _share(r)) for r in _each(at)}
    for r in _each(curve.difference(times=DAYS).tidy()):
        gap = known("difference in survival", "retention", time=r["time"], contrast=CONTRAST)
        rows[f"Kaplan-Meier, day {r['time']:g}, difference"] = (r, gap)
    told = _each(rv.rmst(outcome, "arm", horizon=180).tidy())
    found = {word: holds(*row) for word, row in rows.items()}
    return found | dict(zip(MEANS, means_held(told), strict=True))


def means_held(rows: Sequence[Any]) -> list[bool | None]:
    """Return whether rows of both arms, their difference and their ratio hold the truth."""
    means = [_mean(group=g) for g in GROUPS]
    true = [*means, _mean(contrast=CONTRAST), means[1] / means[0]]
    return [holds(row, t) for row, t in zip(rows, true, strict=True)]


def _each(table: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in table.iterrows()]


def _share(row: pd.Series) -> float:
    return known("survival", "retention", group=row["group"], time=row["time"])


def _mean(**which: str) -> float:
    of = "difference in restricted mean time" if "contrast" in which else "restricted mean time"
    return known(of, "retention", time=180, **which)


def incidence(people: Drawn) -> Answers:
    """Cumulative incidence of readmission where coaching works, with both variances."""
    outcome = first_event(people.first)
    curve = rv.cumulative_incidence(outcome, "arm", cause="readmission")
    aalen = rv.cumulative_incidence(outcome, "arm", cause="readmission", variance="aalen")
    found: Answers = {}
    for words, own in (("jackknife", curve), ("Aalen", aalen)):
        for row in _each(own.at(DAYS).tidy()):
            true = _readmitted("cumulative incidence", row["time"], group=row["group"])
            label = f"cumulative incidence ({words}), day {row['time']:g}, {row['group']}"
            found[label] = holds(row, true)
        for row in _each(own.difference(times=DAYS).tidy()):
            true = _readmitted("risk difference", row["time"], contrast=CONTRAST)
            label = f"cumulative incidence ({words}), day {row['time']:g}, difference"
            found[label] = holds(row, true)
    return found


def _readmitted(estimand: str, time: float, **which: str) -> float:
    return known(estimand, "readmission", cause="readmission", time=time, **which)


def admissions(people: Drawn) -> Answers:
    """Mean number of admissions before death or jail, where coaching works."""
    curve = rv.mean_cumulative_function(counted(people.admissions), "arm")
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


def counted(frame: pd.DataFrame) -> rv.Outcome:
    roles = {"start": "start", "stop": "stop", "event": "event", "person": "person"}
    return rv.recurrent_events(frame, **roles, terminal="gone")


def tests_of_arms(people: Drawn) -> Answers:
    """Every test of arms where coaching does nothing."""
    first = first_event(people.first)
    stay = leaving(people.leaving)
    gray = rv.gray_test(first, "arm", cause="readmission").tidy()
    rmst = rv.rmst(stay, "arm", horizon=180).tidy()
    apart = rmst[rmst["contrast"] == CONTRAST]
    mean = rv.mean_cumulative_function(counted(people.admissions), "arm").glance()
    return {
        "log-rank": rejects(rv.logrank(stay, "arm").tidy()["p_value"].iloc[0]),
        "Gray": rejects(gray["p_value"].iloc[0]),
        "restricted mean, difference": rejects(apart["p_value"].iloc[0]),
        "mean cumulative function": rejects(mean["p_value"].iloc[0]),
    }
