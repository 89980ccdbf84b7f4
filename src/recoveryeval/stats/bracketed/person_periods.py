"""People at risk and events by period and covariate pattern, without writing out each period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class PersonPeriods:
    """Cells (c,): period 1, 2, ..., covariate pattern, number at risk and events.

    ``patterns`` (k, p) are the distinct covariate rows.
    """

    period: np.ndarray
    pattern: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    patterns: np.ndarray


def person_periods(
    entry: np.ndarray,
    time: np.ndarray,
    event: np.ndarray,
    n: np.ndarray,
    x: np.ndarray,
    *,
    width: float,
) -> PersonPeriods:
    """Return person-period cells of rows (entry, time] (rows,) in periods of the given width.

    Period j covers ((j-1) width, j width]; a time of zero counts in the first.
    Someone censored inside a period is not at risk in it, since the event was
    not looked for until its end; late entry starts with the next whole period.
    """
    patterns, which = np.unique(x, axis=0, return_inverse=True)
    which = which.ravel()
    ratio = time / width
    whole = np.where(np.isclose(ratio, np.round(ratio), rtol=0, atol=1e-9), np.round(ratio), ratio)
    last = np.where(event, np.maximum(np.ceil(whole), 1), np.floor(whole)).astype(int)
    first = np.where(np.isfinite(entry), np.ceil(np.maximum(entry, 0) / width), 0).astype(int)
    periods = int(last.max(initial=0))
    change = np.zeros((len(patterns), periods + 1))
    seen = last > first
    np.add.at(change, (which[seen], first[seen]), n[seen])
    np.add.at(change, (which[seen], last[seen]), -n[seen])
    at_risk = np.cumsum(change, axis=1)[:, :periods]
    events = np.zeros_like(at_risk)
    happened = event & seen
    np.add.at(events, (which[happened], last[happened] - 1), n[happened])
    pattern, period = np.nonzero(at_risk > 0)
    return PersonPeriods(
        period=period + 1,
        pattern=pattern,
        at_risk=at_risk[pattern, period],
        events=events[pattern, period],
        patterns=patterns,
    )
