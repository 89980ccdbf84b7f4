"""An instrument: its items, the ways answers are stored, and how scores follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from recoveryeval.instruments.fact import Fact

LicenseKind = Literal["free", "permission", "paid", "unknown"]


@dataclass(frozen=True, slots=True)
class ResponseFormat:
    """One way in which answers are stored: range, and items stored upside down.

    ``points`` says what each whole answer from the minimum to the maximum
    counts as; empty where answers count as they stand. ``labels`` are the
    words printed beside them, where the file may hold these.
    """

    name: str
    minimum: float
    maximum: float
    whole: bool
    meaning: str
    reversed: frozenset[int] = frozenset()
    points: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def lowest(self) -> float:
        """What the lowest answer counts as."""
        return min(self.points, default=self.minimum)

    @property
    def highest(self) -> float:
        """What the highest answer counts as."""
        return max(self.points, default=self.maximum)


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """How one score follows from items: ``add + multiply * (sum or mean)``.

    ``most_missing`` is the largest number of items that may be blank and stand
    for the person's mean of the others; None where no source gives a rule.
    ``facts`` holds published figures about this scale alone.
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
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worked:
    """One form scored by hand: answers in item order (None is blank) and its scores.

    ``most_missing`` is what the caller says where no source gives a rule.
    """

    case: str
    response_format: str
    answers: tuple[float | None, ...]
    scores: Mapping[str, float | None]
    steps: str
    most_missing: int | None = None


@dataclass(frozen=True, slots=True)
class License:
    """What the holder of the rights asks for: ``fact`` says it in words."""

    kind: LicenseKind
    fact: Fact


@dataclass(frozen=True, slots=True)
class Bands:
    """Published classes of a score: the lowest score of each class after the first."""

    starts: tuple[float, ...]
    labels: tuple[str, ...]
    fact: Fact


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
    license: License
    bands: Mapping[str, Bands]
    caution: str = ""

    @property
    def main_scale(self) -> str:
        """Name of the first scale, which is the one meant when none is named."""
        return next(iter(self.scales))

    def facts_of(self, scale: str, response_format: str = "") -> Mapping[str, Fact]:
        """Return what is published about a scale; figures of the main one never stand for another.

        What is said of the whole instrument belongs to its main scale, and what
        was found with one way of answering to that one alone.
        """
        own = self.scales[scale].facts if scale in self.scales else {}
        held = {**(self.facts if scale == self.main_scale else {}), **own}
        return {n: f for n, f in held.items() if f.response_format in ("", response_format)}
