"""What a reader must know about the contacts that count, and who is in the denominator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from recoveryeval.results.check import Check

_UNUSED: dict[str, tuple[str, Literal["note", "concern"]]] = {
    "unknown_person": (
        "with people who are not in the records, not used (the definition 'reach' counts them)",
        "note",
    ),
    "no_status": ("without a status, not known to have taken place and not used", "concern"),
    "no_service": ("without a service, not counted here", "concern"),
    "no_day": ("without a day, not used", "concern"),
    "before_zero": ("before time zero, not used", "note"),
    "after_death": ("dated after the person's death, not used", "concern"),
    "after_observation": ("after the end of observation, not used", "note"),
    "other_enrollment": (
        "in another enrollment of the same people, not used",
        "concern",
    ),
    "after_end": ("after the recorded end of the enrollment, not used", "concern"),
    "after_end_counted": ("after the recorded end of the enrollment, counted", "note"),
    "alike": ("that look entered twice, each counted (same_day='one' counts one)", "concern"),
    "same_day": ("that repeat a service on the same day, counted once", "note"),
    "no_code": ("without a code, in no list", "concern"),
}


def contact_checks(counts: Mapping[str, int]) -> tuple[Check, ...]:
    """Return a check for each reason for which contacts do not simply count."""
    return tuple(
        Check(
            id=f"contacts_{reason}",
            verdict=_UNUSED[reason][1],
            statistic=float(n),
            meaning=f"Contacts {_UNUSED[reason][0]}: {n}.",
        )
        for reason, n in counts.items()
        if n
    )


def denominator_check(n: int, people: int, words: str) -> Check:
    """Return who the denominator is, and how many of how many."""
    return Check(
        id="denominator",
        statistic=float(n),
        meaning=f"The denominator is {words}: {n} of {people} people.",
    )
