"""From an Outcome and a formula to pseudo-observations of a mean time or an incidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.curves.pseudo_aim import Aim
from recoveryeval.models.design import Design
from recoveryeval.models.groups import groups
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.models.survival.row_clusters import row_clusters
from recoveryeval.models.survival.survival_input import KINDS, require_kind
from recoveryeval.models.survival.usable_rows import usable_design
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.survival.cells import Cells, make_cells
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table

BEYOND = "the horizon lies beyond the last observed time"
TOO_FEW = "there are no more people than coefficients"


@dataclass(frozen=True, slots=True, eq=False)
class PseudoInput:
    """Pseudo-observations (rows,) with the design, counts and clusters of the rows used.

    ``reason`` says why nothing can be estimated, where that is so.
    """

    cells: Cells
    found: Design
    pseudo: np.ndarray
    n: np.ndarray
    cluster: np.ndarray | None
    clustered_by: str
    frame: pd.DataFrame
    horizon: float
    reason: str
    aim: Aim


def pseudo_input(
    outcome: Outcome,
    formula: str,
    about: tuple[Aim, int | None],
    horizon: float,
    *,
    cluster: str | None,
    censoring_groups: str | None,
) -> PseudoInput:
    """Return pseudo-observations and what they are regressed on.

    ``about`` is the aim, and the code of the event it is about (None: of any).
    """
    aim, cause = about
    require_kind(outcome, KINDS)
    named = [c for c in (cluster, censoring_groups) if c is not None]
    outcome.require(named)
    frame = outcome.data
    frame = frame[frame["n"].to_numpy(dtype=float) > 0].reset_index(drop=True)
    _refuse(frame)
    found = usable_design(
        frame, formula, covariates=outcome.covariates, intercept=True, named=named
    )
    used = frame.loc[found.kept].reset_index(drop=True)
    cells = _cells(outcome, used, cause)
    within = groups(None if censoring_groups is None else used[censoring_groups], len(used)).codes
    reason = _reason(cells, within, horizon, (aim, found))
    return PseudoInput(
        cells=cells,
        found=found,
        pseudo=np.full(len(used), np.nan) if reason else _pseudo(cells, within, horizon, aim),
        n=used["n"].to_numpy(dtype=float),
        cluster=None
        if cluster is None
        else row_clusters(used[cluster], person_rows(used), cluster),
        clustered_by=cluster or "",
        frame=used,
        horizon=horizon,
        reason=reason,
        aim=aim,
    )


def _refuse(frame: pd.DataFrame) -> None:
    """Raise on people with several rows or late entry."""
    if person_rows(frame).person is not None:
        raise EstimationError(
            "Some people have several rows; a pseudo-observation is one value per person",
            code="RE-M07",
            column="person",
            rows=len(frame),
            do="Give one row per person, with covariates known at time zero.",
        )
    late = frame["entry"].to_numpy(dtype=float) > 0
    if late.any():
        raise EstimationError(
            "Pseudo-observations are not defined for people who enter late",
            code="RE-E40",
            column="entry",
            rows=int(late.sum()),
            do="Use cox(), which knows late entry, or start time for everyone at a landmark.",
        )


def _cells(outcome: Outcome, used: pd.DataFrame, cause: int | None) -> Cells:
    """Return the cells of the rows used, the event in question coded 1 and all others 2."""
    happened = "event" if outcome.kind == "time_to_event" else "cause"
    code = used[happened].to_numpy().astype(np.int64)
    other = 0 if cause is None else 2 * ((code > 0) & (code != cause))
    return make_cells(
        used["time"].to_numpy(dtype=float),
        np.where(other > 0, other, code > 0),
        n=used["n"].to_numpy(dtype=float),
    )


def _pseudo(cells: Cells, within: np.ndarray, horizon: float, aim: Aim) -> np.ndarray:
    """Return pseudo-observations (rows,), each from the curve of its censoring group."""
    out = np.empty(within.size)
    for code in np.unique(within):
        own = within == code
        out[own] = aim.pseudo(cells.where(own), horizon)
    return out


def _reason(cells: Cells, within: np.ndarray, horizon: float, of: tuple[Aim, Design]) -> str:
    """Return why nothing can be estimated, or an empty text."""
    aim, found = of
    if float(cells.n.sum()) <= found.matrix.shape[1]:
        return TOO_FEW
    silent = aim.silent(cells, horizon)
    if silent:
        return silent
    for code in np.unique(within):
        table = risk_table(cells.where(within == code))
        if horizon > table.time[-1] and product_limit(table).survival[-1] > 0:
            return BEYOND
    return ""
