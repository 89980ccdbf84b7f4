"""People described by their covariates, as rows of a Cox model's design."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import rebuild
from recoveryeval.models.factor_text import factor_text
from recoveryeval.models.groups import groups
from recoveryeval.models.hazards.cox_curves import Described
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.results.check import Check


def refuse_undescribed(people: object) -> None:
    """Raise unless people are described by label and covariate."""
    fine = isinstance(people, Mapping) and all(isinstance(d, Mapping) for d in people.values())
    if not fine or not people:
        raise EstimationError(
            "People are described by a label and the value of each covariate",
            code="RE-M22",
            do="Give for example people={'younger': {'arm': 'peer', 'age': 25}}.",
        )


def described(
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


def outside_checks(found: CoxInput, label: str, values: Mapping[str, object]) -> tuple[Check, ...]:
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
