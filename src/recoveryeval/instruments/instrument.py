"""An instrument: its items, the ways answers are stored, and how scores follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from recoveryeval.instruments.fact import Fact


@dataclass(frozen=True, slots=True)
class ResponseFormat:
    """One way in which answers are stored: range, and items stored upside down."""

    name: str
    minimum: float
    maximum: float
    whole: bool
    meaning: str
    reversed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """How one score follows from items: ``add + multiply * (sum or mean)``.

    ``most_missing`` is the largest number of items that may be blank and stand
    for the person's mean of the others; None where no source gives a rule.
    """

    name: str
    title: str
    items: tuple[int, ...]
    reversed: frozenset[int]
    combine: Literal["sum", "mean"]
    multiply: float
    add: float
    minimum: float
    maximum: float
    most_missing: Fact


@dataclass(frozen=True, slots=True)
class Worked:
    """One form scored by hand: answers in item order (None is blank) and its scores."""

    case: str
    response_format: str
    answers: tuple[float | None, ...]
    scores: Mapping[str, float | None]
    steps: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire as its data file describes it."""

    name: str
    title: str
    version: str
    construct: str
    subject: Literal["client", "coach", "provider"]
    better: Literal["higher", "lower", "neither"]
    n_items: int
    form_most_missing: int | None
    formats: Mapping[str, ResponseFormat]
    scales: Mapping[str, ScaleRule]
    facts: Mapping[str, Fact]
    sources: Mapping[str, str]
    worked: tuple[Worked, ...]

    @property
    def main_scale(self) -> str:
        """Name of the first scale, which is the one meant when none is named."""
        return next(iter(self.scales))
