"""What values the effects of a synthetic program may take."""

from __future__ import annotations

import math

from recoveryeval.errors import OutcomeError

LONGEST_MEAN_GAP = 13.0
_SHARES = ("_share", "_at_intake")
_POSITIVE = ("_shape", "_median_days")
_NOT_NEGATIVE = ("_rate", "_sd", "_noise", "_days", "_day", "_hour", "_visit", "_mean")


def check_effect(name: str, value: float) -> None:
    """Hold shares inside [0, 1), and rates, spreads, times and costs at or above zero."""
    if not math.isfinite(value):
        raise _refused(name, "finite")
    if name.endswith(_SHARES) or name in ("use_start", "use_stop"):
        if not 0 <= value < 1:
            raise _refused(name, "at least 0 and below 1")
    elif name.endswith(_POSITIVE):
        if value <= 0:
            raise _refused(name, "above zero")
    elif name.endswith(_NOT_NEGATIVE) and value < 0:
        raise _refused(name, "zero or more")


def check_gaps(low: float, high: float) -> None:
    """Hold the mean gaps in the range in which no gap exceeds 21 days."""
    if not 3 <= low <= high <= LONGEST_MEAN_GAP:
        raise _refused("contact_gap_low", "3 <= contact_gap_low <= contact_gap_high <= 13")


def _refused(name: str, rule: str) -> OutcomeError:
    """Return the error for a value outside its rule."""
    return OutcomeError(
        f"An effect of the synthetic program must be {rule}",
        code="RE-SY1",
        column=name,
        do="Give a value inside that range.",
    )
