"""When a change counts: what the caller says, else what is published about the instrument."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.outcomes.outcome import Outcome

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """Reliability with its source, the important difference, the cut-off, and the good side."""

    reliability: float
    reliability_from: str
    minimal: float | None
    minimal_from: str
    cut_off: float | None
    cut_off_from: str
    better: Better

    def threshold(self, spread: float, z: float) -> float:
        """Return the change that measurement error alone rarely makes."""
        return z * spread * math.sqrt(2 * (1 - self.reliability))


def change_rule(
    outcome: Outcome,
    *,
    reliability: float | None,
    minimal_difference: float | None,
    cut_off: float | None,
    better: Better | None,
) -> ChangeRule:
    """Return the rule; what neither the caller nor a source gives is asked for."""
    tool = outcome.instrument
    facts = {} if tool is None else tool.facts_of(*_scale_of(outcome, tool))
    r, r_from = _figure(reliability, facts, "retest_reliability", "reliability")
    mid, mid_from = _figure(minimal_difference, facts, "minimal_important_difference")
    cut, cut_from = _figure(cut_off, facts, "cut_off")
    side = better or (None if tool is None or tool.better == "neither" else tool.better)
    if r is None or not 0 < r < 1:
        raise EstimationError(
            "Reliable change needs the reliability of the scale, between 0 and 1",
            code="RE-MC20",
            do="Pass reliability=: the coefficient of your own sample (see reliability()), or a "
            "published one. It decides who counts as changed.",
        )
    if side not in ("higher", "lower"):
        raise EstimationError(
            "Which direction of the score is better is not known",
            code="RE-MC20",
            do="Pass better='higher' or better='lower'.",
        )
    if mid is not None and not mid > 0:
        raise EstimationError(
            "The important difference is not above zero",
            code="RE-MC20",
            do="Pass minimal_difference= in points of the scale.",
        )
    return ChangeRule(r, r_from, mid, mid_from, cut, cut_from, side)


def _scale_of(outcome: Outcome, tool: Instrument) -> tuple[str, str]:
    """Return the scale that an outcome of ``scale()`` follows, and the format if it was said."""
    told = outcome.definition.id.removeprefix(f"scale.{tool.name}.")
    scale, _, rest = told.rpartition("/")
    return scale, rest.removeprefix(tool.version).removeprefix(".")


def _figure(
    given: float | None, facts: Mapping[str, Fact], *names: str
) -> tuple[float | None, str]:
    """Return a figure and where it comes from: the caller, else the first published one."""
    if given is not None:
        return _number(given, names[-1]), "given by the caller"
    for name in names:
        fact = facts.get(name)
        if fact is not None and isinstance(fact.value, float):
            return fact.value, _source(fact)
    return None, "no source gives one"


def _number(given: object, name: str) -> float:
    """Return what the caller gave as a number."""
    number = isinstance(given, (int, float, np.integer, np.floating))
    if not number or isinstance(given, bool) or not math.isfinite(given):  # type: ignore[arg-type]
        raise EstimationError(
            f"The {name.replace('_', ' ')} given is no number",
            code="RE-MC20",
            do="Give one number, in points of the scale; a reliability as a share such as 0.85.",
        )
    return float(given)  # type: ignore[arg-type]


def _source(fact: Fact) -> str:
    """Return where a published figure comes from, and whether it was checked."""
    checked = "" if fact.standing == "read" else ", not checked"
    told = fact.meaning or "published"
    return f"{told} ({fact.source or 'no source'}{checked})"
