"""Round times for an axis: months and years where days run, quarters where weeks do."""

from __future__ import annotations

import math

MOST = 7
STEPS = {
    "days": (1, 2, 5, 7, 10, 15, 30, 60, 90, 180, 365, 730, 1095, 1825, 3650),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104, 260),
    "months": (1, 2, 3, 6, 12, 24, 36, 60, 120),
}


def time_ticks(longest: float, unit: str = "") -> list[float]:
    """Return at most seven round times from 0 to the longest observed one."""
    if not longest > 0:
        return [0.0]
    enough = longest / (MOST - 1)
    step = next((float(s) for s in STEPS.get(unit, ()) if s >= enough), None) or _round_up(enough)
    count = math.floor(longest / step * (1 + 1e-9)) + 1
    return [step * k for k in range(count)]


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= value * (1 - 1e-9))
