"""What a pooled answer says about itself beside what imputation cost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from recoveryeval.models.missing.pooled_rows import PooledRows
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result

NOW_THERE = "lost_to_follow_up"  # who has no score in a completed version has died
ASKING = ("formula", "by", "adjust")


def left_out(found: PooledRows) -> tuple[Check, ...]:
    """Say which p values of the versions could not be pooled."""
    if not found.adjusted and not found.lost.any():
        return ()
    told = (
        f"P values that are not pooled: {found.adjusted + int(found.lost.sum())}. They test "
        "something else than their row's estimate, or several rows at once. Limits are those of "
        "single rows: pool without adjust=, and adjust the pooled p values."
    )
    return (Check("pooled_without_p", told, "concern"),)


def outside(asked: Mapping[str, Any], source: Outcome, answer: Result) -> tuple[Check, ...]:
    """Say which columns the model asks about that the imputation knew nothing of."""
    if "by" not in asked:
        return ()
    known = {asked["by"], *asked["auxiliaries"]}
    said = " ".join(str(answer.spec.parameters.get(name) or "") for name in ASKING)
    lacking = [name for name in source.covariates if name not in known and named(name, said)]
    if not lacking:
        return ()
    told = (
        f"Scores were imputed without {', '.join(lacking)}, and the model asks about it: imputed "
        "people differ by it less than people do, which draws its estimates toward no "
        "difference. Name it in impute(by=) or auxiliaries=."
    )
    return (Check("not_in_imputation", told, "concern", statistic=float(len(lacking))),)


def named(name: str, text: str) -> bool:
    """Return whether a formula, or another text, names a column."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", str(text)) is not None


def shared(answers: Sequence[Result]) -> tuple[Check, ...]:
    """Return the checks of the answers: of each id the one with the worst verdict.

    The p value of another test, which a note may hold, is that of one version
    and left out where the versions differ.
    """
    order = ("pass", "note", "concern", "fail")
    held: dict[str, Check] = {}
    tests: dict[str, set[str]] = {}
    for check in (c for answer in answers for c in answer.check_rows if c.id != NOW_THERE):
        other = held.get(check.id)
        if other is None or order.index(check.verdict) > order.index(other.verdict):
            held[check.id] = check
        tests.setdefault(check.id, set()).add(f"{check.p_value:.9g}")
    return tuple(c for c in held.values() if c.verdict != "note" or len(tests[c.id]) == 1)
