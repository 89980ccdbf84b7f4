"""Four arms at a landmark: who had clinical care, a coach, both or neither by then."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.cohorts.account import Account
from recoveryeval.cohorts.arms import Arms, at_landmark, nobody_in, of_one
from recoveryeval.cohorts.exposure import Exposure
from recoveryeval.cohorts.relative_days import episode_rows, person_rows
from recoveryeval.programs.program import Program
from recoveryeval.results.check import Check

NO_CARE = ("naloxone", "placebo")


def arms_from_exposure(account: Account, rule: Exposure, program: Program, origin: str) -> Arms:
    """Return the account at the landmark: people still there, in the cell they are in by then."""
    treated, coached = _exposed(account.frame, rule, program)
    arm = np.array(rule.labels, dtype=object)[treated + 2 * coached.astype(int)]
    account = at_landmark(account, arm, rule.within_days, origin)
    here = set(account.frame["arm"])
    empty = [label for label in rule.labels if label not in here]
    labels = tuple(label for label in rule.labels if label in here)
    if empty and (rule.empty == "refuse" or len(labels) < 2):
        raise nobody_in(
            empty[0],
            int((arm == empty[0]).sum()),
            "Use another landmark day or other services, compare two arms with rv.landmark(), "
            "or leave out arms without people with empty='leave_out'.",
        )
    checks = (*of_one(account, labels), *_empty(empty))
    return Arms(account, rule.describe(), labels, rule.within_days, checks)


def _exposed(
    frame: pd.DataFrame, rule: Exposure, program: Program
) -> tuple[np.ndarray, np.ndarray]:
    """Return who had clinical care (n,) and who had a coach (n,) by the landmark."""
    contact = program.tables["contact"]
    if rule.status is not None:
        contact = contact[(contact["status"] == rule.status).fillna(False)]
    rows = episode_rows(frame, contact[["episode_id", "service", "day"]])
    rows = rows[_in_time(frame, rows, rule.within_days)]
    everyone = np.arange(len(frame))
    sides = [
        np.isin(everyone, rows.loc[rows["service"].isin(services).fillna(False), "place"])
        for services in (rule.clinical, rule.coach)
    ]
    if rule.medication:
        sides[0] |= np.isin(everyone, _medicated(frame, rule, program))
    return sides[0], sides[1]


def _medicated(frame: pd.DataFrame, rule: Exposure, program: Program) -> pd.Series:
    """Return the places of people with a recorded medication by the landmark."""
    drug = program.tables["drug"][["person_id", "episode_id", "product", "date", "day"]]
    drug = drug[~drug["product"].isin(NO_CARE).fillna(False)]
    rows = person_rows(frame, drug, ("date", "day"))
    return rows.loc[_in_time(frame, rows, rule.within_days), "place"]


def _in_time(frame: pd.DataFrame, rows: pd.DataFrame, days: int) -> np.ndarray:
    """Return which rows (m,) lie from the origin to the landmark."""
    zero = frame["origin_day"].to_numpy(dtype="float64")[rows["place"].to_numpy(dtype=np.int64)]
    day = rows["day"].to_numpy(dtype="float64")
    return np.asarray((day >= zero) & (day <= zero + days))


def _empty(labels: list[str]) -> tuple[Check, ...]:
    """Return a concern for each arm that was left out for want of people."""
    return tuple(
        Check(
            id="arm_without_people",
            verdict="concern",
            statistic=0.0,
            meaning=f"Nobody is in the arm '{label}', so it is left out: whether the two kinds of "
            "care add up cannot be told.",
        )
        for label in labels
    )
