"""What a reader must know about counts in windows, above all about the ones before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.agreement import agree
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.outcomes.stays.of_cohort import PeopleOf
from recoveryeval.results.check import Check

EXPECTED_TO_SEE = 5.0
CRISIS = 1.5
FEW = 0.1
MANY = 10


def count_checks(people: PeopleOf, rows: pd.DataFrame, last_day: int) -> list[Check]:
    """Return how observation was taken, and from whom there is none."""
    told = []
    if people.by_coverage:
        cut = int(people.cut_short.sum())
        if cut:
            told.append(Check("coverage_ended", f"{agree(cut, 'person', 'lose coverage')} before "
                              "the records end: time ends then.",
                              statistic=float(cut)))  # fmt: skip
    else:
        told.append(Check("coverage_not_used", "Events are taken as seen for as long as people "
                          "are observed in the cohort: no coverage spans were used."))  # fmt: skip
    out = int(people.uncovered.sum())
    if out:
        told.append(Check("not_covered", f"{agree(out, 'person', 'have no coverage')} at time "
                          "zero: events would not be seen, so not counted.", "concern",
                          statistic=float(out)))  # fmt: skip
    place = rows["place"].unique()
    table = people.table.iloc[place]
    n = int((table["death"] <= table["seen_to"].clip(upper=people.zero + last_day)).sum())
    if n:
        told.append(Check("time_ends_with_death", f"{agree(n, 'person', 'died')}: time ends "
                          "with death.", statistic=float(n)))  # fmt: skip
    return told


def mirror_checks(
    cohort: Cohort, people: PeopleOf, rows: pd.DataFrame, last_day: int, step_days: int
) -> list[Check]:
    """Return what makes a window before differ from one after, whatever the program does."""
    told = count_checks(people, rows, last_day)
    if not people.by_coverage:
        told.append(Check("before_not_observed", "No span says that people were observed before "
                          "time zero: events of that time may be missing, and the windows do not "
                          "compare.", "concern"))  # fmt: skip
    told += [*_stayed(cohort, people, rows, last_day), *_only_while_enrolled(cohort, people, rows)]
    told += _crisis(rows, step_days)
    told.append(Check("nobody_died_before", "Everyone lived through the window before time zero, "
                      "by design, and people can die in the one after."))  # fmt: skip
    return told


def _ends(cohort: Cohort, people: PeopleOf) -> np.ndarray:
    """Return the day (n,), from the origin, on which the enrollment ended, infinite while open."""
    return never(days(cohort.frame["end_day"]) - people.begin)


def _stayed(cohort: Cohort, people: PeopleOf, rows: pd.DataFrame, last_day: int) -> list[Check]:
    """Return how many people stop being observed when they leave the program."""
    last = rows[rows["period"] == "after"].groupby("place")["last"].max()
    ends = _ends(cohort, people)[last.index.to_numpy(dtype="int64")]
    seen = people.table["seen_to"].to_numpy()[last.index.to_numpy(dtype="int64")]
    until = people.zero + last_day
    left = ends < until
    gone = int((left & (np.abs(seen - ends) <= 1) & (seen < until)).sum())
    if gone < FEW * left.sum() or not gone:  # some days coincide by chance
        return []
    return [
        Check(
            "after_requires_staying",
            f"{gone} of {len(last)} people stop being observed on the day they leave the program: "
            "the later the day, the more it describes those who stayed. Compare within people who "
            "are observed to the end, or take events from a source that does not depend on "
            "staying.",
            "concern",
            statistic=float(gone),
        )
    ]


def _only_while_enrolled(cohort: Cohort, people: PeopleOf, rows: pd.DataFrame) -> list[Check]:
    """Return whether events stop being recorded when people leave, although time goes on."""
    after = rows[rows["period"] == "after"]
    end = _ends(cohort, people)[after["place"].to_numpy(dtype="int64")]
    within = after["last"].to_numpy() <= end
    beyond = after["first"].to_numpy() > end
    days_in, days_out = (float(after.loc[m, "exposure"].sum()) for m in (within, beyond))
    seen_in, seen_out = (float(after.loc[m, "count"].sum()) for m in (within, beyond))
    expected = seen_in / days_in * days_out if days_in else 0.0
    if seen_out or expected < EXPECTED_TO_SEE:
        return []
    return [
        Check(
            "events_only_while_enrolled",
            f"No event is recorded after anyone left, where {expected:.0f} would be expected at "
            "the rate before: the source seems to record events only of people who stayed, and "
            "the time after leaving is counted without them.",
            "concern",
            statistic=expected,
        )
    ]


def _crisis(rows: pd.DataFrame, step_days: int) -> list[Check]:
    """Return whether events pile up just before time zero."""
    before = rows[rows["period"] == "before"]
    near = before["step"] == before["step"].max()
    last, rest = before[near], before[~near]
    if before["count"].sum() < MANY or rest.empty:
        return []
    usual = rest["count"].sum() / rest["exposure"].sum()
    recent = last["count"].sum() / last["exposure"].sum()
    ratio = recent / usual if usual else np.inf
    if ratio < CRISIS:
        return []
    often = f"{ratio:.1f} times as frequent" if usual else "seen only"
    return [
        Check(
            "crisis_before_time_zero",
            f"Events were {often} in the {step_days} days before time zero, against the time "
            "before that: people enter because of a crisis, and would have had fewer events "
            "afterwards without any program (regression to the mean).",
            "concern",
            statistic=float(ratio),
        )
    ]
