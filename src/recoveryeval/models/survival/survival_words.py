"""Words that time-to-event results share: what people have not had yet, and since when."""

from __future__ import annotations

from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

# Outcome names whose absence has a better name than "without ...". People come first.
STATES = {
    "event": "without the event",
    "retention": "still in the program",
    "relapse": "without a return to use",
    "engagement": "not yet engaged",
    "continuous medication": "still on the medication",
}
EVENTS = {
    "event": "the event",
    "count": "events",
    "retention": "leaving the program",
    "relapse": "return to use",
    "continuous medication": "stopping the medication",
}


def state_of(outcome: Outcome) -> str:
    """Return the state of people who have not had the event, such as 'still in the program'."""
    if outcome.kind == "competing":
        return f"without any of: {', '.join(outcome.causes.values())}"
    return STATES.get(outcome.name, f"without {outcome.name}")


def event_of(outcome: Outcome, cause: object = None) -> str:
    """Return what happened, such as 'leaving the program', or the one cause asked about."""
    if outcome.kind == "competing":
        return f"any of: {', '.join(outcome.causes.values())}" if cause is None else str(cause)
    return EVENTS.get(outcome.name, outcome.name)


def curve_labels(outcome: Outcome, by: str | None) -> dict[str, str]:
    """Return the words of a curve's picture."""
    unit = f"{outcome.unit[:1].upper()}{outcome.unit[1:]}"
    return {
        "title": f"People {state_of(outcome)}{compared(by)}",
        "x": f"{unit} since {outcome.origin}",
        "y": f"People {state_of(outcome)}",
        "unit": outcome.unit,
        "state": state_of(outcome),
        "definition": outcome.definition.sentence,
    }


def span(value: float, unit: str) -> str:
    """Return a length of time, such as '1 day' or '30 days'."""
    return f"{value:g} {singular(unit) if value == 1 else unit}"


def moment(value: float, unit: str) -> str:
    """Return a point in time, such as 'day 30'."""
    return f"{singular(unit)} {value:g}"


def singular(unit: str) -> str:
    """Return a unit of time as one of it."""
    return unit.removesuffix("s")


def compared(by: str | None) -> str:
    """Return ', by arm' or nothing."""
    return "" if by is None else f", by {by}"


def aside(by: str | None) -> str:
    """Return ', by arm,' for the middle of a sentence, or nothing."""
    return "" if by is None else f"{compared(by)},"


def other_events(outcome: Outcome) -> str:
    """Return how competing events were handled."""
    if outcome.kind != "competing":
        return "none were recorded as competing; other ends of observation count as censoring"
    return "all recorded events count as one; whichever comes first is the event"


def competing_check(outcome: Outcome) -> tuple[Check, ...]:
    """Return the explanation owed to whoever asks for survival where events compete."""
    if outcome.kind != "competing":
        return ()
    return (
        Check(
            id="competing_events",
            verdict="concern",
            meaning="This outcome has competing events. The result is about being free of all of "
            f"them ({', '.join(outcome.causes.values())}) and says nothing about one cause. For "
            "the share of people who had one of them, use cumulative_incidence(): one minus "
            "Kaplan-Meier of a single cause overstates it.",
        ),
    )
