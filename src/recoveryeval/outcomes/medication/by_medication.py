"""Staying on a medication: until its supply has run out for longer than the grace allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.agreement import agree
from recoveryeval.outcomes.leaving.earliest import ended
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.limits import Limits, days, limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.window import window
from recoveryeval.outcomes.medication.coverage import seen_in_claims
from recoveryeval.outcomes.medication.supply import covered_days, first_run
from recoveryeval.outcomes.rules import GAP, SUPPLY_ENDED
from recoveryeval.results.check import Check

NEVER = "without a supply of the medication under observation"
ORIGIN = "the first day with a supply of medication"


@dataclass(frozen=True, slots=True, eq=False)
class Fills:
    """Supplies that count: ``person`` (row of the people), ``product``, ``day``, ``supply``."""

    frame: pd.DataFrame
    checks: tuple[Check, ...]


def by_medication(cohort: Cohort, options: Options) -> Followed:
    """Return how long everyone who took a medication went on with it."""
    fills = _fills(cohort, options.products)
    ways = limits(cohort, options)
    seen_to, claims = seen_in_claims(cohort, ways)
    # What a program records of its own does not end a medication.
    never = np.full(len(seen_to), np.inf)
    ways = replace(ways, seen_to=seen_to, end=never, any_end=never)
    run = _runs(fills, ways, options)
    n, place = len(cohort.frame), run["person"].to_numpy(dtype="int64")
    begin, end = days(run["begin"]), days(run["end"])
    own = _from(ways, place, begin)
    shown = window(own, options, gaps=True)
    found = ended(end - begin, np.ones(len(place), dtype=bool), own, shown, options)
    rule = np.where(found.rule == GAP.id, SUPPLY_ENDED.id, found.rule)
    return Followed(
        place=place,
        found=replace(found, rule=rule),
        reach=shown.to,
        start=begin,
        checks=(*fills.checks, *claims, *_later(begin - ways.zero)),
        dropped={NEVER: n - len(place)} if n > len(place) else {},
        origin=ORIGIN,
    )


def _fills(cohort: Cohort, products: tuple[str, ...]) -> Fills:
    """Return the supplies of everyone in any enrollment, and counts of those not used."""
    table = cohort.program.tables["drug"]
    wanted = table[table["product"].isin(products).fillna(False)]
    rows = person_rows(cohort.frame, wanted, ("date", "day"))
    place = rows["place"].to_numpy(dtype="int64")
    begin = days(cohort.frame["origin_day"])[place] - cohort.landmark_day
    day, supply = days(rows["day"]) - begin, days(rows["days_supply"])
    lacking = np.isnan(day) | ~(supply > 0)
    frame = pd.DataFrame(
        {
            "person": place,
            "product": rows["product"].to_numpy(),
            "day": day,
            "supply": supply,
        }
    )[~lacking]
    if frame.empty:
        raise OutcomeError(
            "Nobody in the cohort has a dated supply of these medications",
            code="RE-O21",
            column="days_supply",
            rows=len(rows),
            do="Map the table 'drug' with date and days_supply, or name other products.",
        )
    return Fills(frame, _lacking(int(lacking.sum())))


def _lacking(n: int) -> tuple[Check, ...]:
    """Return a concern about supplies without a day or a number of days."""
    if not n:
        return ()
    meaning = f"{agree(n, 'supply', 'have no day or number of days')}; not used."
    return (Check("supplies_unusable", meaning, verdict="concern", statistic=float(n)),)


def _runs(fills: Fills, ways: Limits, options: Options) -> pd.DataFrame:
    """Return the first run of covered days of everyone who has one under observation."""
    # Death and custody end what is seen; a supply after that is nobody's.
    last = np.minimum(ways.seen_to, ways.exits.min(axis=1))
    kept = fills.frame[fills.frame["day"].to_numpy() <= last[fills.frame["person"].to_numpy()]]
    people = pd.DataFrame({"person": np.arange(len(last)), "zero": float(ways.zero)})
    covered = covered_days(kept, forward=options.overlaps == "forward")
    found = first_run(covered, people, grace_days=options.gap_days)
    found = found.sort_values("person").reset_index(drop=True)
    begun = found["begin"].to_numpy() <= last[found["person"].to_numpy()]
    return found[begun].reset_index(drop=True)


def _from(ways: Limits, place: np.ndarray, begin: np.ndarray) -> Limits:
    """Return the limits of people counted from their first covered day."""
    exits = ways.exits[place] - begin[:, None]
    return Limits(
        zero=0,
        seen_to=ways.seen_to[place] - begin,
        end=ways.end[place],
        any_end=ways.any_end[place],
        exits=np.where(exits < 0, np.inf, exits),
    )


def _later(wait: np.ndarray) -> tuple[Check, ...]:
    """Return how many began after time zero: the clock is then another one."""
    n = int((wait > 0).sum())
    if not n:
        return ()
    return (
        Check(
            id="clock_starts_at_medication",
            statistic=float(n),
            meaning=f"{agree(n, 'person', 'had the first supply')} after time zero, on day "
            f"{np.median(wait[wait > 0]):g} in the middle: their days count from then, and the "
            "outcome is about those who began.",
        ),
    )
