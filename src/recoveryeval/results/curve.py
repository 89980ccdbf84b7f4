"""Curve: a Result that is a step function of time, and can be asked about any day."""

from __future__ import annotations

from dataclasses import dataclass

from recoveryeval.results.result import Result


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Curve(Result):
    """A result that follows people over time."""
