"""Rules that end a person's time: by the event, by a competing event, or by censoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["event", "competing", "censor"]
ROLES: tuple[Role, ...] = ("event", "competing", "censor")


@dataclass(frozen=True, slots=True)
class EventRule:
    """Something that counts: the event itself, or one that competes with it."""

    id: str
    label: str
    role: Literal["event", "competing"] = "event"


@dataclass(frozen=True, slots=True)
class CensorRule:
    """Something after which a person is no longer seen.

    ``proves_presence`` says that it could only happen to someone who was still
    there, as completion and transfer do. Death and the end of the records can
    befall anyone, so they say nothing about the days before them.
    """

    id: str
    label: str
    proves_presence: bool = False


Rule = EventRule | CensorRule

GAP = EventRule("gap", "left: too long a gap followed the last completed contact")
NO_CONTACT = EventRule("no contact", "left at time zero: no completed contact in time")
MISSED_WEEKS = EventRule("missed weeks", "left: too many weeks in a row without a contact")
MISSED_VISIT = EventRule("missed visit", "left: a planned visit after the last one held was missed")
NO_VISIT = EventRule("no visit", "left at time zero: no planned visit was held")
SUPPLY_ENDED = EventRule("supply ended", "stopped: too long without supply of the medication")
RECORDED_END = EventRule("recorded end", "left: the program recorded the end")
END_OF_OBSERVATION = CensorRule("end of observation", "still there as far as can be seen")
HORIZON = CensorRule("horizon", "still there at the horizon", proves_presence=True)

DEFAULT_EXITS: dict[str, Role] = {
    "death": "censor",
    "incarceration": "censor",
    "transfer": "censor",
    "completed": "censor",
}
# Nobody can complete a program, or be handed over to another, after having left it.
PRESENCE = ("transfer", "completed")
EXIT_NOUNS = {
    "death": "death",
    "incarceration": "incarceration",
    "transfer": "transfer",
    "completed": "completion of the program",
    "moved": "moving away",
}
EXIT_WORDS = {
    "death": "died",
    "incarceration": "went to jail or prison",
    "transfer": "transferred elsewhere",
    "completed": "completed the program",
    "moved": "moved away",
    "dropout": "dropped out as recorded",
    "administrative": "left for administrative reasons",
    "other": "left for another recorded reason",
    "unknown": "left for a reason recorded as unknown",
}


def exit_rule(name: str, role: Role) -> Rule:
    """Return the rule of one recorded way out, in the role it was given."""
    if role == "censor":
        return CensorRule(name, name, proves_presence=name in PRESENCE)
    return EventRule(name, name, role)
