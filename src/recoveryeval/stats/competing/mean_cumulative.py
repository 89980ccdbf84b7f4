"""Mean number of events per person up to each time, with its robust error."""

from __future__ import annotations

from dataclasses import dataclass

from recoveryeval.stats.competing.counted_curve import CountedCurve, counted_curve
from recoveryeval.stats.competing.counted_influence import counted_error
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.risk_table import at_risk, total

EVENT, DEATH, FATAL_EVENT = 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class MeanCumulative:
    """Mean count (T,) and its standard error (T,) at the distinct times (T,).

    ``n_risk``, ``n_event`` and ``n_death`` (T,) count people and events; ``survival`` (T,) is the
    chance to be alive after each time, 1 where death plays no part.
    """

    time: Floats
    n_risk: Floats
    n_event: Floats
    n_death: Floats
    mean: Floats
    std_error: Floats
    survival: Floats


def mean_curve(cells: Cells) -> CountedCurve:
    """Return the curve of the mean count: events add to it, and deaths end it."""
    died = (cells.cause == DEATH) | (cells.cause == FATAL_EVENT)
    counted = (cells.cause == EVENT) | (cells.cause == FATAL_EVENT)
    return counted_curve(cells, counted, died)


def mean_cumulative(cells: Cells) -> MeanCumulative:
    """Return the mean count of events, cause 1; rows of a person share ``cluster``.

    A row that ends in cause 2 ends in death, in cause 3 in an event that was fatal: the mean is
    then that of events before death (Ghosh and Lin 2000). Otherwise it is that of people who stay
    under observation (Nelson; Lawless and Nadeau 1995). The error adds up each person's rows before
    squaring.
    """
    curve = mean_curve(cells)
    return MeanCumulative(
        time=curve.time,
        n_risk=at_risk(curve.grid, cells.n),
        n_event=total(curve.grid, cells.n * curve.row_counted),
        n_death=total(curve.grid, cells.n * curve.row_ending),
        mean=curve.estimate,
        std_error=counted_error(cells, curve, clustered=True),
        survival=curve.survival,
    )
