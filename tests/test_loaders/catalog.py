"""Bad inputs with the outcome that each must have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from test_loaders.roster import Export

Build = Callable[[int, int], "Export | bytes"]


@dataclass(frozen=True)
class Bad:
    """One bad input: how to make it from n rows and a seed, and what must become of it.

    ``error`` is the code of a refusal, ``repair`` and ``reason`` what must be
    counted, ``warning`` the id of a finding. ``same`` says that the tables must
    be those of the clean export.
    """

    id: str
    build: Build
    error: str = ""
    repair: str = ""
    reason: str = ""
    warning: str = ""
    same: bool = True
    mapping: dict[str, Any] | None = None
    name: str = "export.csv"
    ordered: bool = False
    least: int = 1
    planted: tuple[str, ...] = field(default=())

    @property
    def refused(self) -> bool:
        """Whether it must not load."""
        return bool(self.error)


def as_bytes(built: Export | bytes) -> bytes:
    """Return what a builder made as a file."""
    return built if isinstance(built, bytes) else built.data()
