"""Results sorted by the part they play in a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from recoveryeval.models.survival.survival_words import EVENTS, STATES
from recoveryeval.results.curve import Curve
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

_PAST = {"retention": "had left the program", "relapse": "had returned to use"}


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What there is to report: flow, people, curves, tests, means, and anything else."""

    flow: Result | None
    people: Result | None
    curves: tuple[Curve, ...]
    tests: tuple[Result, ...]
    means: tuple[Result, ...]
    others: tuple[Result, ...]
    days: tuple[float, ...]
    randomized: bool
    program: Program | None

    @classmethod
    def sorted(
        cls,
        results: Sequence[Result],
        *,
        days: Sequence[float],
        randomized: bool,
        program: Program | None,
    ) -> Self:
        """Return the results sorted by kind; a second flow or people table is 'other'."""
        flows = [r for r in results if r.kind == "flow"]
        peoples = [r for r in results if r.kind == "people_served"]
        curves = [r for r in results if isinstance(r, Curve) and _falls(r)]
        tests = [r for r in results if r.kind == "logrank"]
        means = [r for r in results if r.kind == "rmst"]
        taken = {id(r) for r in [*flows[:1], *peoples[:1], *curves, *tests, *means]}
        return cls(
            flow=flows[0] if flows else None,
            people=peoples[0] if peoples else None,
            curves=tuple(curves),
            tests=tuple(tests),
            means=tuple(means),
            others=tuple(r for r in results if id(r) not in taken),
            days=tuple(sorted(set(days))),
            randomized=randomized,
            program=program,
        )

    def of_kind(self, kind: str) -> list[Result]:
        """Return the other results of one kind."""
        return [result for result in self.others if result.kind == kind]

    @property
    def overall(self) -> Curve | None:
        """The first curve of everyone together."""
        return next((c for c in self.curves if not grouped(c)), None)

    @property
    def by_group(self) -> Curve | None:
        """The first curve with one line per group."""
        return next((c for c in self.curves if grouped(c)), None)


def _falls(curve: Curve) -> bool:
    """Whether a curve starts with everyone, as shares of people without the event do."""
    return bool(curve.extras.get("start") == 1)


def grouped(result: Result) -> bool:
    """Whether the result compares groups."""
    return bool(result.spec.parameters.get("by"))


def state(result: Result) -> str:
    """Return the state that a curve counts, such as 'still in the program'."""
    name = outcome(result)
    return result.labels.get("state") or STATES.get(name, f"without {name}")


def definition(result: Result) -> str:
    """Return the sentence that says what counts as the event, or nothing."""
    return result.labels.get("definition", "")


def event(result: Result) -> str:
    """Return what happens to people, such as 'leaving the program'."""
    name = outcome(result)
    return EVENTS.get(name, name)


def past(result: Result) -> str:
    """Return what has happened to people, such as 'had left the program'."""
    return _PAST.get(outcome(result), f"had had the event ({event(result)})")


def outcome(result: Result) -> str:
    """Return the name of a result's outcome."""
    return str(result.glance().get("outcome", ["the event"])[0])


def unit(result: Result) -> str:
    """Return the unit of time of a result."""
    return str(result.glance().get("unit", ["days"])[0])
