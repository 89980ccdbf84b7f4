"""The sentence that defines an outcome, with its id and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts as the outcome, in the sentence that goes into the paper."""

    id: str
    sentence: str
    source: str = ""
