"""Eligibility: each condition counted on its own, and missing values apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recoveryeval.cohorts.account import Account
from recoveryeval.cohorts.grammar.evaluate import evaluate
from recoveryeval.cohorts.grammar.nodes import Part, names
from recoveryeval.cohorts.grammar.operands import column_values
from recoveryeval.cohorts.grammar.parse import parse
from recoveryeval.cohorts.grammar.terms import check_terms
from recoveryeval.cohorts.immortal import require_known
from recoveryeval.errors import CohortError
from recoveryeval.results.check import Check

_IDS = ("person_id", "episode_id")


@dataclass(frozen=True, slots=True, eq=False)
class Eligible:
    """The account after eligibility, the condition in words, and what to know about it."""

    account: Account
    words: tuple[str, ...]
    checks: tuple[Check, ...]


def eligible(account: Account, include: str | None, known: Mapping[str, str]) -> Eligible:
    """Return the account without people who do not meet the condition."""
    if include is None:
        return Eligible(account, (), ())
    if not isinstance(include, str):
        raise CohortError(
            "The condition is not a text", code="RE-K02", do='Write include="age >= 18".'
        )
    parts = parse(include)
    for part in parts:
        for name in names(part.node):
            column_values(account.frame, name)
        check_terms(part.node)
    used = tuple(dict.fromkeys(n for part in parts for n in names(part.node) if n not in _IDS))
    unsure = require_known(used, account.frame, known)
    for part in parts:
        account = _applied(account, part)
    return Eligible(account, tuple(_words(part) for part in parts), _told(unsure))


def _applied(account: Account, part: Part) -> Account:
    """Return the account without people who do not meet one condition, or may not meet it."""
    answer = evaluate(part.node, account.frame)
    unknown = np.asarray(answer.isna())
    met = answer.to_numpy(dtype=bool, na_value=False)
    reasons = {"unknown": unknown, "not": ~met & ~unknown}
    kept = ~reasons["not"]
    account = account.without(reasons["not"], f"Not met: {_words(part)}")
    shown = [name for name in names(part.node) if name not in _IDS]
    reason = f"{' or '.join(shown) or 'id'} unknown"
    return account.without(unknown[kept], reason, unknown=True)


def _words(part: Part) -> str:
    """Return a condition as written; never one that may hold an id."""
    return "a list of ids" if set(names(part.node)) & set(_IDS) else " ".join(part.text.split())


def _told(unsure: tuple[str, ...]) -> tuple[Check, ...]:
    """Return the concern about columns of which nobody said when they became known."""
    if not unsure:
        return ()
    return (
        Check(
            id="eligibility_time_unknown",
            verdict="concern",
            statistic=float(len(unsure)),
            meaning=f"Eligibility uses {', '.join(unsure)}, and nobody said when that became "
            "known. If it was after time zero, people had to stay to be eligible. Declare it with "
            "known={...} or in the mapping.",
        ),
    )
