"""How long someone with a competing event would still have been under observation.

A subdistribution keeps people with a competing event at X in the risk set of later times t, with
weight W(t-) / W(X-). W is G, the chance of not being censored, times H, the chance of having come
under observation (Fine and Gray 1999, doi:10.1080/01621459.1999.10474144; delayed entry by Geskus
2011, doi:10.1111/j.1541-0420.2010.01420.x). Two conventions exist for events tied with censorings:

- "finegray": events come first, as in Kaplan-Meier curves (R's ``survival::finegray``);
- "crr": those with an event can still be censored at that moment (R's ``cmprsk::crr``).

Both distributions count people: case weights play no part in them, as in R.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.counted_curve import DUST, per
from recoveryeval.stats.survival.cells import CENSORED, Cells, Floats, Ints
from recoveryeval.stats.survival.time_grid import TimeGrid, distinct, time_grid

CensoringTies = Literal["finegray", "crr"]


@dataclass(frozen=True, slots=True, eq=False)
class CensoringWeights:
    """W (C, D) just before each distinct time (D,), one row for each censoring group.

    ``group`` (N,) is each row's. ``at_risk`` and ``censored`` (C, D) are what G was made of.
    ``entry`` (N,) numbers late entries, -1 where there is none. At each of these (E,)
    ``entry_first`` is the next distinct time, ``entered`` who enters, ``entry_risk`` who is there.
    """

    grid: TimeGrid
    ties: CensoringTies
    group: Ints
    before: Floats
    at_risk: Floats
    censored: Floats
    entry: Ints
    entry_first: Ints
    entered: Floats
    entry_risk: Floats


def censoring_weights(
    cells: Cells, *, ties: CensoringTies = "finegray", group: ArrayLike | None = None
) -> CensoringWeights:
    """Return the weights; ``group`` (N,) codes strata of the censoring distribution."""
    if ties == "crr" and cells.enters_late:
        raise EstimationError(
            "The tie rule 'crr' has no form for delayed entry",
            code="RE-E40",
            do="Use the tie rule 'finegray'.",
        )
    grid = time_grid(cells.entry, cells.time)
    codes = np.zeros(cells.time.size, np.int64) if group is None else np.asarray(group, np.int64)
    risk, censored = _censoring(cells, grid, codes, ties)
    left = np.where(risk - censored > DUST * risk, risk - censored, 0.0)
    stay = np.cumprod(np.where(censored > 0, per(left, risk), 1.0), axis=1)
    g = np.concatenate([np.ones((stay.shape[0], 1)), stay[:, :-1]], axis=1)
    entry, first, entered, entry_risk = _entries(cells, grid)
    h = _entered_by(grid.time.size, first, entered, entry_risk)
    return CensoringWeights(
        grid, ties, codes, g * h, risk, censored, entry, first, entered, entry_risk
    )


def _censoring(
    cells: Cells, grid: TimeGrid, group: Ints, ties: CensoringTies
) -> tuple[Floats, Floats]:
    """Return who can be censored and who is (C, D), at each distinct time."""
    size, n_groups = grid.time.size, int(group.max(initial=0)) + 1
    amount = cells.n

    def table(place: Ints, values: Floats) -> Floats:
        """Return sums (C, D + 1) of values (N,) at places (N,)."""
        flat = np.bincount(group * (size + 1) + place, values, minlength=n_groups * (size + 1))
        return flat.reshape(n_groups, size + 1)

    ends, entering = table(grid.last, amount), table(grid.first, amount)
    censored = table(grid.last, amount * (cells.cause == CENSORED))[:, :size]
    change = ends[:, :size] - entering[:, 1:]
    risk = change[:, ::-1].cumsum(axis=1)[:, ::-1]
    if ties == "finegray":
        risk = risk - ends[:, :size] + censored
    return np.asarray(risk), censored


def _entries(cells: Cells, grid: TimeGrid) -> tuple[Ints, Ints, Floats, Floats]:
    """Return each row's entry number (N,); next time, entering and staying (E,) of each entry."""
    late = np.flatnonzero(np.isfinite(cells.entry))
    number = np.full(cells.time.size, -1, dtype=np.int64)
    amount = cells.n
    levels, index = distinct(cells.entry[late])
    number[late] = index
    first = np.zeros(levels.size, dtype=np.int64)
    first[index] = grid.first[late]
    entered = np.bincount(index, amount[late], minlength=levels.size)
    by_then = amount.sum() - entered.sum() + np.cumsum(entered)
    ended = np.concatenate([[0.0], np.cumsum(np.bincount(grid.last, amount, grid.time.size))])
    return number, first, entered, by_then - ended[first]


def _entered_by(size: int, first: Ints, entered: Floats, risk: Floats) -> Floats:
    """Return H (D,) just before each distinct time: those who come later take their share off."""
    share = 1.0 - per(entered, risk)
    log = np.bincount(first, np.log(np.where(share > 0, share, 1.0)), minlength=size + 1)
    later = log[::-1].cumsum()[::-1][1:]
    return np.asarray(np.exp(later[:size]))
