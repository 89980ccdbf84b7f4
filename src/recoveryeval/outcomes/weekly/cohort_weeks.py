"""The weekly results of a cohort's people, from time zero to the last week that was due."""

from __future__ import annotations

from numbers import Integral

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.weekly.at_hand import WeeksAtHand
from recoveryeval.outcomes.weekly.cohort_results import cohort_results
from recoveryeval.outcomes.weekly.every_week import every_week, one_per_week
from recoveryeval.results.check import Check

_UNUSED = {
    "before": ("note", "Weekly results before time zero"),
    "after": ("note", "Weekly results after the last week that was due"),
    "after_death": ("concern", "Weekly results after the week of death"),
}


def cohort_weeks(
    cohort: Cohort, *, substance: str | None, source: str | None, weeks: int | None
) -> WeeksAtHand:
    """Return every week that was due; a week without a result is there, with the symbol ``o``.

    Weeks count from time zero: week 1 is the first whole week of the panel
    that begins then or later. Due are the weeks that were over when
    observation or life ended, up to the last one in which anybody of the
    cohort has a row, or ``weeks``.
    """
    _require_weeks(weeks)
    rows = cohort_results(cohort, substance=substance, source=source)
    people = cohort.frame
    zero, end, died = (_days(people[c]) for c in ("origin_day", "observed_to", "death_day"))
    first = np.ceil(zero / 7)
    place = rows["person"].to_numpy(dtype="int64")
    rows = rows.assign(week=rows["period"].to_numpy() - first[place] + 1)
    scheduled = rows["period"].max() + 1 - first
    if weeks is not None:
        scheduled = np.minimum(scheduled, weeks) if len(rows) else scheduled
    due = np.maximum(np.minimum(np.floor((end + 1) / 7) - first, scheduled), 0)
    death_week = np.where(np.isnan(died), np.inf, np.floor((died - 7 * first) / 7) + 1)
    covariates = known_covariates(cohort, "time_to_event")
    held = {"label": people["person_id"].to_numpy(), "weeks": due, "death_week": death_week}
    table = pd.DataFrame({"person": np.arange(len(people)), **held})
    seen = due > 0
    complete = _complete(rows, table[seen])
    return WeeksAtHand(
        weeks=complete,
        people=pd.concat([table, covariates.reset_index(drop=True)], axis=1)[seen],
        covariates=tuple(covariates.columns),
        origin=cohort.origin,
        population=cohort.population,
        rows_in=len(people),
        dropped=_short(int((~seen).sum())),
        check_rows=(*cohort.check_rows, *_checks(rows, due, death_week, complete)),
    )


def _require_weeks(weeks: object) -> None:
    """Raise unless the number of weeks that were due is whole and at least one."""
    whole = isinstance(weeks, Integral) and not isinstance(weeks, bool)
    if weeks is not None and not (whole and int(str(weeks)) >= 1):
        raise OutcomeError(
            "weeks is not a whole number of one or more",
            code="RE-W03",
            do="Give the weeks from time zero in which tests were due, such as weeks=12.",
        )


def _complete(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return one symbol for every week that was due."""
    if people.empty:
        raise OutcomeError(
            "Nobody of the cohort is observed for a whole week of the panel",
            code="RE-W09",
            rows=0,
            do="Check the extract date, and that periods count from the anchor.",
        )
    calendar = pd.DataFrame({"week": np.arange(1.0, people["weeks"].max() + 1)})
    symbols = one_per_week(rows[["person", "week", "substance", "value"]])
    return pd.DataFrame(every_week(symbols, people, calendar))


def _short(n: int) -> dict[str, int]:
    """Return the reason for leaving out people without a whole week."""
    return {"no whole week from time zero on": n} if n else {}


def _checks(
    rows: pd.DataFrame, due: np.ndarray, death_week: np.ndarray, weeks: pd.DataFrame
) -> tuple[Check, ...]:
    """Return how many results are not used, and how much was never tested."""
    place = rows["person"].to_numpy(dtype="int64")
    week = rows["week"].to_numpy()
    dead = week > death_week[place]
    counts = {
        "before": int((week < 1).sum()),
        "after": int(((week > due[place]) & (week >= 1) & ~dead).sum()),
        "after_death": int(dead.sum()),
    }
    told = [
        Check(
            id=f"weekly_results_{reason}",
            verdict=_UNUSED[reason][0],  # type: ignore[arg-type]
            statistic=float(n),
            meaning=f"{_UNUSED[reason][1]}, not used: {n}.",
        )
        for reason, n in counts.items()
        if n
    ]
    return (*told, *_untested(weeks))


def _untested(weeks: pd.DataFrame) -> list[Check]:
    """Return how many weeks and people have no result at all."""
    none = weeks["symbol"] == "o"
    people = int(none.groupby(weeks["person"]).all().sum())
    found = [
        Check(
            id="weeks_without_result",
            statistic=float(none.sum()),
            meaning=f"{int(none.sum())} of {len(weeks)} weeks that were due have no result.",
        )
    ]
    if people:
        found.append(
            Check(
                id="people_never_tested",
                verdict="concern",
                statistic=float(people),
                meaning=f"People without a result in any week that was due: {people}. They stay "
                "in, and what the definition says of weeks without a result decides about them.",
            )
        )
    return found


def _days(column: pd.Series) -> np.ndarray:
    """Return a column of days as floats (n,)."""
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))
