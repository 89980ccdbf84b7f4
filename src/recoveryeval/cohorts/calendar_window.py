"""People whose time zero lies in a stretch of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from recoveryeval.cohorts.account import Account
from recoveryeval.cohorts.age import zero_date
from recoveryeval.errors import CohortError

Day = str | date | None


def window_dates(between: Sequence[Day] | None) -> tuple[date | None, date | None]:
    """Return the first and last day of a window, either of which may be open."""
    if between is None:
        return None, None
    if not isinstance(between, list | tuple) or len(between) != 2:
        raise CohortError(
            "A calendar window needs a first and a last day",
            code="RE-K13",
            do="Write between=('2025-01-01', '2026-06-30'); None leaves a side open.",
        )
    first, last = (_as_date(day) for day in between)
    if first is not None and last is not None and last < first:
        raise CohortError(
            "The last day of the calendar window lies before the first",
            code="RE-K13",
            do="Give the earlier day first.",
        )
    return first, last


def _as_date(day: Day) -> date | None:
    """Return one day of the window."""
    if day is None or isinstance(day, date):
        return None if day is None else date(day.year, day.month, day.day)
    try:
        return date.fromisoformat(day)
    except (ValueError, TypeError):
        raise CohortError(
            "A day of the calendar window is not a date written as year-month-day",
            code="RE-K13",
            do="Write it like '2025-01-01'.",
        ) from None


def in_window(account: Account, first: date | None, last: date | None, origin: str) -> Account:
    """Return the account without people whose time zero lies outside the window."""
    if first is None and last is None:
        return account
    zero = zero_date(account.frame)
    if zero.isna().all():
        raise CohortError(
            "The calendar window cannot be used: the data hold no dates of intake, only days",
            code="RE-K13",
            column="anchor",
            rows=len(zero),
            do="Leave out between=.",
        )
    account = account.without(zero.isna(), f"Date of {origin} unknown", unknown=True)
    if first is not None:
        early = zero_date(account.frame) < pd.Timestamp(first)
        account = account.without(early, f"{_start(origin)} before {first.isoformat()}")
    if last is not None:
        late = zero_date(account.frame) > pd.Timestamp(last)
        account = account.without(late, f"{_start(origin)} after {last.isoformat()}")
    return account


def _start(text: str) -> str:
    """Return a phrase as the start of a sentence."""
    return text[:1].upper() + text[1:]
