"""Leaving where people may return: as the same stay, or each time as a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving import told
from recoveryeval.outcomes.leaving.contacts import Contacts, completed_contacts, unused
from recoveryeval.outcomes.leaving.earliest import ended
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.limits import Limits, days, limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.stays import stays
from recoveryeval.outcomes.leaving.window import Window, window
from recoveryeval.results.check import Check

# Ways out that can come at any time; the others are recorded, and a later contact speaks against
# them.
BEFALL = ("death", "incarceration")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Stays, each (m,): row of the cohort, first and last day, the next stay's first, days met."""

    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    returned: np.ndarray
    met: np.ndarray


def by_stays(cohort: Cohort, options: Options) -> Followed:
    """Return when everyone left for good, or when each of their stays ended."""
    contacts = completed_contacts(cohort, options.services, every_enrollment=True)
    ways = limits(cohort, options)
    if not contacts.any_log or (options.reentry == "new" and ways.zero):
        raise _no_stays(log=contacts.any_log)
    seen = window(ways, options, gaps=True)
    runs = _runs(contacts, ways, seen, options)
    if options.reentry == "same":
        runs = _bridged(runs, len(cohort.frame))
    own = _own_limits(ways, runs, options)
    shown = window(own, options, gaps=True)
    last = runs.last - runs.first
    left = np.where(shown.closing - last > options.gap_days, last, np.inf)
    place = runs.place
    lost = int((np.isfinite(ways.any_end) & ~_any_end_used(ways, own, place)).sum())
    return Followed(
        place=place,
        found=ended(left, runs.met, own, shown, options),
        reach=shown.to - own.zero,
        start=runs.first,
        checks=(*told.unused(unused(contacts, ways)), *_checks(runs, lost, options)),
    )


def _runs(contacts: Contacts, ways: Limits, seen: Window, options: Options) -> Run:
    """Return all stays, in the order of people and time, as far as contacts are seen."""
    # An end that the person came back from does not end what is seen of them.
    limits = pd.DataFrame({"person": np.arange(len(seen.to)), "start": 0})
    reach = np.where(np.isfinite(ways.seen_to), ways.seen_to, seen.last)
    found = stays(contacts.frame, limits.assign(last=reach), gap_days=options.gap_days)
    found = found.sort_values(["person", "stay"]).reset_index(drop=True)
    after = found.groupby("person")["first"].shift(-1)
    return Run(
        place=found["person"].to_numpy(dtype="int64"),
        first=days(found["first"]),
        last=days(found["last"]),
        returned=np.where(after.isna(), np.inf, after),
        met=found["n_days"].to_numpy() > 0,
    )


def _bridged(runs: Run, n: int) -> Run:
    """Return one stay per person, from time zero to the last contact."""
    last, met = np.zeros(n), np.zeros(n, dtype=bool)
    np.maximum.at(last, runs.place, runs.last)
    np.logical_or.at(met, runs.place, runs.met)
    return Run(np.arange(n), np.zeros(n), last, np.full(n, np.inf), met)


def _own_limits(ways: Limits, runs: Run, options: Options) -> Limits:
    """Return the limits of each stay on its own clock; an end belongs to the stay it closes.

    That is the stay after whose last contact, and before whose return, it lies.
    Death and custody count from the first day of the stay on.
    """
    at = runs.place

    def own(day: np.ndarray, begins: np.ndarray) -> np.ndarray:
        return np.where((day >= begins) & (day < runs.returned), day - runs.first, np.inf)

    begins = [runs.first if name in BEFALL else runs.last for name in options.exits]
    exits = [own(day, begin) for day, begin in zip(ways.exits[at].T, begins, strict=True)]
    return replace(
        ways,
        seen_to=ways.seen_to[at] - runs.first,
        end=own(ways.end[at], runs.last),
        any_end=own(ways.any_end[at], runs.last),
        exits=np.column_stack(exits),
    )


def _any_end_used(ways: Limits, own: Limits, place: np.ndarray) -> np.ndarray:
    """Return whose recorded end belongs to one of their stays (n,)."""
    used = np.zeros(len(ways.any_end), dtype=bool)
    np.logical_or.at(used, place, np.isfinite(own.any_end))
    return used


def _checks(runs: Run, lost: int, options: Options) -> list[Check]:
    """Return how many returned, and how many recorded ends were followed by contacts."""
    again = int(np.isfinite(runs.returned).sum())
    told_ = []
    if options.reentry == "new":
        people = len(np.unique(runs.place[np.isfinite(runs.returned)]))
        meaning = f"{again} stays began after a gap, of {people} people: each is a row of its own."
        told_.append(Check(id="stays_after_return", statistic=float(again), meaning=meaning))
    if lost:
        told_.append(
            Check(
                id="ends_followed_by_contacts",
                verdict="note",
                statistic=float(lost),
                meaning=f"{lost} recorded ends were followed by contacts of the same stay: by this "
                "definition the person had not left.",
            )
        )
    return told_


def _no_stays(*, log: bool) -> OutcomeError:
    """Return the error for stays that cannot be told."""
    if not log:
        return OutcomeError(
            "Returning shows by contacts, and the source holds none",
            code="RE-O22",
            do="Use a definition with reentry='ignore', which takes recorded ends.",
        )
    return OutcomeError(
        "After a landmark a stay cannot begin anew: people who had left before it are counted out",
        code="RE-O22",
        do="Use reentry='ignore' or 'same', or a cohort without a landmark.",
    )
