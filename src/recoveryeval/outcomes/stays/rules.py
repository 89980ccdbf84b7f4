"""The parameters of a readmission definition, checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.schema.vocabulary import load_vocabulary

Clock = Literal["discharge", "time_zero"]
Form = Literal["competing", "time_to_event", "binary", "recurrent"]
Planned = Literal["count", "not_counted", "drop_index"]
Admission = Literal["next", "any"]
IndexStays = Literal["first", "all"]
SameDay = Literal["one_stay", "return"]
Exclude = Literal["died", "against_advice", "transfer", "same_day"]

FORMS: tuple[Form, ...] = ("competing", "time_to_event", "binary", "recurrent")
CHOICES: dict[str, tuple[str, ...]] = {
    "clock": ("discharge", "time_zero"),
    "planned": ("count", "not_counted", "drop_index"),
    "admission": ("next", "any"),
    "index_stays": ("first", "all"),
    "same_day": ("one_stay", "return"),
}
EXCLUDE: tuple[Exclude, ...] = ("died", "against_advice", "transfer", "same_day")


@dataclass(frozen=True, slots=True)
class StayRules:
    """Which stays start a clock, which admissions count, and from which day to which."""

    clock: Clock
    index: tuple[str, ...]
    returns: tuple[str, ...]
    first_day: int
    last_day: int
    stitch_days: int
    same_day: SameDay
    planned: Planned
    admission: Admission
    index_stays: IndexStays
    exclude: tuple[str, ...]

    @property
    def gap_days(self) -> int:
        """Days between two stays up to which they are one; -1 joins only what overlaps."""
        return -1 if self.same_day == "return" else self.stitch_days


def stay_rules(parameters: Mapping[str, Any], form: str) -> StayRules:
    """Return the rules, or say which value is not allowed."""
    for name, allowed in CHOICES.items():
        require_one_of(name, parameters[name], allowed)
    require_one_of("form", form, FORMS)
    days = {n: whole(n, parameters[n]) for n in ("first_day", "last_day", "stitch_days")}
    exclude = texts(parameters["exclude"])
    for name in exclude:
        require_one_of("exclude", name, EXCLUDE)
    found = StayRules(
        clock=parameters["clock"],
        index=event_types("index", parameters["index"]),
        returns=event_types("returns", parameters["returns"]),
        same_day=parameters["same_day"],
        planned=parameters["planned"],
        admission=parameters["admission"],
        index_stays=parameters["index_stays"],
        exclude=exclude,
        **days,
    )
    _refuse_contradictions(found, form)
    return found


_CONTRADICTIONS = {
    "last_day": ("The window ends before it begins", "Give last_day on or after first_day."),
    "same_day": (
        "A return on the day of discharge cannot count where stays days apart are one",
        "Set stitch_days=0, or same_day='one_stay'.",
    ),
    "planned": (
        "There is no index stay to drop when the clock starts at time zero",
        "Use planned='not_counted' or 'count'.",
    ),
    "first_day": ("An admission on the day of time zero is no return", "Give first_day=1 or more."),
    "form": (
        "Returns that can happen again are counted once per person, from the day after the start",
        "Set index_stays='first' and first_day=1 or more.",
    ),
}


def _refuse_contradictions(rules: StayRules, form: str) -> None:
    """Raise on values that cannot hold together."""
    zero = rules.clock == "time_zero"
    several = rules.index_stays == "all" and not zero
    wrong = {
        "last_day": rules.last_day < rules.first_day,
        "same_day": rules.same_day == "return" and rules.stitch_days > 0,
        "planned": zero and rules.planned == "drop_index",
        "first_day": zero and rules.first_day < 1,
        "form": form == "recurrent" and (several or rules.first_day < 1),
    }
    for column, (what, do) in _CONTRADICTIONS.items():
        if wrong[column]:
            raise OutcomeError(what, code="RE-O40", column=column, do=do)


def whole(name: str, value: object, *, least: int = 0) -> int:
    """Return a number of days, or raise."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise OutcomeError(
            f"{name} is not a whole number of {least} or more",
            code="RE-O40",
            column=name,
            do=f"Give days, such as {name}=30.",
        )
    return int(value)


def texts(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return one text or several as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def require_one_of(name: str, value: object, allowed: Sequence[str]) -> None:
    """Raise when an option does not exist."""
    if value not in allowed:
        raise OutcomeError(
            f"{name} has a value that does not exist",
            code="RE-O40",
            column=name,
            do=f"Use one of {', '.join(allowed)}." + nearest(str(value), allowed),
        )


def event_types(name: str, value: str | Sequence[str]) -> tuple[str, ...]:
    """Return kinds of event, or say which is none."""
    terms = load_vocabulary("event_type").terms
    found = texts(value)
    for kind in found:
        require_one_of(name, kind, tuple(terms))
    if not found:
        raise OutcomeError(f"{name} names no kind of event", code="RE-O40", do="Name one or more.")
    return found
