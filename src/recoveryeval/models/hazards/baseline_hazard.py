"""The baseline of a Cox model: the cumulative hazard of a reference person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.design import rebuild
from recoveryeval.models.given_options import check_option
from recoveryeval.models.groups import EVERYONE, groups
from recoveryeval.models.hazards.baseline_rows import cumulative, joint
from recoveryeval.models.hazards.baseline_words import (
    baseline_estimand,
    baseline_labels,
    baseline_methods,
)
from recoveryeval.models.hazards.cox_curve_error import CurveError, curve_error
from recoveryeval.models.hazards.cox_curves import Described, curve_rows, curves_of, late_entries
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve
from recoveryeval.results.spec import make_spec
from recoveryeval.results.status import worst

ASKED_LATER = {"start": 0.0, "start_method": "Cox model", "exact_limits": False}


def baseline_hazard(
    outcome: Outcome,
    formula: str,
    *,
    at: Literal["mean", "zero"] = "mean",
    cause: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Curve:
    """Estimate how the risk adds up over time for the reference person of a Cox model.

    The estimand is the cumulative hazard at each time of someone at the first
    level of every factor and at the mean (or zero) of every number.

    Parameters
    ----------
    outcome, formula : Outcome, str
        As for :func:`cox`.
    at : {"mean", "zero"}
        Whether numbers are held at their mean or at zero.
    cause, strata : str or None
        As for :func:`cox`; each stratum has a curve of its own.
    cluster, weights : str or None
        As for :func:`adjusted_curves`: errors are then robust; means of
        numbers are weighted.
    ties : {"efron", "breslow"}
        How tied event times are handled; the hazard follows the same rule.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.

    Returns
    -------
    Curve
        One row per stratum (``group``) and time: ``estimate, std_error,
        conf_low, conf_high`` of the cumulative hazard.

    Raises
    ------
    EstimationError
        When the model has no estimate.

    Notes
    -----
    Sums 1 / sum of exp(x'b) over the risk set at each event; with Efron's rule
    the tied events leave the risk set one after the other in equal shares.
    Limits are symmetric on the log scale. Differences between strata have
    delta-method errors, since their curves share coefficients.

    References
    ----------
    Breslow N (1974). doi:10.2307/2529620.
    Tsiatis AA (1981). doi:10.1214/aos/1176345329

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [1, 2, 3, 4, 5, 6], "event": [1, 1, 0, 1, 1, 0], "arm": list("ababab")}
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> rv.baseline_hazard(stay, "arm").at([2, 4]).tidy()["estimate"].round(3).tolist()
    [0.423, 0.82]
    """
    check_conf_level(conf_level)
    check_option("at", at, ("mean", "zero"))
    found = cox_input(
        outcome, formula, cause=cause, strata=strata, cluster=cluster, weights=weights
    )
    fit = converged(found, ties, "baseline hazard")
    people = _reference(found, at, strata)
    curves = curves_of(fit, found, people)
    some = next(iter(curves.values()))
    asks = cluster is not None or weights is not None
    known = curve_error(fit, found, some.time) if asks else CurveError(fit, None)
    table = cumulative(curve_rows(known, found, people, curves, conf_level), known)
    asked = {"formula": formula, "at": at, "cause": cause, "strata": strata, "cluster": cluster,
             "weights": weights, "ties": ties, "conf_level": conf_level}  # fmt: skip
    more = {
        "entered": late_entries(found, people),
        "joint": joint(known, curves),
        "checks": known.check_rows(some),
    }
    return _result(outcome, (found, known), table, asked, more)


def _reference(found: CoxInput, at: str, strata: str | None) -> list[Described]:
    """Return the reference person, once in each stratum."""
    n = found.cells.n * found.cells.weight
    row: dict[str, Any] = {}
    for name in found.found.covariates:
        if name in found.found.levels:
            row[name] = [found.found.levels[name][0]]
        else:
            values = found.frame[name].to_numpy(dtype=float)
            row[name] = [float(np.average(values, weights=n)) if at == "mean" else 0.0]
    x = rebuild(found.found, pd.DataFrame(row))
    names = (EVERYONE,) if strata is None else groups(found.frame[strata], len(n)).labels
    return [
        Described(name, x, np.array([code]), np.ones(1), found.cells.stratum == code)
        for code, name in enumerate(names)
    ]


def _result(
    outcome: Outcome,
    basis: tuple[CoxInput, CurveError],
    table: pd.DataFrame,
    asked: Mapping[str, Any],
    more: Mapping[str, Any],
) -> Curve:
    """Return the result around the rows."""
    (found, known), what = basis, event_of(outcome, asked["cause"])
    n, status = float(found.frame["n"].sum()), worst(table["status"].unique())
    return Curve(
        kind="baseline_hazard",
        title=f"Baseline cumulative hazard of {what}",
        table=table.assign(outcome=outcome.name, cause=what),
        summary=pd.DataFrame({"n": [n], "n_event": [known.fit.n_event], "status": [status]}),
        spec=make_spec("baseline_hazard", asked, outcome.frame, **_rows(outcome, found)),
        estimand=baseline_estimand(outcome, found, what, asked),
        methods_text=baseline_methods(known),
        check_rows=(
            *outcome.check_rows,
            *found.found.check_rows,
            *visit_check(outcome),
            *more["checks"],
        ),
        labels=baseline_labels(outcome, what),
        plot_name="hazard",
        extras={
            **ASKED_LATER,
            "conf_level": asked["conf_level"],
            "entered": dict(more["entered"]),
            "joint": more["joint"],
        },
    )


def _rows(outcome: Outcome, found: CoxInput) -> dict[str, Any]:
    """Return how many rows came in, were used and were dropped."""
    lost, seen = {**outcome.dropped, **found.found.dropped}, outcome.rows_in or len(outcome.frame)
    return {"rows_in": seen, "rows_used": len(found.frame), "dropped": lost}
