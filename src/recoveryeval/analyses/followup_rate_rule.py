"""The rule of a follow-up rate: its definition with what the caller changed, checked once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import Any

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.definition_file import NamedDefinition, load_definition
from recoveryeval.schema.vocabulary import load_vocabulary

CHOICES = {
    "unit": ("months", "days"),
    "arithmetic": ("anniversary", "intake"),
    "due_when": ("closed", "opened"),
    "counted_from": ("anchor", "baseline"),
}
NEEDS = ("due", "early", "late", "closeout_ends", "waves", "instrument", "status_column", *CHOICES)
# What the follow-up status can say; each has its codes in the definition.
SAID = ("deceased", "in_window", "out_of_window", "located", "not_located")


@dataclass(frozen=True, slots=True)
class FollowupRule:
    """When an interview is due, and what counts as one."""

    named: NamedDefinition
    unit: str
    due: int
    early: int
    late: int
    arithmetic: str
    due_when: str
    counted_from: str
    closeout_ends: bool
    waves: tuple[str, ...]
    instruments: tuple[str, ...]
    status_column: str
    codes: Mapping[str, str]


def followup_rule(definition: str | os.PathLike[str], given: Mapping[str, Any]) -> FollowupRule:
    """Return the rule, or say what is wrong with it."""
    named = load_definition(definition, family="followup_rate").with_parameters(**given)
    held = named.parameters
    for name in NEEDS:
        if name not in held:
            raise _refusal("The definition lacks a parameter", name, "Write it under [parameters].")
    for name, allowed in CHOICES.items():
        if held[name] not in allowed:
            told = f"Use one of {', '.join(allowed)}." + nearest(str(held[name]), allowed)
            raise _refusal("A parameter is none of its allowed words", name, told)
    for name in ("due", "early", "late"):
        value = held[name]
        if isinstance(value, bool) or not isinstance(value, Integral) or value < (name == "due"):
            raise _refusal("A parameter is not a whole number", name, f"Give {held['unit']}.")
    if held["early"] >= held["due"]:
        raise _refusal("The window would open before intake", "early", "Give less than due.")
    return FollowupRule(
        named=named,
        **{name: held[name] for name in ("unit", "due", "early", "late", *list(CHOICES)[1:])},
        closeout_ends=bool(held["closeout_ends"]),
        waves=_waves(_list(held["waves"])),
        instruments=_list(held["instrument"]),
        status_column=str(held["status_column"]),
        codes=_codes(held),
    )


def _codes(held: Mapping[str, Any]) -> dict[str, str]:
    """Return what each code of the follow-up status says; the words themselves always count."""
    told = {code: said for said in SAID for code in _list(held.get(f"{said}_codes", ()))}
    return {**told, **{said: said for said in SAID}}


def _list(value: Any) -> tuple[str, ...]:
    """Return a parameter as texts."""
    return (value,) if isinstance(value, str) else tuple(str(v) for v in value)


def _waves(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return waves that exist; there must be one."""
    terms = load_vocabulary("wave").terms
    if not given:
        raise _refusal("No wave is named", "waves", "Name one, such as waves='month_6'.")
    for name in given:
        if name not in terms:
            told = f"Use some of {', '.join(terms)}." + nearest(name, terms)
            raise _refusal("There is no wave of that name", "waves", told)
    return given


def _refusal(what: str, parameter: str, do: str) -> OutcomeError:
    """Return the error for a rule that cannot be used."""
    return OutcomeError(what, code="RE-A01", column=parameter, do=do)
