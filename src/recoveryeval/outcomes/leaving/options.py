"""The options of retention(): a named definition with what the caller changed, checked once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.definition_file import NamedDefinition, load_definition
from recoveryeval.outcomes.leaving.allowed import (
    LEAST,
    NEEDS,
    require_choices,
    require_days,
    require_needs,
    require_own,
)
from recoveryeval.outcomes.rules import DEFAULT_EXITS, ROLES, EventRule, Role, Rule, exit_rule
from recoveryeval.schema.vocabulary import load_vocabulary

Reentry = Literal["ignore", "same", "new"]
Visits = Literal["assessment", "panel"]
# A person stops a medication, or is kept from it, whatever the program records of its own.
MEDICATION_EXITS = ("death", "incarceration")


@dataclass(frozen=True, slots=True)
class Options:
    """How leaving is seen, and what other ways out mean.

    ``gap_days`` is how many days a leaving needs to show; ``day`` asks for
    those still there on a day instead of for their time.
    """

    named: NamedDefinition
    rule: str
    gap_days: int
    horizon_days: int | None
    services: tuple[str, ...]
    exits: Mapping[str, Rule]
    day: int | None = None
    reentry: str = "ignore"
    visits: str = "assessment"
    products: tuple[str, ...] = ()
    overlaps: str = "forward"

    @property
    def competing(self) -> tuple[str, ...]:
        """Ways out that compete with leaving, in order."""
        return tuple(
            name
            for name, rule in self.exits.items()
            if isinstance(rule, EventRule) and rule.role == "competing"
        )

    @property
    def causes(self) -> dict[int, str]:
        """Code and name of each competing event; empty where none competes."""
        if not self.competing:
            return {}
        left = "stopped medication" if self.rule == "medication" else "left the program"
        return dict(enumerate((left, *self.competing), start=1))


def options(
    definition: str | os.PathLike[str],
    given: Mapping[str, Any],
    *,
    horizon_days: int | None = None,
    exits: Mapping[str, Role] | None = None,
) -> Options:
    """Return the options, or say which is not allowed; ``given`` holds None for what is not."""
    for name, value in {**given, "horizon_days": horizon_days}.items():
        if value is not None and name in LEAST:
            require_days(name, value)
    named = load_definition(definition, family="retention")
    require_own(named, given)
    named = named.with_parameters(**given)
    held = named.parameters
    require_choices(held)
    rule = str(held["rule"])
    require_needs(held, NEEDS[rule])
    return Options(
        named=named,
        rule=rule,
        gap_days=_days_to_show(held),
        horizon_days=horizon_days,
        services=_terms("service", "service", held.get("service", ())),
        exits=_exits(held.get("exits", {}), exits or {}, rule),
        day=held.get("day"),
        reentry=str(held.get("reentry", "ignore")),
        visits=str(held.get("visits", "assessment")),
        products=_terms("product", "product", held.get("products", ())),
        overlaps=str(held.get("overlaps", "forward")),
    )


def _days_to_show(held: Mapping[str, Any]) -> int:
    """Return how many days a leaving needs to show under the rule."""
    if held["rule"] == "missed_weeks":
        return 7 * int(held["weeks"])
    return int(held.get("gap_days", held.get("grace_days", 0)))


def _terms(kind: str, vocabulary: str, given: str | Sequence[str]) -> tuple[str, ...]:
    """Return words that are terms of a vocabulary."""
    found = (given,) if isinstance(given, str) else tuple(given)
    terms = load_vocabulary(vocabulary).terms
    for name in found:
        _require_term(kind, str(name), terms)
    return found


def _require_term(kind: str, name: str, terms: Mapping[str, object]) -> None:
    """Raise when a word is no term of its vocabulary."""
    if name not in terms:
        raise OutcomeError(
            f"There is no {kind} of that name",
            code="RE-O20",
            do=f"Use some of {', '.join(terms)}." + nearest(str(name), terms),
        )


def _exits(of_file: Mapping[str, Any], told: Mapping[str, Role], rule: str) -> dict[str, Rule]:
    """Return the rule of each way out: the usual ones, the definition's, the caller's on top."""
    reasons = dict(load_vocabulary("end_reason").terms)
    if rule == "medication":
        reasons = {name: reasons[name] for name in MEDICATION_EXITS}
    usual = {name: role for name, role in DEFAULT_EXITS.items() if name in reasons}
    if not isinstance(told, Mapping):
        raise OutcomeError(
            "exits does not say what each way out means",
            code="RE-O20",
            do="Write a role for each, such as exits={'death': 'competing'}.",
        )
    asked = {**of_file, **told}
    for name, role in asked.items():
        _require_term("recorded reason for an end", name, reasons)
        if role not in ROLES:
            raise OutcomeError(
                "A way out has a role that does not exist",
                code="RE-O20",
                column=name,
                do=f"Use one of {', '.join(ROLES)}." + nearest(str(role), ROLES),
            )
    return {name: exit_rule(name, role) for name, role in {**usual, **asked}.items()}
