"""The one curve behind cumulative incidence, mean cumulative functions and events before death.

F(t) sums S(s-) dN(s) / Y(s) over the times s up to t: dN counts the events asked for, Y those under
observation, and S is the chance of not having had an ending event yet.

- Aalen-Johansen: dN counts one cause, every cause ends.
- Mean cumulative function (Nelson; Lawless and Nadeau 1995): dN counts repeats, nothing ends.
- Ghosh and Lin (2000, doi:10.1111/j.0006-341X.2000.00554.x): dN counts repeats, death ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.survival.cells import Bools, Cells, Floats
from recoveryeval.stats.survival.risk_table import at_risk, total
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid

DUST = 1e-12  # a share of the risk set that only rounding can leave


@dataclass(frozen=True, slots=True, eq=False)
class CountedCurve:
    """The curve ``estimate`` (T,) at the distinct times (T,), with what it was made of.

    ``risk`` is the weight under observation, ``counted`` and ``ending`` the weight of events;
    ``survival`` (T,) is S after, ``survival_before`` (T,) S just before each time. ``grid`` says
    where rows (N,) enter and leave; ``row_counted`` and ``row_ending`` (N,) how they end.
    """

    grid: TimeGrid
    risk: Floats
    counted: Floats
    ending: Floats
    survival: Floats
    survival_before: Floats
    estimate: Floats
    row_counted: Bools
    row_ending: Bools

    @property
    def time(self) -> Floats:
        """The distinct times, (T,)."""
        return self.grid.time

    @property
    def rate(self) -> Floats:
        """Counted events per weight under observation, (T,)."""
        return per(self.counted, self.risk)


def counted_curve(
    cells: Cells, counted: Bools, ending: Bools, *, grid: TimeGrid | None = None
) -> CountedCurve:
    """Return the curve for cells (N,), given which rows end in a counted and an ending event.

    ``grid`` is that of the cells, where it is known already.
    """
    grid = time_grid(cells.entry, cells.time) if grid is None else grid
    amount = cells.n * cells.weight
    people = at_risk(grid, cells.n)
    risk = np.where(people > 0.5 * float(cells.n.min(initial=1.0)), at_risk(grid, amount), 0.0)
    events, ends = total(grid, amount * counted), total(grid, amount * ending)
    left = np.where(risk > 0, risk - ends, 1.0)
    staying = per(np.where(left <= DUST * risk, 0.0, left), risk, empty=1.0)
    survival = np.cumprod(staying)
    before = np.concatenate([[1.0], survival[:-1]])
    estimate = np.cumsum(before * per(events, risk))
    return CountedCurve(grid, risk, events, ends, survival, before, estimate, counted, ending)


def per(amount: Floats, base: Floats, *, empty: float = 0.0) -> Floats:
    """Return amount divided by base (T,), and ``empty`` where there is no base."""
    return np.divide(amount, base, out=np.full_like(base, empty), where=base > 0)
