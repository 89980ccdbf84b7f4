"""Tidy rows of a cascade: shares of two denominators, times between steps, and ways out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from recoveryeval.analyses.cascade_path import Stage
from recoveryeval.analyses.cascade_times import time_rows
from recoveryeval.stats.answers.two_proportions import wilson

START = "at the start"
OF_PREVIOUS, OF_ALL = "share of the previous step", "share of all at the start"
WAY_OUT = "no further step"
_LIMITS = ("conf_low", "conf_high", "conf_level")


def group_rows(
    found: tuple[Stage, ...], here: np.ndarray, group: str, conf_level: float
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one group of people, a mask (n,)."""
    everyone = int(here.sum())
    yield _row(START, group, OF_ALL, (everyone, everyone), conf_level)
    for stage in found:
        before, taken = (int((mask & here).sum()) for mask in (stage.before, stage.taken))
        name = stage.step.name
        yield _row(name, group, OF_PREVIOUS, (taken, before), conf_level)
        yield _row(name, group, OF_ALL, (taken, everyone), conf_level)
        yield from _ways_out(stage, here, group, before)
        yield from time_rows(stage, here, group, conf_level)


def _row(
    term: str, group: str, estimand: str, counts: tuple[int, int], conf_level: float
) -> dict[str, Any]:
    """Return one share with Wilson's limits."""
    n, of = counts
    base = {"term": term, "group": group, "estimand": estimand, "n": n, "denominator": of}
    if not of:
        reason = "nobody took the step before"
        return {**base, "estimate": np.nan, "status": "not_estimable", "reason": reason}
    if term == START:
        return {**base, "estimate": 1.0, "status": "ok", "reason": ""}
    limits = wilson(n, of, conf_level)
    told = dict(zip(_LIMITS, (limits.low, limits.high, conf_level), strict=True))
    return {**base, "estimate": n / of, **told, "method": "Wilson", "status": "ok", "reason": ""}


def _ways_out(stage: Stage, here: np.ndarray, group: str, before: int) -> Iterator[dict[str, Any]]:
    """Yield how many did not take the step, by what ended their way or that they still may.

    Whoever does not take an optional step may go on, so that nothing ended their way.
    """
    if stage.step.optional:
        return
    why = stage.why[here & stage.before & ~stage.taken]
    names, counts = np.unique(why.astype(str), return_counts=True)
    for name, n in sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0])):
        yield {
            "term": stage.step.name,
            "group": group,
            "cause": str(name),
            "estimand": WAY_OUT,
            "estimate": n / before,
            "n": int(n),
            "denominator": before,
            "status": "ok",
            "reason": "",
        }
