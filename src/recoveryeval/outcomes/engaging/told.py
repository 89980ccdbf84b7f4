"""What a reader must know about the contacts that count, and who is in the denominator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from recoveryeval.results.check import Check

_UNUSED: dict[str, tuple[str, Literal["note", "concern"]]] = {
    "unknown_person": (
        "of people who are not in the records are not used; the definition 'reach' counts them",
        "note",
    ),
    "no_status": ("have no status, so that they are not known to have taken place", "concern"),
    "no_service": ("have no service, so that they are not counted here", "concern"),
    "no_day": ("have no day and are not used", "concern"),
    "before_zero": ("came before time zero and are not used", "note"),
    "after_death": ("are dated after the person's death and are not used", "concern"),
    "after_observation": ("lie after the end of observation and are not used", "note"),
    "after_end": ("lie after the recorded end of the enrollment and are not used", "concern"),
    "after_end_counted": ("lie after the recorded end of the enrollment and count", "note"),
    "alike": ("look entered twice; each counts, unless same_day='one'", "concern"),
    "same_day": ("repeat a service on the same day and count once", "note"),
    "no_code": ("have no code, so that they are in no list", "concern"),
}


def contact_checks(counts: Mapping[str, int]) -> tuple[Check, ...]:
    """Return a check for each reason for which contacts do not simply count."""
    return tuple(
        Check(
            id=f"contacts_{reason}",
            verdict=_UNUSED[reason][1],
            statistic=float(n),
            meaning=f"{'1 contact' if n == 1 else f'{n} contacts'}: {_UNUSED[reason][0]}.",
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
