"""The answers of a cohort's people to a question about days of use, from time zero on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import episode_rows
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.agreement import agree
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class Interviews:
    """Answers that count, one row each: ``place, day, wave, used, covers, fresh, gap``.

    ``covers`` are the days that the answer speaks of and none before it did,
    ``fresh`` the days of use among them (at most), ``gap`` says whether it
    does not reach back to the answer before. ``due`` are the places of all
    people, answered or not.
    """

    frame: pd.DataFrame
    due: np.ndarray
    check_rows: tuple[Check, ...]


_UNUSED = {
    "without_value": "have no value",
    "without_day": "have no day",
    "before": "were given on the day of time zero or before",
    "after": "were given after the end of observation",
    "too_many": "report more days than the question covers",
}


def interviews_of(cohort: Cohort, *, instrument: str, item: str) -> Interviews:
    """Return the answers to one item, of one instrument or of any where it is empty."""
    zero = cohort.frame["origin_day"].to_numpy(dtype="float64", na_value=np.nan)
    last = cohort.frame["observed_to"].to_numpy(dtype="float64", na_value=np.nan)
    rows = _from_zero(_answers(cohort, instrument, item), zero)
    end = (last - zero)[rows["place"].to_numpy()]
    reasons = {
        "without_value": rows["used"].isna(),
        "without_day": rows["day"].isna(),
        "before": rows["day"] <= 0,
        "after": rows["day"] > end,
        "too_many": (rows["used"] > rows["period"]) | (rows["used"] < 0),
    }
    bad = np.zeros(len(rows), dtype=bool)
    checks = []
    for reason, mask in reasons.items():
        fresh = mask.to_numpy(dtype=bool) & ~bad
        bad |= fresh
        checks += _told(reason, int(fresh.sum()))
    kept = rows[~bad].sort_values(["place", "day"]).reset_index(drop=True)
    if kept.empty:
        raise OutcomeError(
            "No answer of the cohort counts",
            code="RE-W16",
            rows=0,
            do="Look at the days of the interviews and at the reasons values are missing.",
        )
    return Interviews(_covered(kept), np.arange(len(zero)), tuple(checks))


def _from_zero(answers: pd.DataFrame, zero: np.ndarray) -> pd.DataFrame:
    """Return the answers with days from time zero, numbers as floats."""
    place = answers["place"].to_numpy(dtype="int64")
    return pd.DataFrame(
        {
            "place": place,
            "day": answers["day"].to_numpy() - zero[place],
            "wave": answers["wave"].astype("string"),
            "used": answers["value"].to_numpy(dtype="float64", na_value=np.nan),
            "period": answers["period_days"].to_numpy(dtype="float64", na_value=np.nan),
        }
    )


def _answers(cohort: Cohort, instrument: str, item: str) -> pd.DataFrame:
    """Return the answers of the cohort with the day and wave of their interview."""
    response, assessment = (cohort.program.tables[t] for t in ("response", "assessment"))
    asked = assessment
    if instrument:
        asked = asked[(asked["instrument"] == instrument).fillna(False)]
        _refuse(asked, assessment["instrument"], instrument, "instrument")
    chosen = response[(response["item"] == item).fillna(False)]
    _refuse(chosen, response["item"], item, "item")
    own = episode_rows(cohort.frame, asked[["assessment_id", "episode_id", "wave", "day"]])
    return own.merge(
        chosen[["assessment_id", "value", "period_days"]], on="assessment_id", how="inner"
    )


def _refuse(found: pd.DataFrame, held: pd.Series, wanted: str, column: str) -> None:
    """Raise on a name that no row has."""
    if found.empty:
        names = sorted(str(v) for v in held.dropna().unique())
        raise OutcomeError(
            f"The program has no answers of that {column}",
            code="RE-W16",
            column=column,
            do=f"Name an {column} that it holds." + nearest(wanted, names),
        )


def _covered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with the days they cover, none before time zero or asked about twice."""
    before = rows.groupby("place")["day"].shift().fillna(0.0)
    since = rows["day"] - before
    covers = np.minimum(rows["period"], since)
    # Days of use beyond those newly covered belong to days that were counted before.
    return rows.assign(
        covers=covers,
        gap=(rows["period"] < since).fillna(False),
        fresh=np.fmin(covers, rows["used"]),
    )


def _told(reason: str, n: int) -> list[Check]:
    """Return how many answers are not used for one reason."""
    if not n:
        return []
    return [
        Check(
            id=f"answers_{reason}",
            verdict="concern" if reason == "too_many" else "note",
            statistic=float(n),
            meaning=f"{agree(n, 'answer', _UNUSED[reason])}; not used.",
        )
    ]
