"""Rows of a log-rank result: the test, the pairs, and events by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from recoveryeval.models.curves.logrank_tests import Tested, Tester
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.stats.multiplicity import Adjustment, adjusted
from recoveryeval.stats.survival.logrank_family import LogRank

CURVES = "difference between survival curves"


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The test of two groups: their labels, the test, people, events, why not estimable."""

    contrast: str
    tested: Tested
    n: float
    n_event: float
    reason: str


def why_not(people: np.ndarray, events: np.ndarray, tested: Tested) -> str:
    """Return why the test says nothing, or an empty text."""
    if not events.sum():
        return "no events in any group"
    if (people <= 1).any():
        return "a group is one person"
    if not tested.test.df:
        return "at no event time were two groups under observation"
    return tested.reason


def overall_row(
    tested: Tested, found: SurvivalInput, events: np.ndarray, name: str
) -> dict[str, Any]:
    """Return the row of the test over all groups."""
    reason = why_not(found.people, events, tested)
    return {
        "term": name,
        "estimand": CURVES,
        **_numbers(tested, reason),
        "n": float(found.people.sum()),
        "n_event": float(events.sum()),
        "method": f"{name} test, {tested.against}",
    }


def pairs_of(found: SurvivalInput, events: np.ndarray, test: Tester) -> list[Pair]:
    """Return the tests of every pair of groups."""
    pairs = []
    for first, second in combinations(range(len(found.labels)), 2):
        both = found.cells.where(np.isin(found.cells.group, (first, second)))
        own = replace(both, group=(both.group == second).astype(np.int64))
        tested = test(own, 2)
        of = [first, second]
        pairs.append(
            Pair(
                contrast=f"{found.labels[second]} - {found.labels[first]}",
                tested=tested,
                n=float(found.people[of].sum()),
                n_event=float(events[of].sum()),
                reason=why_not(found.people[of], events[of], tested),
            )
        )
    return pairs


def pair_rows(pairs: Sequence[Pair], name: str, adjustment: Adjustment) -> list[dict[str, Any]]:
    """Return the rows of the pairs, p values corrected for their number."""
    rows = [
        {
            "term": name,
            "contrast": pair.contrast,
            "estimand": CURVES,
            **_numbers(pair.tested, pair.reason),
            "n": pair.n,
            "n_event": pair.n_event,
            "method": f"{name} test of two groups, {pair.tested.against}, p value: {adjustment}",
        }
        for pair in pairs
    ]
    corrected = adjusted(np.array([row["p_value"] for row in rows]), adjustment)
    return [{**row, "p_value": float(p)} for row, p in zip(rows, corrected, strict=True)]


def event_rows(test: LogRank, found: SurvivalInput, events: np.ndarray) -> list[dict[str, Any]]:
    """Return observed and expected events of each group."""
    rows = []
    for code, text in enumerate(found.labels):
        for estimand, values in (
            ("observed events", test.observed),
            ("expected events", test.expected),
        ):
            rows.append(
                {
                    "term": "events",
                    "group": text,
                    "estimand": estimand,
                    "estimate": float(values[code]),
                    "n": float(found.people[code]),
                    "n_event": float(events[code]),
                    "status": "ok",
                    "reason": "",
                }
            )
    return rows


def _numbers(tested: Tested, reason: str) -> dict[str, Any]:
    """Return statistic, degrees of freedom and p value; none where nothing can be said."""
    return {
        "statistic": tested.test.statistic,
        "df": float(tested.test.df) if not reason else float("nan"),
        "p_value": tested.p_value if not reason else float("nan"),
        "status": "not_estimable" if reason else "ok",
        "reason": reason,
    }
