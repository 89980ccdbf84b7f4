"""What a reader must know about return to use: the sentence, and the observed-only twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.named_definition import NamedDefinition, in_words
from recoveryeval.results.check import Check

_FIGURE = {
    "time_to_event": "{0:g} of {1:g} people have the event",
    "competing": "{0:g} of {1:g} people have the event",
    "binary": "{0:g} of {1:g} people count as yes",
    "count": "{0:g} of {1:g} weeks count",
    "repeated": "the values of {1:g} people add up to {0:g} weeks",
}


def definition_of(chosen: NamedDefinition, asked: Mapping[str, Any]) -> Definition:
    """Return the definition with what the caller asked of the records beside it."""
    made = chosen.definition()
    told = [f"{name} {in_words(value)}" for name, value in asked.items() if value is not None]
    if not told:
        return made
    return replace(made, sentence=f"{made.sentence} Records used: {'; '.join(told)}.")


def people(n: int) -> str:
    """Return a number of people in words."""
    return "1 person" if n == 1 else f"{n:,} people"


def twin_check(
    own: tuple[float, float], twin: tuple[float, float], kind: str, other: NamedDefinition
) -> Check:
    """Return both figures: missing counted as use, and the records that are there only."""
    words = _FIGURE[kind]
    return Check(
        id="observed_only_twin",
        statistic=twin[0],
        meaning=f"Where a missing result counts as use, {words.format(*own)}; with results that "
        f"were observed only (missing='{other.parameters['missing']}'), {words.format(*twin)}. "
        "Report both.",
    )
