"""Every verb that derives an outcome, on a program of 400 people: each within 0.2 seconds.

    python benchmarks/outcome_verbs.py [people]

The best of seven calls on a finished cohort, in wall-clock and in processor seconds (the two differ
where other programs run at the same time). Verbs with several rules are timed under each kind of
rule; analyses are timed from the cohort to the finished Result.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

import recoveryeval as rv

LIMIT = 0.2
REPEATS = 7


DEFINITIONS = {
    "engagement": ("completed_contacts", "active", "first_contact", "initiation", "sustained",
                   "gaps_with_coach", "need_addressed", "reach"),
    "retention": ("contact_gap", "four_missed_weeks", "last_visit", "medication_30_days",
                  "contact_gap_returns_stay", "in_care_day_180"),
    "relapse": ("ctn0094", "lee_2016", "weekly_spells", "first_use", "use_episodes",
                "interview_use", "days_abstinent", "abstinent_at_followup"),
    "readmission": ("plain", "psychiatric_facility", "hospital_wide", "hedis_like"),
    "utilization": ("emergency", "naloxone_given"),
    "follow_up_after": ("fua_30", "fuh_30"),
}  # fmt: skip
STEPS = ("referred", "referral_attended", "started_medication")


def verbs(cohort: Any) -> dict[str, Callable[[], Any]]:
    """Return every call that is timed."""
    found: dict[str, Callable[[], Any]] = {
        f"{verb}: {name}": lambda v=verb, n=name: getattr(rv, v)(cohort, definition=n)
        for verb, names in DEFINITIONS.items()
        for name in names
    }
    for form in ("mirrored", "recurrent", "first"):
        found[f"utilization, {form}"] = lambda f=form: rv.utilization(cohort, form=f)
    return found | {
        "states: housing on a day": lambda: rv.states(cohort, "housing", values="housed"),
        "states: return to custody": lambda: rv.states(cohort, "custody", measure="return"),
        "goals": lambda: rv.goals(cohort),
        "scale": lambda: rv.scale(cohort, "GSE", waves=[0, 90, 180], most_missing=1),
        "cascade": lambda: rv.cascade(cohort, STEPS),
        "dose_over_time": lambda: rv.dose_over_time(cohort, by="arm"),
        "followup_rate": lambda: rv.followup_rate(cohort, by="arm"),
        "national_outcomes": lambda: rv.national_outcomes(cohort, by="arm"),
        "harms": lambda: rv.harms(cohort, by="arm"),
    }


def measured(call: Callable[[], Any]) -> tuple[float, float]:
    """Return the fewest wall-clock and processor seconds of a call."""
    call()
    wall, cpu = [], []
    for _ in range(REPEATS):
        a, b = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - a)
        cpu.append(time.process_time() - b)
    return min(wall), min(cpu)


def main(people: int) -> None:
    """Print one line per verb, and which take longer than they may."""
    program, _ = rv.synthetic_program(people)
    cohort = rv.cohort(program, arm="arm")
    print(f"{people} people; Python {platform.python_version()}, pandas {pd.__version__}")
    print(f"{'verb':42} {'seconds':>8} {'processor':>10}")
    slow = []
    for name, call in verbs(cohort).items():
        wall, cpu = measured(call)
        print(f"{name:42} {wall:8.3f} {cpu:10.3f}")
        if min(wall, cpu) > LIMIT:
            slow.append(name)
    print(f"longer than {LIMIT} s: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
