"""Curves from a Cox model as rows of a Curve: for described people, or averaged over people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.hazards.cox_curve_error import CurveError
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.stats.hazards.cox_curve import CoxCurve, cox_curve
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.survival.cells import Bools, Floats, Ints
from recoveryeval.stats.survival.limits import survival_limits

LEFT = "nobody of this group is left under observation: the curve rests on the model alone"
METHOD = "Cox model, log-log limits"
MOST = 2_000_000_000  # times by kinds of people: about half a minute


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """People of one curve: covariates (N, p), strata (N,), how much each counts (N,).

    ``observed`` (rows,) marks the rows of the analysis that the curve is about; counts are theirs.
    """

    label: str
    x: np.ndarray
    stratum: Ints
    weight: Floats
    observed: Bools


def curves_of(fit: CoxFit, found: CoxInput, people: Sequence[Described]) -> dict[str, CoxCurve]:
    """Return the curve of each description at all distinct times of the analysis."""
    times = np.unique(found.cells.time)
    out = {}
    for own in people:
        keyed = np.column_stack([own.stratum, own.x])
        rows, place = np.unique(keyed, axis=0, return_inverse=True)
        weight = np.bincount(np.ravel(place), own.weight)
        _refuse_endless(times.size, len(rows))
        out[own.label] = cox_curve(fit, rows[:, 1:], times, weight=weight, stratum=rows[:, 0])
    return out


def _refuse_endless(times: int, people: int) -> None:
    """Raise where a curve would take hours: each time is an average over all kinds of people."""
    if times * people > MOST:
        raise EstimationError(
            f"There are {times} distinct times and {people} kinds of people, too many to average",
            code="RE-M23",
            column="time",
            rows=people,
            do="Round times to whole days or weeks, or use fewer or coarser covariates.",
        )


def curve_rows(
    known: CurveError,
    found: CoxInput,
    people: Sequence[Described],
    curves: Mapping[str, CoxCurve],
    conf_level: float,
) -> pd.DataFrame:
    """Return tidy rows of every curve; counts are of the people observed in each group."""
    parts = []
    for own in people:
        curve = curves[own.label]
        error = known.of(curve)
        low, high = survival_limits(
            curve.survival, error, conf_level=conf_level, conf_type="log-log", df=known.clusters.df
        )
        counts = _counts(found, own.observed, curve.time)
        gone = counts["n_risk"] == 0
        silent = known.clusters.reason
        parts.append(
            pd.DataFrame(
                {
                    "group": own.label,
                    "time": curve.time,
                    "estimand": "survival",
                    "estimate": curve.survival,
                    "std_error": error,
                    "conf_low": low,
                    "conf_high": high,
                    "conf_level": conf_level,
                    **counts,
                    "status": np.where(gone | bool(silent), "flagged", "ok"),
                    "reason": silent or np.where(gone, LEFT, ""),
                    "method": f"{METHOD}{known.words}",
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def carried_curves(
    known: CurveError, curves: Mapping[str, CoxCurve], late: Mapping[str, Any], conf_level: float
) -> dict[str, Any]:
    """Return what questions to the curves need: how they move together with what was estimated."""
    some = next(iter(curves.values()))
    return {
        "start": 1.0,
        "start_method": f"{METHOD}{known.words}",
        "exact_limits": False,
        "conf_level": conf_level,
        "entered": dict(late),
        "joint": {
            "time": some.time,
            **known.carried(some),
            "curves": {
                label: {"on_hazard": c.on_hazard, "on_coefficients": c.on_coefficients}
                for label, c in curves.items()
            },
        },
    }


def late_entries(found: CoxInput, people: Sequence[Described]) -> dict[str, dict[str, Any]]:
    """Return, by group, when how many of its people came under observation late."""
    out = {}
    for own in people:
        entry = np.where(own.observed, found.cells.entry, -np.inf)
        at, code = np.unique(entry[np.isfinite(entry)], return_inverse=True)
        if at.size:
            n = np.bincount(code, found.cells.n[np.isfinite(entry)])
            out[own.label] = {"time": at, "n": n}
    return out


def refuse_moving(found: CoxInput, what: str) -> None:
    """Raise where people have several rows: a curve needs covariates that stay."""
    if person_rows(found.frame).person is not None:
        raise EstimationError(
            f"Some people have several rows, whose covariates may change, so there are no {what}",
            code="RE-M07",
            column="person",
            rows=len(found.frame),
            do="Use covariates known at time zero and one row per person.",
        )


def _counts(found: CoxInput, observed: Bools, times: Floats) -> dict[str, Any]:
    """Return people, and those at risk, with the event and censored at each time (T,)."""
    cells = found.cells.where(observed)
    last = np.searchsorted(times, cells.time)
    ended = np.bincount(last, cells.n, times.size)
    happened = np.bincount(last, cells.n * cells.event, times.size)
    first = np.searchsorted(times, cells.entry, side="right")
    entered = np.bincount(first, cells.n, times.size + 1)[:-1]
    return {
        "n": float(cells.n.sum()),
        "n_event": happened,
        "n_censor": ended - happened,
        "n_risk": np.cumsum(entered) - np.cumsum(ended) + ended,
    }
