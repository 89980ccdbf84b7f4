"""What exactly was estimated, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimand:
    """The parts of an estimand, each a phrase that fits into one paragraph."""

    population: str
    contrast: str
    time_zero: str
    horizon: str
    other_events: str
    missing: str

    def sentence(self) -> str:
        """Return the estimand as one short paragraph."""
        return (
            f"Population: {self.population}. Quantity: {self.contrast}. "
            f"Time zero: {self.time_zero}. Horizon: {self.horizon}. "
            f"Other events: {self.other_events}. Missing: {self.missing}."
        )
