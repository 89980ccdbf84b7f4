"""Rows of an interval-censored curve: where it falls, how far it has fallen, who is still seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.stats.bracketed.turnbull import Turnbull
from recoveryeval.stats.survival.cells import Floats

METHOD = "Turnbull (nonparametric maximum likelihood)"
ONE_PERSON = "one person only: no curve can be estimated"
NO_EVENTS = "nobody was seen to have had the event: no limits"
REACHED_ZERO = "everyone is placed before that time, so the curve ends at 0"


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """At the look points (P,): lowest and highest survival, limits and error (missing without rng).

    The error is that of a value that is known, not of one between bounds.
    """

    low: Floats
    high: Floats
    conf_low: Floats
    conf_high: Floats
    std_error: Floats


def interval_rows(
    fit: Turnbull, band: Band, points: Floats, cells: tuple[Floats, Floats, Floats]
) -> pd.DataFrame:
    """Return a row per innermost interval that holds mass, and one for a later last visit."""
    left, _, n = cells
    held = (fit.mass > 0) & np.isfinite(fit.upper)
    begin, end = fit.lower[held], fit.upper[held]
    open_from = fit.lower[(fit.mass > 0) & np.isinf(fit.upper)]
    open_from = open_from[open_from > end[-1:].max(initial=-np.inf)]
    begin, end = np.append(begin, open_from), np.append(end, open_from)
    place = 2 * np.searchsorted(points[::2], end)
    estimate = band.high[place]
    status, reason = _trust(estimate, bool(held.any()), float(n.sum()))
    return pd.DataFrame(
        {
            "time_from": begin,
            "time": end,
            "estimate": estimate,
            "std_error": band.std_error[place],
            "conf_low": band.conf_low[place],
            "conf_high": band.conf_high[place],
            "n": float(n.sum()),
            "n_risk": seen_free(left, n, end),
            "status": status,
            "method": METHOD,
            "reason": reason,
        }
    )


def seen_free(left: Floats, n: Floats, times: Floats) -> Floats:
    """Return people (K,) known to be without the event just before times (K,)."""
    order = np.argsort(left)
    before = np.concatenate([[0.0], np.cumsum(n[order])])
    return np.asarray(n.sum() - before[np.searchsorted(left[order], times, side="left")])


def _trust(estimate: Floats, any_event: bool, people: float) -> tuple[np.ndarray, np.ndarray]:
    """Return status and reason (rows,) of a curve's rows."""
    status = np.full(estimate.size, "ok", dtype=object)
    reason = np.full(estimate.size, "", dtype=object)
    if people <= 1:
        status[:], reason[:] = "not_estimable", ONE_PERSON
    elif not any_event:
        status[:], reason[:] = "fallback", NO_EVENTS
    else:
        status[estimate == 0], reason[estimate == 0] = "flagged", REACHED_ZERO
    return status, reason
