"""From an outcome to cells of people at risk and events, by period and covariate pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.bracketed.interval_input import refuse_repeats
from recoveryeval.models.design import Design
from recoveryeval.models.distributions.parametric_complete import together_rows
from recoveryeval.models.given_options import is_amount, refuse_table
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.survival.usable_rows import usable_design
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.bracketed.person_periods import PersonPeriods, person_periods
from recoveryeval.stats.bracketed.visit_periods import spans_one_period, visit_periods

MOST = 3e7  # cells of people by period; each takes 16 bytes and more


@dataclass(frozen=True, slots=True, eq=False)
class DiscreteInput:
    """Design of the rows used, and their cells of people at risk and events.

    With clusters or weights a cell is about one ``unit`` (cells,): a cluster, or a row whose people
    (``copies`` of each unit) stand alone; ``clustered_by`` names the column of clusters.
    """

    found: Design
    cells: PersonPeriods
    unit: np.ndarray | None
    copies: np.ndarray
    clustered_by: str
    weighted: bool


def period_cells(
    outcome: Outcome,
    formula: str,
    periods: tuple[float, Sequence[float] | None],
    *,
    cluster: str | None = None,
    weights: str | None = None,
) -> DiscreteInput:
    """Return the design and the cells of ``periods``: of one length, or between visits."""
    _require(outcome, periods[0])
    outcome.require([c for c in (cluster, weights) if c is not None])
    found = _design(outcome, formula, cluster, weights)
    frame = outcome.data.loc[found.kept]
    entry, time, event, width = _within(outcome, frame, periods)
    n = frame["n"].to_numpy(dtype=float)
    amount = n if weights is None else n * probability_weights(frame[weights], weights)
    units = _units(frame, cluster, weights)
    x = found.matrix if units is None else np.column_stack([units, found.matrix])
    _refuse_many(time, width, x)
    cells = person_periods(entry, time, event, amount, x, width=width)
    if not cells.events.sum() > 0:
        raise EstimationError(
            "Nobody had the event in a whole period",
            code="RE-E03",
            rows=len(frame),
            do="Report the number of people and their time at risk.",
        )
    unit = None
    if units is not None:
        at, unit = np.unique(cells.patterns[cells.pattern, 0], return_inverse=True)
        n = n[at.astype(int)] if cluster is None else n
        cells = replace(cells, patterns=cells.patterns[:, 1:])
    return DiscreteInput(found, cells, unit, n, cluster or "", weights is not None)


def _design(outcome: Outcome, formula: str, cluster: str | None, weights: str | None) -> Design:
    """Return the design of the rows whose cluster and weight are known."""
    return usable_design(
        outcome.data,
        formula,
        covariates=outcome.covariates,
        intercept=False,
        named=(cluster,),
        weights=weights,
    )


def _within(
    outcome: Outcome, frame: pd.DataFrame, periods: tuple[float, Sequence[float] | None]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return entry, time and event (rows,), and how long a period is; 1 between visits."""
    entry, time, event = _times(outcome, frame)
    width, visits = periods
    if visits is None and outcome.kind != "interval":
        return entry, time, event, width
    at = _visits(outcome, visits)
    _refuse_wide(frame, at)
    _refuse_late(time[event], at)
    return *visit_periods(entry, time, event, at), event, 1.0


def _units(frame: pd.DataFrame, cluster: str | None, weights: str | None) -> np.ndarray | None:
    """Return the cluster of each row (rows,), or its own number with weights alone."""
    if cluster is not None:
        return together_rows(frame.reset_index(drop=True), cluster)
    return None if weights is None else np.arange(len(frame))


def _require(outcome: Outcome, period: float) -> None:
    """Raise unless the outcome holds times to one event."""
    refuse_table(outcome)
    if outcome.kind not in ("time_to_event", "interval") or not _is_length(period):
        raise EstimationError(
            "Discrete-time hazards need times to one event and a period above zero",
            code="RE-M06",
            do="Give an outcome of time_to_event(), interval_events() or retention(), and period=.",
        )
    if outcome.kind == "interval":
        refuse_repeats(outcome)


def _is_length(period: object) -> bool:
    """Return whether a period is one finite number above zero."""
    return is_amount(period) and period != 0


def _times(outcome: Outcome, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entry, time and event (rows,); a bracketed event counts at the end of its bracket."""
    if outcome.kind == "time_to_event":
        return (
            frame["entry"].to_numpy(dtype=float),
            frame["time"].to_numpy(dtype=float),
            frame["event"].to_numpy(dtype=bool),
        )
    left, right = (frame[c].to_numpy(dtype=float) for c in ("left", "right"))
    event = np.isfinite(right)
    return np.full(len(frame), -np.inf), np.where(event, right, left), event


def _refuse_many(time: np.ndarray, width: float, x: np.ndarray) -> None:
    """Raise where there would be more cells of people by period than a computer holds."""
    patterns = len(np.unique(x, axis=0))
    if float(time.max(initial=0.0)) / width * patterns > MOST:
        raise EstimationError(
            "Periods are so short that there are too many of them",
            code="RE-M33",
            do="Give a longer period=, such as 7 or 30 where times are in days, or use cox().",
        )


def _visits(outcome: Outcome, visits: Sequence[float] | None) -> np.ndarray:
    """Return the times of visits (m,): as given, or all that occur in bracketed outcomes."""
    if visits is None:
        ends = outcome.frame[["left", "right"]].to_numpy(dtype=float)
        return np.asarray(np.unique(ends[np.isfinite(ends) & (ends > 0)]))
    try:
        at = np.asarray(visits, dtype=float)
    except (TypeError, ValueError):
        at = np.empty(0)
    if at.ndim != 1 or at.size == 0 or not (np.diff(at, prepend=0.0) > 0).all():
        raise EstimationError(
            "Visits must be times above zero, each later than the one before",
            code="RE-M47",
            do="Give them in the unit of the outcome, such as visits=[3, 6, 12].",
        )
    return at


def _refuse_wide(frame: pd.DataFrame, visits: np.ndarray) -> None:
    """Raise where an event is known only to lie within several periods."""
    if "left" not in frame:
        return
    left, right = (frame[c].to_numpy(dtype=float) for c in ("left", "right"))
    wide = int((~spans_one_period(left, right, visits)).sum())
    if wide:
        raise EstimationError(
            "Some events are known only to lie within several periods, since visits were missed",
            code="RE-M48",
            rows=wide,
            do="Use parametric() or interval_logrank(), which take such intervals, or fewer "
            "visits=.",
        )


def _refuse_late(time: np.ndarray, visits: np.ndarray) -> None:
    """Raise where events lie after the last visit."""
    late = int((time > visits[-1]).sum())
    if late:
        raise EstimationError(
            "Some events lie after the last of the visits",
            code="RE-M49",
            rows=late,
            do="Add the later visits to visits=.",
        )
