"""Predicted survival curves of people described by their covariates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.design import rebuild
from recoveryeval.models.factor_text import factor_text
from recoveryeval.models.groups import groups
from recoveryeval.models.hazards.cox_curve_result import cox_curve_result
from recoveryeval.models.hazards.cox_curves import Described, refuse_moving
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.models.survival.survival_input import require_kind
from recoveryeval.models.survival.survival_words import state_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.curve import Curve


def predicted_curves(
    outcome: Outcome,
    formula: str,
    *,
    people: Mapping[str, Mapping[str, object]],
    strata: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Curve:
    """Predict the curve of people you describe, from a Cox model.

    The estimand is the probability of being without the event at each time,
    for someone with these covariates.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``, one row per person.
    formula : str
        Right-hand side of the Cox model, such as ``"arm + age"``.
    people : mapping of str to mapping
        For each curve's label the value of every covariate of the formula
        (and of ``strata``), such as ``{"younger": {"arm": "peer", "age": 25}}``.
    strata : str or None
        Column whose levels have their own baseline hazard.
    ties : {"efron", "breslow"}
        How tied event times are handled.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.

    Returns
    -------
    Curve
        One row per label and time: ``group, time, estimate, std_error,
        conf_low, conf_high``; counts are of all people analyzed.

    Raises
    ------
    EstimationError
        When the model has no estimate, a covariate is not described, a level
        is not in the data, or people have several rows.

    Notes
    -----
    exp(-H(t) exp(x'b)), H by the tie rule of the fit, errors by the delta
    method in H and b. Numbers outside the range of the data are flagged.

    References
    ----------
    Tsiatis AA (1981). doi:10.1214/aos/1176345329

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {
    ...         "week": [1, 2, 3, 4, 5, 6],
    ...         "event": [1, 1, 0, 1, 1, 0],
    ...         "age": [30, 40, 35, 28, 51, 44],
    ...     }
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> curve = rv.predicted_curves(stay, "age", people={"at 40": {"age": 40}})
    >>> curve.at(2).tidy()[["group", "estimate"]].round(3)
       group  estimate
    0  at 40     0.756
    """
    check_conf_level(conf_level)
    require_kind(outcome, ("time_to_event",))
    found = cox_input(outcome, formula, strata=strata)
    refuse_moving(found, "predicted curves")
    _refuse_undescribed(people)
    people = {str(label): values for label, values in people.items()}
    rows = [_described(found, label, values, strata) for label, values in people.items()]
    fit = converged(found, ties, "predicted curves")
    described = {k: {c: str(v) for c, v in d.items()} for k, d in people.items()}
    asked: Mapping[str, Any] = {
        "formula": formula,
        "people": described,
        "strata": strata,
        "ties": ties,
        "conf_level": conf_level,
    }
    contrast = (
        f"probability of being {state_of(outcome)} at each time, for people as described: "
        f"{', '.join(people)}"
    )
    checks = tuple(c for k, d in people.items() for c in _outside(found, k, d))
    words = (contrast, checks)
    return cox_curve_result("predicted_curves", outcome, (found, fit, rows), asked, words)


def _refuse_undescribed(people: object) -> None:
    """Raise unless people are described by label and covariate."""
    fine = isinstance(people, Mapping) and all(isinstance(d, Mapping) for d in people.values())
    if not fine or not people:
        raise EstimationError(
            "People are described by a label and the value of each covariate",
            code="RE-M22",
            do="Give for example people={'younger': {'arm': 'peer', 'age': 25}}.",
        )


def _described(
    found: CoxInput, label: str, values: Mapping[str, object], strata: str | None
) -> Described:
    """Return one description as a row of covariates and a stratum."""
    needed = [*found.found.covariates, *([strata] if strata else [])]
    for column in needed:
        if column not in values:
            raise EstimationError(
                f"The description '{label}' says nothing of a covariate of the model",
                code="RE-M22",
                column=column,
                do="Give a value for every covariate of the formula, and for strata=.",
            )
    stratum = 0
    if strata is not None:
        known = groups(found.frame[strata], len(found.frame)).labels
        text = factor_text(pd.Series([values[strata]]), known)[0]
        _refuse_unknown(text in known, label, strata)
        stratum = known.index(text)
    for column, levels in found.found.levels.items():
        text = factor_text(pd.Series([values[column]]), levels)[0]
        _refuse_unknown(text in levels, label, column)
    for column in found.found.covariates:
        if column not in found.found.levels:
            _refuse_no_number(values[column], label, column)
    row = pd.DataFrame({c: [values[c]] for c in found.found.covariates})
    everyone = np.ones(len(found.frame), dtype=bool)
    return Described(label, rebuild(found.found, row), np.array([stratum]), np.ones(1), everyone)


def _refuse_no_number(value: object, label: str, column: str) -> None:
    """Raise where a description gives no number for a covariate that is one."""
    if not (isinstance(value, int | float | np.number) and np.isfinite(value)):
        raise EstimationError(
            f"The description '{label}' gives no number for a covariate that is one",
            code="RE-M22",
            column=column,
            do="Give one finite number, such as 25.",
        )


def _refuse_unknown(known: bool, label: str, column: str) -> None:
    """Raise where a description names a level that nobody analyzed has."""
    if not known:
        raise EstimationError(
            f"The description '{label}' names a level that nobody analyzed has",
            code="RE-M22",
            column=column,
            do="Use one of the levels of the column.",
        )


def _outside(found: CoxInput, label: str, values: Mapping[str, object]) -> tuple[Check, ...]:
    """Return a check for numbers beyond those of the people analyzed."""
    numeric = [c for c in found.found.covariates if c not in found.found.levels]
    far = []
    for column in numeric:
        seen = found.frame[column].to_numpy(dtype=float)
        value = float(str(values[column]))
        if not seen.min() <= value <= seen.max():
            far.append(column)
    if not far:
        return ()
    told = (
        f"{label}: beyond the range of the people analyzed in {', '.join(far)}; the curve is an "
        "extrapolation."
    )
    return (Check("outside_range", told, "concern", statistic=float(len(far))),)
