"""What the parameters of a definition of retention may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.definition_file import NamedDefinition

CHOICES: dict[str, tuple[str, ...]] = {
    "rule": ("gap", "missed_weeks", "last_visit", "medication"),
    "reentry": ("ignore", "same", "new"),
    "visits": ("assessment", "panel"),
    "overlaps": ("forward", "none"),
}
# What each rule must find in its definition.
NEEDS: dict[str, tuple[str, ...]] = {
    "gap": ("gap_days", "service", "reentry"),
    "missed_weeks": ("weeks", "service"),
    "last_visit": ("visits",),
    "medication": ("grace_days", "products", "overlaps"),
}
LEAST = {"gap_days": 1, "weeks": 1, "grace_days": 0, "day": 1, "horizon_days": 1}
# A definition that has each parameter, for those who ask another one for it.
HOMES = {
    "gap_days": "contact_gap",
    "weeks": "four_missed_weeks",
    "grace_days": "medication_7_days",
    "day": "in_care_day_180",
    "service": "contact_gap",
    "products": "medication_7_days",
    "visits": "last_visit",
    "reentry": "contact_gap",
}


def require_own(named: NamedDefinition, given: Mapping[str, Any]) -> None:
    """Raise on an option that the definition does not have, and name one that has it."""
    for name, value in given.items():
        if value is not None and name not in named.parameters:
            raise OutcomeError(
                f"The definition {named.id} has no parameter of that name",
                code="RE-N06",
                column=name,
                do=f"Use a definition that has it, such as definition='{HOMES[name]}', or the "
                f"parameters of this one: {', '.join(named.parameters)}.",
            )


def require_choices(held: Mapping[str, Any]) -> None:
    """Raise when a parameter with a few allowed words has another one."""
    for name, allowed in CHOICES.items():
        if (name == "rule" or name in held) and held.get(name) not in allowed:
            raise OutcomeError(
                "A parameter of the definition is none of its allowed words",
                code="RE-O20",
                column=name,
                do=f"Use one of {', '.join(allowed)}." + nearest(str(held.get(name)), allowed),
            )


def require_needs(held: Mapping[str, Any], needs: Sequence[str]) -> None:
    """Raise when the definition lacks a parameter of its rule, or holds impossible days."""
    for name in needs:
        if name not in held:
            raise OutcomeError(
                "The definition lacks a parameter that its rule needs",
                code="RE-O20",
                column=name,
                do=f"Write it under [parameters]; the rule needs {', '.join(needs)}.",
            )
    for name in LEAST:
        if name in held:
            require_days(name, held[name])


def require_days(name: str, days: object) -> None:
    """Raise unless an option is a whole number that is large enough."""
    least = LEAST[name]
    if isinstance(days, bool) or not isinstance(days, Integral) or days < least:
        raise OutcomeError(
            f"{name} is not a whole number of {'one' if least else 'zero'} or more",
            code="RE-O20",
            do=f"Give a whole number, such as {name}={4 if name == 'weeks' else 30}.",
        )
