"""Exact limits of rates, their ratios and differences, for events that come by chance alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from recoveryeval.results.status import STATUSES
from recoveryeval.stats.answers.poisson_limits import (
    poisson_limits,
    poisson_ratio_limits,
    poisson_ratio_p_value,
)
from recoveryeval.stats.survival.differences import Part, difference_limits

NO_EVENTS = "nobody had an event: upper limit only"


@dataclass(frozen=True, slots=True)
class ExactRate:
    """Events of a group in its observed time; ``spread`` says why exact limits are doubtful."""

    label: str
    events: float
    exposure: float
    people: float
    per: float
    conf_level: float
    spread: str

    @property
    def rate(self) -> float:
        """Events per ``per`` units of time."""
        return self.events / self.exposure * self.per

    @property
    def limits(self) -> tuple[float, float]:
        """Garwood's limits of the rate."""
        low, high = poisson_limits(self.events, self.conf_level)
        return low / self.exposure * self.per, high / self.exposure * self.per

    @property
    def trust(self) -> dict[str, str]:
        """How far the limits can be trusted."""
        if self.events == 0:
            return {"status": "fallback", "reason": NO_EVENTS}
        return {"status": "flagged" if self.spread else "ok", "reason": self.spread}


def rate_row(one: ExactRate) -> dict[str, Any]:
    """Return the row of one rate."""
    low, high = one.limits
    return {
        "term": "exact",
        "group": one.label,
        "estimand": "rate",
        "estimate": one.rate,
        "std_error": math.sqrt(one.events) / one.exposure * one.per if one.events else math.nan,
        "conf_low": low,
        "conf_high": high,
        "conf_level": one.conf_level,
        "n": float(one.people),
        "n_event": float(one.events),
        "denominator": float(one.exposure),
        "method": f"Garwood's exact Poisson limits, per {one.per:g}",
        **one.trust,
    }


def ratio_row(one: ExactRate, base: ExactRate) -> dict[str, Any]:
    """Return the row of a ratio of rates; a ratio over no events has a lower limit only."""
    counts, times = (one.events, base.events), (one.exposure, base.exposure)
    low, high = poisson_ratio_limits(counts, times, one.conf_level)
    shared = {
        **_pair(one, base),
        "estimand": "rate ratio",
        "method": "exact limits given the number of events in both groups",
    }
    if base.events == 0:
        bound = f"; the ratio is at least {low:.3g}" if low > 0 else ""
        reason = f"nobody in the first group had an event{bound}"
        return {**shared, "status": "not_estimable", "reason": reason}
    return {
        **shared,
        "estimate": one.rate / base.rate,
        "p_value": poisson_ratio_p_value(counts, times),
        "conf_low": low,
        "conf_high": high,
        **_both(one, base),
    }


def difference_row(one: ExactRate, base: ExactRate) -> dict[str, Any]:
    """Return the row of a difference of rates, whose limits combine those of the two."""
    low, high = difference_limits(_part(one), _part(base))
    return {
        **_pair(one, base),
        "estimand": "rate difference",
        "estimate": one.rate - base.rate,
        "conf_low": float(low[0]),
        "conf_high": float(high[0]),
        "method": f"limits by variance estimates recovery from exact ones, per {one.per:g}",
        **_both(one, base),
    }


def _part(one: ExactRate) -> Part:
    """Return a rate and its limits as one side of a difference."""
    low, high = one.limits
    return np.array([one.rate]), np.array([low]), np.array([high])


def _pair(one: ExactRate, base: ExactRate) -> dict[str, Any]:
    """Return what names a comparison, and its counts."""
    return {
        "term": "exact",
        "contrast": f"{one.label} vs {base.label}",
        "conf_level": one.conf_level,
        "n": float(one.people + base.people),
        "n_event": float(one.events + base.events),
    }


def _both(one: ExactRate, base: ExactRate) -> dict[str, str]:
    """Return the trust of the less trusted of two rates."""
    return max((one.trust, base.trust), key=lambda t: STATUSES.index(t["status"]))
