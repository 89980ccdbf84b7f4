"""One enrollment per person: the first eligible one, or the last."""

from __future__ import annotations

import pandas as pd

from recoveryeval.cohorts.account import Account
from recoveryeval.cohorts.age import zero_date
from recoveryeval.errors import CohortError
from recoveryeval.results.check import Check


def one_episode(account: Account, which: str) -> tuple[Account, tuple[Check, ...]]:
    """Return the account with one row per person, and a note on enrollments not used."""
    frame = account.frame
    more = frame["person_id"].duplicated(keep=False)
    if not more.any():
        return account, ()
    zero = zero_date(frame)
    _require_order(frame, more & zero.isna())
    order = frame.assign(_zero=zero).sort_values(["_zero", "episode_id"], kind="stable").index
    kept = frame.loc[order].drop_duplicates(
        "person_id", keep="first" if which == "first" else "last"
    )
    unused = len(frame) - len(kept)
    people = frame.loc[more, "person_id"].nunique()
    note = Check(
        id="further_enrollments",
        statistic=float(unused),
        meaning=f"Further eligible enrollments, not used since the {which} of each person counts: "
        f"{unused} (people: {people}).",
    )
    return account.with_frame(kept.sort_index().reset_index(drop=True)), (note,)


def _require_order(frame: pd.DataFrame, unclear: pd.Series) -> None:
    """Raise when somebody's enrollments cannot be put in order."""
    if unclear.any():
        raise CohortError(
            "Some people have several eligible enrollments without a date of intake, so which came "
            "first cannot be told",
            code="RE-K15",
            column="anchor",
            rows=int(frame.loc[unclear, "person_id"].nunique()),
            do="Give their dates, or keep one enrollment per person by a stated rule first.",
        )
