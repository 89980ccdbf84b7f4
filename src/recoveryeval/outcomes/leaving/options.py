"""The options of retention(), checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.rules import DEFAULT_EXITS, ROLES, EventRule, Role, Rule, exit_rule
from recoveryeval.schema.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Options:
    """How leaving is seen, and what other ways out mean."""

    gap_days: int
    horizon_days: int | None
    services: tuple[str, ...]
    exits: Mapping[str, Rule]

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
        return dict(enumerate(("left the program", *self.competing), start=1))


def options(
    gap_days: int,
    horizon_days: int | None,
    service: str | Sequence[str] | None,
    exits: Mapping[str, Role] | None,
) -> Options:
    """Return the options, or say which is not allowed."""
    _require_days("gap_days", gap_days)
    if horizon_days is not None:
        _require_days("horizon_days", horizon_days)
    services = () if service is None else (service,) if isinstance(service, str) else service
    terms = load_vocabulary("service").terms
    for name in services:
        _require_term("service", name, terms)
    return Options(gap_days, horizon_days, tuple(services), _exits(exits or {}))


def _require_days(name: str, days: object) -> None:
    """Raise unless an option is a whole number of one or more."""
    if isinstance(days, bool) or not isinstance(days, Integral) or days < 1:
        raise OutcomeError(
            f"{name} is not a whole number of one or more",
            code="RE-O20",
            do=f"Give days, such as {name}=30.",
        )


def _require_term(kind: str, name: str, terms: Mapping[str, object]) -> None:
    """Raise when a word is no term of its vocabulary."""
    if name not in terms:
        raise OutcomeError(
            f"There is no {kind} of that name",
            code="RE-O20",
            do=f"Use some of {', '.join(terms)}." + nearest(str(name), terms),
        )


def _exits(told: Mapping[str, Role]) -> dict[str, Rule]:
    """Return the rule of each way out: the usual ones, with what the caller says on top."""
    reasons = load_vocabulary("end_reason").terms
    for name, role in told.items():
        _require_term("recorded reason for an end", name, reasons)
        if role not in ROLES:
            raise OutcomeError(
                "A way out has a role that does not exist",
                code="RE-O20",
                column=name,
                do=f"Use one of {', '.join(ROLES)}." + nearest(str(role), ROLES),
            )
    return {name: exit_rule(name, role) for name, role in {**DEFAULT_EXITS, **told}.items()}
