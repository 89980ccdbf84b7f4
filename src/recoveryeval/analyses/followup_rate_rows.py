"""Rows of a follow-up rate: how many had which fate, and the rates with their denominators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from recoveryeval.analyses.followup_rate_fates import FATES
from recoveryeval.stats.answers.two_proportions import wilson

Row = dict[str, Any]
INSIDE = "share interviewed inside the window"
ANYTIME = "share interviewed at any time"
COUNT = "number of people"
DUE, ALIVE, LOCATED = "of everyone due", "of those alive", "of those alive and located"
NOT_DUE = ("not yet due", "closed out", "no date")
WORDS = {
    "not yet due": "not yet due",
    "closed out": "not due: closed out before the window",
    "no date": "not placed: no date of intake",
}


def rows_of(
    fate: np.ndarray, state: np.ndarray, conf_level: float, *, quarter: bool
) -> Iterator[Row]:
    """Yield the rows of one group of intakes, told by their fate and state (k,).

    A quarter in which nobody was due has counts and no rates. Without any record
    of who was located there is no rate of those located.
    """
    n = {name: int((fate == name).sum()) for name in FATES}
    due = sum(n.values())
    yield _count("due", due, len(fate))
    for name, words in FATES.items():
        yield _count(words, n[name], due)
    for name in NOT_DUE:
        total = int((state == name).sum())
        if total:
            yield _count(WORDS[name], total, len(fate))
    if not due and quarter:
        return
    alive = due - n["deceased"]
    located = n["in window"] + n["out of window"] + n["located"]
    told = n["located"] + n["not located"] > 0
    for estimand, hits in (
        (INSIDE, n["in window"]),
        (ANYTIME, n["in window"] + n["out of window"]),
    ):
        yield _rate(estimand, DUE, hits, due, conf_level)
        yield _rate(estimand, ALIVE, hits, alive, conf_level)
        if told:
            row = _rate(estimand, LOCATED, hits, located, conf_level)
            yield _limited(row, n["no record"])


def _count(term: str, n: int, denominator: int) -> Row:
    """Return a count of people."""
    return {
        "estimand": COUNT,
        "term": term,
        "estimate": float(n),
        "n": n,
        "denominator": denominator,
        "status": "ok",
        "reason": "",
    }


def _rate(estimand: str, term: str, hits: int, n: int, conf_level: float) -> Row:
    """Return a rate with Wilson's limits."""
    base = {"estimand": estimand, "term": term, "n": hits, "denominator": n, "method": "Wilson"}
    if not n:
        return {**base, "status": "not_estimable", "reason": "nobody was due"}
    limits = wilson(hits, n, conf_level)
    return {
        **base,
        "estimate": hits / n,
        "conf_low": limits.low,
        "conf_high": limits.high,
        "conf_level": conf_level,
        "status": "ok",
        "reason": "",
    }


def _limited(row: Row, no_record: int) -> Row:
    """Return the rate among those located, as far as it can be known."""
    if row["status"] != "ok" or not no_record:
        return row
    reason = f"{no_record} people without a record of whether they were located are left out"
    return {**row, "status": "flagged", "reason": reason}
