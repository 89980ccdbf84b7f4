"""Checks of many groups in one line each: forty lines about forty coaches are read by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from recoveryeval.results.check import Check, Verdict

EACH = 5
VERDICTS = get_args(Verdict)


def gathered(checks: Sequence[Check], groups: int) -> tuple[Check, ...]:
    """Return the checks, those said of each of more than five groups as one with an example."""
    if groups <= EACH:
        return tuple(checks)
    same: dict[str, list[Check]] = {}
    for check in checks:
        same.setdefault(check.id if check.meaning.startswith("Group ") else "", []).append(check)
    out = []
    for check in checks:
        own = same.get(check.id, [])
        if not check.meaning.startswith("Group ") or len(own) == 1:
            out.append(check)
        elif check is own[0]:
            out.append(_one(own, groups))
    return tuple(out)


def _one(checks: Sequence[Check], groups: int) -> Check:
    """Return one check for several groups: how many, and what is said of the first."""
    first = min(checks, key=lambda c: c.statistic if np.isfinite(c.statistic) else np.inf)
    example = first.meaning.removeprefix("Group ")
    return Check(
        first.id,
        f"{len(checks)} of {groups} groups, for example {example}",
        max((c.verdict for c in checks), key=VERDICTS.index),
        first.statistic,
    )
