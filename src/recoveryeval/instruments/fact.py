"""A published figure about an instrument, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["read", "unverified", "house"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with where it comes from; ``value`` is None where no source gives one.

    ``standing`` says whether the source was read, is only recalled
    (``unverified``), or is a rule of this package (``house``). A figure that
    holds for one way of answering only names it in ``response_format``.
    """

    value: float | str | None
    meaning: str = ""
    source: str = ""
    standing: Standing = "unverified"
    reason: str = ""
    response_format: str = ""

    @property
    def known(self) -> bool:
        """Say whether a source gives it."""
        return self.value is not None
