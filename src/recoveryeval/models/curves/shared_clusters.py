"""What differences between curves need where clusters have people in several groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from recoveryeval.models.curves.curve_clusters import clusters_span_groups
from recoveryeval.models.survival.cause_codes import causes_of
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.competing.counted_curve import CountedCurve, counted_curve
from recoveryeval.stats.competing.shared_clusters import curve_correlations
from recoveryeval.stats.survival.cells import Cells

MOST = 1_000_000  # correlations that a result may carry
Curves = Mapping[str, Callable[[Cells], CountedCurve]]


OF_ANY: Curves = {"": lambda own: counted_curve(own, own.event, own.event)}


def of_causes(outcome: Outcome, names: Iterable[str], *, ends: bool) -> Curves:
    """Return the curve of each cause named, by its code; events end it, or nothing does."""

    def curve(code: int) -> Callable[[Cells], CountedCurve]:
        """Return what makes the curve of one cause."""
        return lambda own: counted_curve(own, own.cause == code, own.event & ends)

    return {name: curve(code) for code, name in causes_of(outcome).items() if name in set(names)}


def shared_clusters(found: SurvivalInput, curves: Curves) -> dict[str, Any]:
    """Return whether curves hang together, and how far; ``curves`` makes that of each cause.

    A result that would carry too many correlations says only that its curves hang together.
    """
    cells = found.cells
    if not clusters_span_groups(cells, found.cluster_by):
        return {"together": False}
    times, count = np.unique(cells.time[cells.event]), len(found.labels)
    if count**2 * times.size * len(curves) > MOST:
        return {"together": True}
    own = [cells.where(cells.group == code) for code in range(count)]
    made = {
        cause: curve_correlations([(part, curve(part)) for part in own], times)
        for cause, curve in curves.items()
    }
    shared = {"time": times, "groups": list(found.labels), "correlation": made}
    return {"together": True, "shared": shared}
