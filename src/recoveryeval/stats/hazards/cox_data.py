"""Rows laid out for a Cox model: sorted by time, covariates scaled, ties counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.tied_events import TiedEvents, Ties, tied_events
from recoveryeval.stats.survival.cells import Cells, Floats, Ints
from recoveryeval.stats.survival.risk_layout import RiskLayout, risk_layout


@dataclass(frozen=True, slots=True, eq=False)
class CoxData:
    """Rows (M,) that carry information, with covariates ``x`` (p, M).

    ``x`` is centered and scaled by ``center`` and ``scale`` (p,). ``amount`` (M,) is the
    replication count ``n`` times ``weight``. ``event_row`` (E,) picks rows that end with the event,
    whose totals are ``event_x`` (p,), ``event_offset`` and ``event_amount``.
    """

    layout: RiskLayout
    ties: TiedEvents
    x: Floats
    center: Floats
    scale: Floats
    offset: Floats
    n: Floats
    weight: Floats
    amount: Floats
    event_row: Ints
    event_x: Floats
    event_offset: float
    event_amount: float

    @property
    def p(self) -> int:
        """Number of covariates."""
        return int(self.x.shape[0])


def cox_data(
    cells: Cells, x: ArrayLike, *, ties: Ties = "efron", offset: ArrayLike | None = None
) -> CoxData:
    """Return cells (N,) and covariates (N, p) laid out; ``offset`` (N,) has coefficient 1."""
    design = checked_covariates(cells, x)
    event = cells.event & (cells.n * cells.weight > 0)
    layout = risk_layout(cells, event)
    n, weight = cells.n[layout.row], cells.weight[layout.row]
    row = np.flatnonzero(event[layout.row])
    where = layout.last[row]
    tied = tied_events(row, where, layout.time.size, n=n[row], weight=weight[row], ties=ties)
    scaled, center, scale = scaled_covariates(design, layout.row)
    moved = np.zeros(n.size) if offset is None else np.asarray(offset, np.float64)[layout.row]
    amount = n * weight
    return CoxData(
        layout=layout,
        ties=tied,
        x=scaled,
        center=center,
        scale=scale,
        offset=moved,
        n=n,
        weight=weight,
        amount=amount,
        event_row=row,
        event_x=scaled[:, row] @ amount[row],
        event_offset=float(moved[row] @ amount[row]),
        event_amount=float(amount[row].sum()),
    )


def checked_covariates(cells: Cells, x: ArrayLike) -> NDArray[np.float64]:
    """Return covariates (N, p), or raise where they cannot be used."""
    design = np.asarray(x, dtype=np.float64)
    if design.ndim != 2 or design.shape[0] != cells.time.size:
        raise EstimationError(
            "Covariates and rows differ in number",
            code="RE-E31",
            do="Give one row of covariates per row of times.",
        )
    bad = ~np.isfinite(design).all(axis=1)
    if bad.any():
        raise EstimationError(
            "Some covariates are missing or infinite",
            code="RE-E31",
            rows=int(bad.sum()),
            do="Leave these rows out, or impute them, before the model is fitted.",
        )
    return design


def scaled_covariates(design: NDArray[np.float64], rows: Ints) -> tuple[Floats, Floats, Floats]:
    """Return rows (M,) of covariates scaled (p, M), their mean and spread (p,).

    Where a covariate does not vary its spread is taken as 1.
    """
    x = np.ascontiguousarray(design[rows].T)
    center = x.mean(axis=1) if rows.size else np.zeros(x.shape[0])
    x -= center[:, None]
    scale = np.sqrt(np.einsum("pm,pm->p", x, x) / max(rows.size, 1))
    scale[scale <= 1e-12 * np.abs(center)] = 1.0
    x /= scale[:, None]
    return x, center, scale
