"""What national_outcomes() asks: two times, and for each domain where its answer comes from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.definition_file import NamedDefinition, load_definition
from recoveryeval.outcomes.measured.planned import Planned, planned
from recoveryeval.schema.waves import planned_day

FAMILY = "national_outcomes"
NEEDS = ("before", "after", "early", "late", "version", "not_before", "domains")
# Keys that each source of an answer must have, and those it may have.
KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "items": ((), ("all", "any", "instrument", "except", "beside")),
    "state": (("yes", "no"), ()),
    "event": (("types",), ("within_days",)),
    "panel": ((), ("within_days", "except")),
    "scale": (("instrument", "at_least"), ("scale", "most_missing")),
    "retention": ((), ("definition",)),
    "none": ((), ()),
}
ALWAYS = ("label", "source")
_KINDS: dict[str, tuple[Any, str]] = {
    "label": (str, "a text"),
    "source": (str, "a text"),
    "instrument": (str, "a text"),
    "beside": (str, "a text"),
    "scale": (str, "a text"),
    "definition": (str, "a text"),
    "all": (Mapping, "a table of item = [answers that mean yes]"),
    "any": (Mapping, "a table of item = [answers that mean yes]"),
    "yes": (Mapping, "a table of domain = [words]"),
    "no": (Mapping, "a table of domain = [words]"),
    "except": (Sequence, "a list"),
    "types": (Sequence, "a list"),
    "most_missing": (int, "a whole number of items"),
    "within_days": (int, "a whole number of days"),
    "at_least": ((int, float), "a number"),
    "after_only": (bool, "true or false"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """One domain: its id, its label in words, where the answer comes from, and how."""

    id: str
    label: str
    source: str
    told: Mapping[str, Any]

    @property
    def after_only(self) -> bool:
        """Whether the answer exists at the second time only."""
        return self.source == "retention" or bool(self.told.get("after_only", False))


@dataclass(frozen=True, slots=True, eq=False)
class OutcomesRule:
    """The two times as planned waves, and the domains in their order."""

    named: NamedDefinition
    waves: Planned
    domains: tuple[Domain, ...]
    version: str | None
    not_before: str


def outcomes_rule(
    definition: str | os.PathLike[str],
    given: Mapping[str, Any],
    domains: Mapping[str, Mapping[str, Any]] | None,
) -> OutcomesRule:
    """Return the rule, with the caller's domains in place of the definition's."""
    named = load_definition(definition, family=FAMILY)
    for name in NEEDS:
        if name not in named.parameters:
            raise refused("The definition lacks a parameter", name, "Write it under [parameters].")
    if domains is not None and not isinstance(domains, Mapping):
        raise refused("domains is no table of domains", "domains", "Write {'housing': {...}}.")
    merged = {**named.parameters["domains"], **domains} if domains else None
    times = {name: _day(name, given.get(name)) for name in ("before", "after")}
    named = named.with_parameters(**{**given, **times}, domains=merged)
    held = named.parameters
    waves = _waves(held)
    return OutcomesRule(
        named=named,
        waves=waves,
        domains=tuple(_domain(str(id_), told) for id_, told in held["domains"].items()),
        version=held["version"] or None,
        not_before=str(held["not_before"]),
    )


def _day(name: str, value: object) -> object:
    """Return a time as a day, where it is told by the name of a wave."""
    if not isinstance(value, str):
        return value
    day = planned_day(pd.Series([value], dtype="string")).iloc[0]
    if pd.isna(day):
        raise refused(
            "A time is a wave without a planned day", name, "Give a day, 'baseline' or 'month_6'."
        )
    return int(day)


def _waves(held: Mapping[str, Any]) -> Planned:
    """Return the two times with their windows, which lie apart."""
    for name in ("before", "after", "early", "late"):
        whole = isinstance(held[name], Integral) and not isinstance(held[name], bool)
        if not whole or (name in ("early", "late") and held[name] < 0):
            raise refused("A time is not a whole number of days", name, f"Give {name}=30.")
    if held["before"] + held["early"] >= held["after"] - held["early"]:
        raise refused(
            "The second time comes before the first, or their windows meet",
            "after",
            "Give a later second time, or smaller windows by early and late.",
        )
    early, late = held["early"], held["late"]
    around = {held["before"]: (early, early), held["after"]: (early, late)}
    return planned([held["before"], held["after"]], around)


def _domain(id_: str, told: object) -> Domain:
    """Return one domain, or say what is wrong with it."""
    if not isinstance(told, Mapping):
        raise refused("A domain is no table of keys", id_, "Write source = ... below it.")
    source = told.get("source")
    if source not in KEYS:
        raise refused(
            "A domain's answer comes from a source that does not exist",
            id_,
            f"Use one of {', '.join(KEYS)}." + nearest(str(source), KEYS),
        )
    needed, spare = KEYS[source]
    allowed = (*ALWAYS, "after_only", *needed, *spare)
    for key, value in told.items():
        if key not in allowed:
            raise refused(
                f"A domain holds a key that the source '{source}' does not have",
                id_,
                f"Its keys are: {', '.join(allowed)}." + nearest(str(key), allowed),
            )
        kind, words = _KINDS[key]
        if not isinstance(value, kind) or (kind is Sequence and isinstance(value, str)):
            raise refused(f"A domain's key '{key}' is of another type", id_, f"Give {words}.")
    lacking = [key for key in needed if key not in told]
    if source == "items" and ("all" in told) == ("any" in told):
        lacking = ["either all or any"]
    if lacking:
        raise refused("A domain lacks a key", id_, f"Write {', '.join(lacking)}.")
    return Domain(id_, str(told.get("label", id_.replace("_", " ").capitalize())), source, told)


def refused(what: str, where: str, do: str) -> OutcomeError:
    """Return the error for a rule that cannot be used."""
    return OutcomeError(what, code="RE-A05", column=where, do=do)
