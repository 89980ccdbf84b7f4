"""When each follow-up interview is due, in days from intake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.analyses.followup_rate_calendar import add_months, federal_quarter
from recoveryeval.analyses.followup_rate_intakes import Intakes
from recoveryeval.analyses.followup_rate_rule import FollowupRule
from recoveryeval.errors import CohortError
from recoveryeval.outcomes.leaving.limits import days

HELD = ("complete", "partial")


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Per intake, each (n,): days on which the window opens and closes; the quarter it is due in.

    ``state`` is ``due``, ``not yet due``, ``closed out`` or ``no date``;
    ``base`` the day from which the window is counted.
    """

    opens: np.ndarray
    closes: np.ndarray
    base: np.ndarray
    quarter: np.ndarray
    state: np.ndarray


def windows(of: Intakes, rule: FollowupRule) -> Windows:
    """Return everyone's window."""
    anchor = of.frame["anchor"].to_numpy().astype("datetime64[D]")
    base = _base(of, rule)
    due, opens, closes = _months(anchor, base, rule) if rule.unit == "months" else _days(base, rule)
    at = closes if rule.due_when == "closed" else opens
    undated = np.isnan(opens) | np.isnan(of.seen_to)
    with np.errstate(invalid="ignore"):
        early = of.seen_to < at
        out = rule.closeout_ends & (of.ended < opens)
    state = np.select([undated, out, early], ["no date", "closed out", "not yet due"], "due")
    if undated.all():
        raise _no_dates(of, rule)
    return Windows(opens, closes, base, federal_quarter(_dated(anchor, due)), state)


def _base(of: Intakes, rule: FollowupRule) -> np.ndarray:
    """Return the day from which the window is counted (n,), missing where it is not known."""
    if rule.counted_from == "anchor":
        return np.zeros(len(of.frame))
    rows = of.program.tables["assessment"]
    rows = rows[(rows["wave"] == "baseline").fillna(False) & rows["status"].isin(HELD)]
    first = rows.groupby("episode_id")["day"].min()
    return days(of.frame["episode_id"].map(first).astype("Float64"))


def _days(base: np.ndarray, rule: FollowupRule) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return due, opening and closing day (n,) of a rule in days."""
    due = base + rule.due
    return due, due - rule.early, due + rule.late


def _months(
    anchor: np.ndarray, base: np.ndarray, rule: FollowupRule
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return due, opening and closing day (n,) of a rule in months.

    Months are not associative: six months on less one is not five months on.
    The anniversary first, or each edge from intake, as the rule says.
    """
    start = _dated(anchor, base)
    due = add_months(start, rule.due)
    if rule.arithmetic == "anniversary":
        edges = add_months(due, -rule.early), add_months(due, rule.late)
    else:
        edges = add_months(start, rule.due - rule.early), add_months(start, rule.due + rule.late)
    return tuple(_since(anchor, date) for date in (due, *edges))  # type: ignore[return-value]


def _dated(anchor: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return days from the anchor (n,) as dates."""
    known = ~np.isnan(day)
    dates = anchor + np.where(known, day, 0).astype("int64").astype("timedelta64[D]")
    return np.where(known, dates, np.datetime64("NaT"))


def _since(anchor: np.ndarray, date: np.ndarray) -> np.ndarray:
    """Return dates (n,) as days from the anchor."""
    gap = date.astype("datetime64[D]") - anchor
    return np.where(np.isnat(gap), np.nan, gap.astype("float64"))


def _no_dates(of: Intakes, rule: FollowupRule) -> CohortError:
    """Return the error for windows that nobody can be placed in."""
    lacking = of.program.extract_date is None and pd.isna(of.seen_to).all()
    what = "the program has no extract date" if lacking else "no intake has a date"
    how = "Give extract_date=... to the program." if lacking else "Map the date of intake"
    more = "" if lacking or rule.unit == "days" else ", or use a rule in days (unit='days')."
    return CohortError(
        f"It is not known who was due for follow-up: {what}",
        code="RE-A03",
        column=None if lacking else "anchor",
        rows=len(of.frame),
        do=how + more,
    )
