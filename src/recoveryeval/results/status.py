"""The four states of an estimate, from best to worst."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Status = Literal["ok", "flagged", "fallback", "not_estimable"]
STATUSES: tuple[Status, ...] = ("ok", "flagged", "fallback", "not_estimable")
NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")


def worst(states: Iterable[str]) -> Status:
    """Return the worst of several states; ``ok`` when there is none."""
    rank = max((STATUSES.index(s) for s in states if s in STATUSES), default=0)
    return STATUSES[rank]
