"""Turnbull curves of all groups with their limits, at every time where one of them can change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.bracketed.interval_checks import refuse_short_of_maximum
from recoveryeval.models.bracketed.interval_input import IntervalInput
from recoveryeval.models.bracketed.interval_limits import bands
from recoveryeval.models.bracketed.interval_rows import Band, interval_rows
from recoveryeval.stats.bracketed.interval_cells import look_points
from recoveryeval.stats.bracketed.turnbull import Turnbull, turnbull
from recoveryeval.stats.survival.cells import Floats


@dataclass(frozen=True, slots=True, eq=False)
class IntervalFit:
    """Curve and band of each group at common look points (P,); no limits where n_boot is 0."""

    found: IntervalInput
    curves: tuple[Turnbull, ...]
    points: Floats
    bands: dict[str, Band]
    n_boot: int
    conf_level: float

    def rows(self) -> pd.DataFrame:
        """Return the tidy rows of every group."""
        parts = [
            interval_rows(fit, self.bands[text], self.points, self.found.cells(code)).assign(
                group=text
            )
            for code, (text, fit) in enumerate(zip(self.found.labels, self.curves, strict=True))
        ]
        return pd.concat(parts, ignore_index=True).assign(estimand="survival")

    def extras(self) -> dict[str, Any]:
        """Return what questions to the curve need beyond its rows: counts and bounds by time."""
        names = ("low", "high", "conf_low", "conf_high", "std_error")
        return {
            "start": 1.0,
            "conf_level": self.conf_level,
            "points": self.points,
            "bands": {
                text: {name: getattr(band, name) for name in names}
                for text, band in self.bands.items()
            },
            "seen": {text: self._seen(code) for code, text in enumerate(self.found.labels)},
        }

    def _seen(self, code: int) -> dict[str, Floats]:
        """Return how many people of a group were last seen without the event at each time."""
        left, _, n = self.found.cells(code)
        time, which = np.unique(left, return_inverse=True)
        return {"time": time, "n": np.bincount(which, n)}


def interval_fit(
    found: IntervalInput,
    *,
    rng: int | np.random.Generator | None,
    n_boot: int,
    conf_level: float,
) -> IntervalFit:
    """Return the fit of every group; without ``rng`` it has no limits."""
    curves = tuple(turnbull(*found.cells(code)) for code in range(len(found.labels)))
    refuse_short_of_maximum(curves)
    points = look_points(found.left, found.right)
    return IntervalFit(
        found=found,
        curves=curves,
        points=points,
        bands=bands(found, curves, points, rng=rng, n_boot=n_boot, conf_level=conf_level),
        n_boot=0 if rng is None else n_boot,
        conf_level=conf_level,
    )
