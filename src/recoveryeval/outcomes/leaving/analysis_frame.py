"""The analysis frame of what a rule found: a time, a stay on the clock, or a yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.rules import NO_CONTACT
from recoveryeval.results.check import Check

HALF_DAY = 0.5
NO_END = "not open, and the day of the end is not known"


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """Analysis frame with its kind, covariates, rows dropped by reason, and checks."""

    frame: pd.DataFrame
    kind: Kind
    covariates: tuple[str, ...]
    dropped: Mapping[str, int]
    checks: tuple[Check, ...] = ()


def framed(cohort: Cohort, seen: Followed, options: Options) -> Framed:
    """Return the analysis frame of the kind that the options ask for."""
    if options.day is not None:
        return _on_day(cohort, seen, options)
    if options.reentry == "new":
        return _stays(cohort, seen)
    kind: Kind = "competing" if options.competing else "time_to_event"
    found = seen.found
    what = {"cause": found.cause} if kind == "competing" else {"event": found.cause == 1}
    own = pd.DataFrame(
        {
            "person": _person(cohort, seen),
            "entry": np.full(len(found.time), -np.inf),
            "time": found.time,
            **what,
            "n": np.where(found.unseen, 0.0, 1.0),
            "rule": pd.array(found.rule, dtype="string"),
        }
    )
    return _made(cohort, seen, kind, own, _left_out(seen))


def _left_out(seen: Followed) -> dict[str, np.ndarray]:
    """Return by reason who (n,) cannot be counted as staying or leaving."""
    gone = seen.found.gone
    if seen.no_end is None or not seen.no_end.any():
        return {"had left before time zero": gone}
    return {"had left before time zero": gone, NO_END: seen.no_end & ~gone}


def _stays(cohort: Cohort, seen: Followed) -> Framed:
    """Return each stay as an interval at risk; one within a day lasts half a day."""
    found = seen.found
    begin = seen.start
    number = pd.Series(seen.place).groupby(seen.place).cumcount().to_numpy() + 1
    own = pd.DataFrame(
        {
            "person": _person(cohort, seen),
            "start": begin,
            "stop": begin + np.where(found.time > 0, found.time, HALF_DAY),
            "event": found.cause == 1,
            "n": 1.0,
            "rule": pd.array(found.rule, dtype="string"),
            "stay": number,
        }
    )
    never_met = found.rule == NO_CONTACT.id
    reasons = {
        "stays observed too briefly for leaving to be seen": found.unseen,
        "no contact at time zero, so no stay begins then": never_met & ~found.unseen,
    }
    made = _made(cohort, seen, "recurrent", own, reasons)
    short = int((found.time == 0).sum())
    meaning = f"{short} stays begin and end on one day; they last half a day."
    told = (Check("stays_within_a_day", meaning, statistic=float(short)),) if short else ()
    return Framed(made.frame, made.kind, ("stay", *made.covariates), made.dropped, told)


def _on_day(cohort: Cohort, seen: Followed, options: Options) -> Framed:
    """Return who was still there on the day, among those whom the records show long enough.

    Who is shown that long depends on when people enrolled, not on whether they
    left, so nobody is kept for having left and dropped for having stayed.
    """
    day, found = float(options.day or 0), seen.found
    # On medication day d is complete when supply lasts d days; in care it is the last day's end.
    gone = (found.time < day) if options.rule == "medication" else (found.time <= day)
    out = (found.cause > 0) & gone
    unknown = (seen.reach < day) | ((found.cause == 0) & (found.time < day))
    own = pd.DataFrame(
        {
            "person": _person(cohort, seen),
            "value": ~out,
            "n": 1.0,
            "rule": pd.array(np.where(out, found.rule, "still there"), dtype="string"),
        }
    )
    reasons = _left_out(seen)
    known = ~np.logical_or.reduce([unknown, *reasons.values()])
    reasons[f"not observed to day {day:g} and long enough after it"] = unknown & ~found.gone
    if not known.any():
        raise OutcomeError(
            "Nobody is observed as long as the day asks",
            code="RE-E25",
            do="Use an earlier day.",
        )
    made = _made(cohort, seen, "binary", own, reasons)
    return Framed(
        made.frame, made.kind, made.covariates, made.dropped, _ways(found.rule[known & out])
    )


def _ways(rules: np.ndarray) -> tuple[Check, ...]:
    """Return by which rules people were gone on the day."""
    names, counts = np.unique(rules.astype(str), return_counts=True)
    told = "; ".join(f"{n} by '{name}'" for name, n in zip(names, counts, strict=True))
    return (Check("gone_on_the_day", f"Not in care on the day: {told}."),) if told else ()


def _person(cohort: Cohort, seen: Followed) -> pd.Series:
    """Return the person of each row."""
    return cohort.frame["person_id"].iloc[seen.place].reset_index(drop=True)


def _made(
    cohort: Cohort,
    seen: Followed,
    kind: Kind,
    own: pd.DataFrame,
    reasons: Mapping[str, np.ndarray],
) -> Framed:
    """Return the frame with covariates, without the rows that a reason drops."""
    covariates = known_covariates(cohort, kind)
    names = [name for name in covariates.columns if name not in own.columns]
    rows = covariates[names].iloc[seen.place].reset_index(drop=True)
    out = np.logical_or.reduce(list(reasons.values()))
    dropped = {why: int(mask.sum()) for why, mask in reasons.items() if mask.any()}
    frame = own.join(rows)[~out].reset_index(drop=True)
    return Framed(frame, kind, tuple(names), {**seen.dropped, **dropped})
