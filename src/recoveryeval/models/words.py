"""Words that every model's result shares: population, horizon, versions, rows lost."""

from __future__ import annotations

from collections.abc import Mapping

from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.spec import installed


def estimand_of(
    outcome: Outcome,
    contrast: str,
    *,
    other_events: str = "none were recorded",
    dropped: Mapping[str, int] | None = None,
) -> Estimand:
    """Return the estimand of a model on an outcome."""
    return Estimand(
        population=outcome.population,
        contrast=contrast,
        time_zero=outcome.origin,
        horizon=horizon_of(outcome),
        other_events=other_events,
        missing=missing_of(outcome, dropped),
    )


def others_of(outcome: Outcome, cause: object = None) -> str:
    """Return what became of other events in a regression of one cause, or of any event."""
    if outcome.kind != "competing":
        return "none were recorded"
    if cause is None:
        return "all recorded events count as one; whichever comes first is the event"
    return "other events end observation, as for a cause-specific hazard"


def horizon_of(outcome: Outcome) -> str:
    """Return up to when the outcome was followed, in words."""
    end = outcome.horizon if outcome.horizon is not None else outcome.follow_up
    return "not applicable" if end is None else f"{end:g} {outcome.unit}"


def missing_of(outcome: Outcome, dropped: Mapping[str, int] | None = None) -> str:
    """Return how many rows are missing and why, in words."""
    lost = {**outcome.dropped}
    for reason, count in (dropped or {}).items():
        lost[reason] = lost.get(reason, 0) + count
    told = "; ".join(
        f"{count:g} row{'s' * (count != 1)} ({reason})" for reason, count in lost.items() if count
    )
    return told or "nobody was left out"


def capital(text: str) -> str:
    """Return a text with its first letter as a capital, the others as they are (PHQ-9)."""
    return f"{text[:1].upper()}{text[1:]}"


def analyzed(outcome: Outcome) -> str:
    """Return the subject and verb of what was done to answers, scores or counts."""
    if outcome.kind == "count":
        return f"Counts of {'events' if outcome.name == 'count' else outcome.name} were analyzed"
    return f"{capital(outcome.name)} was analyzed"


def versions(*packages: str) -> str:
    """Return 'recoveryeval x, numpy y ...' for a methods paragraph."""
    return ", ".join(f"{name} {installed(name)}" for name in ("recoveryeval", "numpy", *packages))
