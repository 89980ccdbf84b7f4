"""One true value as a row, and the four ways an arm's value is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from recoveryeval.synthetic.strata import ARMS, Strata

CONTRAST = f"{ARMS[1]} - {ARMS[0]}"
EXACT = "sum over strata"
INTEGRATED = "integral over time, sum over strata"
Row = dict[str, Any]


def value(
    estimand: str,
    outcome: str,
    estimate: float,
    *,
    cause: str = "",
    group: str = "",
    contrast: str = "",
    level: str = "",
    time: float = float("nan"),
    method: str = EXACT,
) -> Row:
    """Return one row of the truth's table."""
    return {
        "estimand": estimand,
        "outcome": outcome,
        "cause": cause,
        "group": group,
        "contrast": contrast,
        "level": level,
        "time": float(time),
        "estimate": float(estimate),
        "method": method,
    }


def by_arm(
    estimand: str,
    difference: str,
    outcome: str,
    strata: Strata,
    of: np.ndarray | Callable[[np.ndarray], float],
    **where: Any,
) -> Iterator[Row]:
    """Yield an arm's value and the difference, for people as they are and by intervention.

    ``of`` is the value in each stratum, shape (strata,), or a function of the
    strata's weights.
    """
    for intervened, word in ((False, ""), (True, "marginal ")):
        found = []
        for arm, label in enumerate(ARMS):
            if not (intervened or strata.has(arm)):
                continue
            weights = strata.weights(arm, intervened=intervened)
            found.append(float(of(weights) if callable(of) else weights @ of))
            yield value(word + estimand, outcome, found[-1], group=label, **where)
        if len(found) == len(ARMS):
            gap = found[1] - found[0]
            yield value(word + difference, outcome, gap, contrast=CONTRAST, **where)
