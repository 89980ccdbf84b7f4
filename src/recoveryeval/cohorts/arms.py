"""The groups that are compared: from a column known at time zero, or from a landmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.account import Account
from recoveryeval.cohorts.immortal import immortal, require_known
from recoveryeval.cohorts.landmark import Landmark
from recoveryeval.cohorts.relative_days import episode_rows, person_rows, smallest
from recoveryeval.errors import CohortError, nearest
from recoveryeval.programs.program import Program
from recoveryeval.results.check import Check

MOST_ARMS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """The account with a column ``arm``, and the arms in their order."""

    account: Account
    words: str = ""
    labels: tuple[str, ...] = ()
    landmark_day: int = 0
    checks: tuple[Check, ...] = ()


def arms_from_column(account: Account, column: str, known: Mapping[str, str]) -> Arms:
    """Return the account with the arm that a column gives."""
    frame = account.frame
    if column not in frame.columns:
        raise CohortError(
            "The people have no column of that name for an arm",
            code="RE-K22",
            column=column,
            do="Name a column of person or episode, or give rv.landmark(...)."
            + nearest(column, map(str, frame.columns)),
        )
    if require_known((column,), frame, known):
        raise immortal(column, "became known at a time nobody declared, perhaps after time zero")
    texts = _as_text(frame[column], column)
    held = frame.rename(columns={"arm": "arm_recorded"}) if column != "arm" else frame
    account = account.with_frame(held.assign(arm=texts.array))
    account = account.without(account.frame["arm"].isna(), f"{column} unknown", unknown=True)
    labels = tuple(sorted(account.frame["arm"].unique()))
    _require_groups(len(labels), column, len(account.frame))
    return Arms(account, column, labels, checks=of_one(account, labels))


def _require_groups(number: int, column: str, rows: int) -> None:
    """Raise unless there are between two and a few groups to compare."""
    if number > MOST_ARMS:
        raise CohortError(
            f"The column has {number} different values, too many to compare as arms",
            code="RE-K23",
            column=column,
            rows=rows,
            do=f"Use a column with at most {MOST_ARMS} groups.",
        )
    if number == 1:
        raise CohortError(
            f"Everyone who is left is in one group of the arm '{column}'; the others are empty",
            code="RE-E02",
            column=column,
            rows=rows,
            do="Leave out arm=, or see in the flow of a cohort without arm= who was left out.",
        )


def _as_text(values: pd.Series, name: str) -> pd.Series:
    """Return groups as texts that can be read without the code book."""
    if pd.api.types.is_bool_dtype(values.dtype):
        words = {True: f"{name}: yes", False: f"{name}: no"}
        return values.astype("boolean").map(words, na_action="ignore").astype("string")
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.astype("Float64")
        whole = bool((numbers.dropna() % 1 == 0).all())
        texts = (numbers.astype("Int64") if whole else numbers).astype("string")
        return (name + " = " + texts).astype("string")
    return values.astype("string")


def arms_from_landmark(account: Account, rule: Landmark, program: Program, origin: str) -> Arms:
    """Return the account at the landmark: people still there, in the arm they are in by then."""
    frame = account.frame
    first = _first_day(frame, rule, program)
    zero = frame["origin_day"].to_numpy(dtype="float64")
    within = (first >= zero) & (first <= zero + rule.within_days)
    arm = np.where(within, *rule.labels)
    account = at_landmark(account, arm, rule.within_days, origin)
    empty = [label for label in rule.labels if not (account.frame["arm"] == label).any()]
    if empty:
        raise nobody_in(
            empty[0],
            int((arm == empty[0]).sum()),
            "Use another landmark day or service, or look at the contacts of this program.",
        )
    checks = of_one(account, rule.labels)
    return Arms(account, rule.describe(), rule.labels, rule.within_days, checks)


def at_landmark(account: Account, arm: np.ndarray, days: int, origin: str) -> Account:
    """Return the account some days later, with the arms (n,), without people gone by then."""
    frame = account.frame
    held = frame.rename(columns={"arm": "arm_recorded"}).assign(
        arm=pd.array(arm, dtype="string"), origin_day=frame["origin_day"] + days
    )
    return left_before(account.with_frame(held), f"{days} days after {origin}")


def nobody_in(label: str, before: int, do: str) -> CohortError:
    """Return the error for an arm that is empty at the landmark, where ``before`` people were."""
    lost = (
        f" at the landmark: the {before} people of it died, left or went out of sight before"
        if before
        else ""
    )
    sooner = "Use an earlier landmark day, by which fewer have left. " if before else ""
    return CohortError(
        f"Nobody is in the arm '{label}'{lost}", code="RE-E02", rows=before, do=sooner + do
    )


def of_one(account: Account, labels: tuple[str, ...]) -> tuple[Check, ...]:
    """Return a concern for each arm that is a single person."""
    counts = account.frame["arm"].value_counts()
    return tuple(
        Check(
            id="arm_of_one",
            verdict="concern",
            statistic=1.0,
            meaning=f"The arm '{label}' is one person, from whom nothing can be concluded.",
        )
        for label in labels
        if counts.get(label, 0) == 1
    )


def _first_day(frame: pd.DataFrame, rule: Landmark, program: Program) -> np.ndarray:
    """Return the first day from the origin on which something counts (n,), missing if none does."""
    if rule.what == "medication":
        drug = program.tables["drug"][["person_id", "episode_id", "date", "day"]]
        rows = person_rows(frame, drug, ("date", "day"))
    else:
        contact = program.tables["contact"]
        for column, wanted in (("status", rule.status), ("service", rule.service)):
            if wanted is not None:
                contact = contact[(contact[column] == wanted).fillna(False)]
        rows = episode_rows(frame, contact[["episode_id", "day"]])
    zero = frame["origin_day"].to_numpy(dtype="float64")[rows["place"].to_numpy(dtype=np.int64)]
    rows = rows[rows["day"].to_numpy() >= zero]
    first = smallest(len(frame), rows["place"], rows["day"])
    return np.asarray(first.to_numpy(dtype="float64"))


def left_before(account: Account, day: str) -> Account:
    """Return the account without people who died, left or went out of sight before time zero."""
    reasons = {
        "death_day": f"Died before {day}",
        "end_day": f"Enrollment ended before {day}",
        "observed_to": f"Observation ended before {day}",
    }
    for column, reason in reasons.items():
        frame = account.frame
        account = account.without((frame[column] < frame["origin_day"]).fillna(False), reason)
    return account
