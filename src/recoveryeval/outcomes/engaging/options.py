"""The parameters of a definition of engagement, checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.engaging.code_lists import code_lists
from recoveryeval.outcomes.engaging.measures import MEASURES, Measure
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.schema.vocabulary import load_vocabulary

# Parameters that are whole numbers, with the smallest that makes sense.
_LEAST = {
    "lookback_days": 1,
    "gap_days": 1,
    "initiation_days": 1,
    "engagement_days": 1,
    "services_needed": 1,
    "clear_days": 0,
}
_CHOICES = {
    "same_day": ("each", "one"),
    "after_end": ("left_out", "counted"),
    "died": ("stays_in", "left_out"),
    "exits": ("competing", "censor"),
    "missing_minutes": ("as_told", "leave_out_person"),
    "day_zero": ("counts", "does_not_count", "second_counts"),
}
_DENOMINATORS = {"reach": ("enrolled", "contacted"), "engagement_clock": ("initiated", "everyone")}
_TERMS = {
    "service": "service",
    "coach_service": "service",
    "outreach_service": "service",
    "needs": "need",
    "attempts": "contact_status",
}


def measure_of(definition: NamedDefinition) -> Measure:
    """Return the measure that a definition names; the definition has what it needs."""
    name = definition.parameters.get("measure")
    if name not in MEASURES:
        raise OutcomeError(
            "The definition does not say which measure of engagement it sets",
            code="RE-O25",
            column="measure",
            do=f"Write measure = one of {', '.join(MEASURES)} below [parameters]."
            + nearest(str(name), MEASURES),
        )
    measure = MEASURES[str(name)]
    lacking = [need for need in measure.needs if need not in definition.parameters]
    if lacking:
        raise OutcomeError(
            f"The definition lacks parameters of its measure: {', '.join(lacking)}",
            code="RE-O25",
            column="parameters",
            do="Write them below [parameters].",
        )
    return measure


def checked(
    definition: NamedDefinition, measure: Measure, codes: Mapping[str, Sequence[str]] | None
) -> dict[str, Any]:
    """Return the parameters a measure works with, or say which is not allowed."""
    if codes is not None and measure.log:
        raise OutcomeError(
            f"The definition {definition.id} uses no lists of codes",
            code="RE-O20",
            column="codes",
            do="Give codes= with the definitions 'initiation' and 'engagement_clock' only.",
        )
    held = {name: definition.parameters[name] for name in measure.needs}
    found: dict[str, Any] = {"codes": code_lists(codes)}
    for name, value in held.items():
        found[name] = _value(name, value, str(definition.parameters["measure"]), measure)
    return found


def _value(name: str, value: Any, measure: str, rule: Measure) -> Any:
    """Return one parameter in its form."""
    if name == "window_days":
        return _whole(name, value, 0 if rule.open_window else 1)
    if name in _LEAST:
        return _whole(name, value, _LEAST[name])
    if name == "at_days":
        return tuple(sorted({_whole(name, day, 1) for day in _listed(name, value)}))
    if name in _TERMS:
        return _terms(name, value)
    allowed = _DENOMINATORS[measure] if name == "denominator" else _CHOICES[name]
    if value not in allowed:
        raise OutcomeError(
            f"{name} has no such choice",
            code="RE-O20",
            column=name,
            do=f"Use one of {', '.join(allowed)}." + nearest(str(value), allowed),
        )
    return value


def _whole(name: str, value: Any, least: int) -> int:
    """Return a whole number that is large enough."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise OutcomeError(
            f"{name} is not a whole number of {least} or more",
            code="RE-O20",
            column=name,
            do=f"Give a whole number, such as {name}={max(least, 30)}.",
        )
    return int(value)


def _listed(name: str, value: Any) -> tuple[Any, ...]:
    """Return one or several values as a tuple that is not empty."""
    found = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not found:
        raise OutcomeError(f"{name} is empty", code="RE-O20", column=name, do="Name one or more.")
    return found


def _terms(name: str, value: Any) -> tuple[str, ...]:
    """Return terms of a vocabulary, or ("any",) where all count."""
    found = _listed(name, value)
    if found == ("any",) and name != "attempts":
        return found
    terms = load_vocabulary(_TERMS[name]).terms
    for term in found:
        if term not in terms:
            raise OutcomeError(
                f"There is no such term for {name}",
                code="RE-O20",
                column=name,
                do=f"Use some of {', '.join(terms)}, or 'any' for all." + nearest(str(term), terms),
            )
    return tuple(str(term) for term in found)
