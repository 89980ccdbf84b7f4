"""One repair made by a fixed rule: what was done, in which column, how often."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """A rule that changed what was read; ``column`` is empty where it touched the whole file."""

    repair: str
    count: int
    column: str = ""
