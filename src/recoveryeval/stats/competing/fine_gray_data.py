"""Rows laid out for a Fine-Gray model: after a competing event they stay in the risk sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.censoring_weights import (
    CensoringTies,
    CensoringWeights,
    censoring_weights,
)
from recoveryeval.stats.hazards.cox_data import checked_covariates, scaled_covariates
from recoveryeval.stats.survival.cells import CONTINUES, Cells, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class FineGrayData:
    """All rows (N,), covariates ``x`` (p, N) scaled, and what keeps rows in later risk sets.

    ``amount`` (N,) is the replication count ``n`` times ``weight``. ``event_row`` (E,) ends in the
    cause asked for; ``stay_row`` (K,) in another cause: those stay with weight W(t-) times
    ``stay_factor`` (K,), W of their group ``stay_group`` (K,). ``event`` (D,) is the weight of
    events of the cause at each distinct time.
    """

    weights: CensoringWeights
    x: Floats
    center: Floats
    scale: Floats
    n: Floats
    weight: Floats
    amount: Floats
    event_row: Ints
    stay_row: Ints
    stay_group: Ints
    stay_factor: Floats
    event: Floats
    event_x: Floats
    n_event: float

    @property
    def p(self) -> int:
        """Number of covariates."""
        return int(self.x.shape[0])

    def risk_sums(self, values: Floats) -> Floats:
        """Return sums (D,) of values (N,) over the weighted risk set of each distinct time."""
        grid, size = self.weights.grid, self.event.size
        change = np.bincount(grid.last, values, size)
        change[:-1] -= np.bincount(grid.first, values, size)[1:]
        out = change[::-1].cumsum()[::-1]
        staying = (values[self.stay_row] * self.stay_factor, grid.last[self.stay_row] + 1)
        for c, before in enumerate(self.weights.before):
            mine = self.stay_group == c
            joined = np.bincount(staying[1][mine], staying[0][mine], minlength=size + 1)
            out = out + before * joined[:size].cumsum()
        return np.asarray(out)

    def seen(self, steps: Floats) -> Floats:
        """Return sums (..., N) of steps (..., D) over the times each row is in the risk set."""
        grid = self.weights.grid
        running = np.zeros((*steps.shape[:-1], steps.shape[-1] + 1))
        np.cumsum(steps, axis=-1, out=running[..., 1:])
        out = running[..., grid.last + 1] - running[..., grid.first]
        for c, before in enumerate(self.weights.before):
            mine = np.flatnonzero(self.stay_group == c)
            rows = self.stay_row[mine]
            ahead = np.zeros((*steps.shape[:-1], steps.shape[-1] + 1))
            ahead[..., :-1] = (steps * before)[..., ::-1].cumsum(axis=-1)[..., ::-1]
            out[..., rows] += self.stay_factor[mine] * ahead[..., grid.last[rows] + 1]
        return np.asarray(out)


def fine_gray_data(
    cells: Cells,
    x: ArrayLike,
    *,
    cause: int = 1,
    ties: CensoringTies = "finegray",
    censoring_group: ArrayLike | None = None,
) -> FineGrayData:
    """Return cells (N,) and covariates (N, p) laid out for the subdistribution of one cause."""
    design = checked_covariates(cells, x)
    _refuse(cells)
    weights = censoring_weights(cells, ties=ties, group=censoring_group)
    amount = cells.n * cells.weight
    event_row = np.flatnonzero((cells.cause == cause) & (amount > 0))
    stay_row, group, factor = _stays(cells, weights, cause)
    ends, place = amount[event_row], weights.grid.last[event_row]
    scaled = scaled_covariates(design, np.arange(amount.size))
    return FineGrayData(
        weights,
        *scaled,
        n=cells.n,
        weight=cells.weight,
        amount=amount,
        event_row=event_row,
        stay_row=stay_row,
        stay_group=group,
        stay_factor=factor,
        event=np.bincount(place, ends, weights.grid.time.size),
        event_x=scaled[0][:, event_row] @ ends,
        n_event=float(cells.n[event_row].sum()),
    )


def _stays(cells: Cells, weights: CensoringWeights, cause: int) -> tuple[Ints, Ints, Floats]:
    """Return rows (K,) that end in another cause, their groups, and one over their W at the end."""
    other = cells.event & (cells.cause != cause) & (cells.n * cells.weight > 0)
    row = np.flatnonzero(other)
    _refuse_gap(weights, row)
    group = weights.group[row]
    return row, group, 1.0 / weights.before[group, weights.grid.last[row]]


def _refuse(cells: Cells) -> None:
    """Raise where a subdistribution hazard has no meaning."""
    if (cells.cause == CONTINUES).any():
        raise EstimationError(
            "A Fine-Gray model cannot use covariates that change over time, since nobody knows "
            "them after a competing event",
            code="RE-E40",
            do="Use covariates as they were at the start, or cause-specific Cox models.",
        )
    if cells.stratum.any():
        raise EstimationError(
            "A Fine-Gray model with strata of the baseline is not offered",
            code="RE-E40",
            do="Give strata of the censoring distribution, or use covariates.",
        )


def _refuse_gap(weights: CensoringWeights, stay_row: Ints) -> None:
    """Raise where nobody was left when others came: who stayed then has no weight."""
    refilled = weights.entry_first[weights.entered >= weights.entry_risk * (1 - 1e-12)]
    if refilled.size and (weights.grid.last[stay_row] < refilled.max()).any():
        raise EstimationError(
            "With late entry, there is a time when nobody is under observation",
            code="RE-E40",
            do="Start follow-up where several people are under observation.",
        )
