"""How many people have the event at the same moment, and by which rule ties are resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.stats.survival.cells import Floats, Ints

Ties = Literal["efron", "breslow"]
TieRule = Literal["efron", "efron average weight", "breslow"]


@dataclass(frozen=True, slots=True, eq=False)
class TiedEvents:
    """How many people (T,) have the event at each event time, and their mean weight (T,).

    ``at`` (K,) are the event times where the tie rule matters; ``row`` (R,) picks the rows tied
    there, and ``place`` (R,) says at which of the K.
    """

    rule: TieRule
    count: Floats
    mean_weight: Floats
    at: Ints
    row: Ints
    place: Ints

    def sums(self, values: Floats) -> Floats:
        """Return sums (K,) of values (R,) over the tied rows."""
        return np.bincount(self.place, weights=values, minlength=self.at.size).astype(np.float64)


def tied_events(
    row: Ints, where: Ints, size: int, *, n: Floats, weight: Floats, ties: Ties
) -> TiedEvents:
    """Return the ties of event rows (E,) at positions ``where`` (E,) of ``size`` event times.

    ``n`` (E,) counts people, who tie with one another. Efron's rule takes them one after the
    other, so the number must be whole; where it is not, rows count once and their mean weight
    carries the rest.
    """
    rule: TieRule = ties
    if ties == "efron" and not bool(np.all(n == np.rint(n))):
        rule, n, weight = "efron average weight", np.ones_like(n), n * weight
    count = np.bincount(where, weights=n, minlength=size).astype(np.float64)
    total = np.bincount(where, weights=n * weight, minlength=size)
    tied = count > 1 if rule != "breslow" else np.zeros(size, dtype=bool)
    place = np.cumsum(tied) - 1
    here = np.flatnonzero(tied[where])
    return TiedEvents(
        rule, count, total / count, np.flatnonzero(tied), row[here], place[where[here]]
    )
