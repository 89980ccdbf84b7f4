"""The result around smooth curves and the curves that assume no form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.distributions.parametric_input import ParametricInput
from recoveryeval.models.distributions.parametric_words import WORDS, converged, parametric_methods
from recoveryeval.models.survival.survival_words import compared, curve_labels, state_of
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.distributions.parametric_forms import FORMS

AS_SEEN = "survival, no form assumed"
POINTS = 61


def curves_result(
    outcome: Outcome,
    basis: tuple[ParametricInput, ParametricFit],
    rows: tuple[pd.DataFrame, pd.DataFrame],
    asked: Mapping[str, Any],
) -> Result:
    """Return the result around smooth rows and rows that assume no form."""
    given, fit = basis
    smooth, steps = rows
    form, by = WORDS[fit.distribution], asked["by"]
    dropped = {} if given.found is None else given.found.dropped
    methods = parametric_methods(
        outcome.name, fit.distribution, FORMS[fit.distribution][0], weighted=False
    )
    return Result(
        kind="parametric_curves",
        title=f"{form.capitalize()} curves of people {state_of(outcome)}{compared(by)}",
        table=_table(outcome, smooth.assign(method=form), steps),
        summary=_summary(outcome, given, fit, worst(smooth["status"].unique())),
        spec=_spec(outcome, given, asked, {**outcome.dropped, **dropped}),
        estimand=estimand_of(
            outcome,
            f"probability of being {state_of(outcome)} at each time{compared(by)}, averaged over "
            "the people in the data",
            dropped=dropped,
        ),
        methods_text=methods,
        check_rows=(*outcome.check_rows, converged(fit), *_distance(smooth, steps)),
        labels={**curve_labels(outcome, by), "smooth": form},
        plot_name="parametric_curves",
    )


def _table(outcome: Outcome, smooth: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return both kinds of rows, with empty text where a kind has nothing to name."""
    table = pd.concat([smooth, steps], ignore_index=True).assign(outcome=outcome.name)
    return blank_text(table, ("group", "contrast", "reason", "method"))


def _summary(
    outcome: Outcome, given: ParametricInput, fit: ParametricFit, status: str
) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    happened = ~np.isinf(given.data.upper)
    values = {
        "outcome": outcome.name,
        "n": float(given.people.sum()),
        "n_event": float(given.people[happened].sum()),
        "n_censor": float(given.people[~happened].sum()),
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * len(fit.theta) - 2 * fit.log_likelihood,
        "unit": outcome.unit,
        "status": status,
    }
    return pd.DataFrame([values])


def _spec(
    outcome: Outcome, given: ParametricInput, asked: Mapping[str, Any], dropped: dict[str, int]
) -> Spec:
    """Return the record of the estimation."""
    return make_spec(
        "parametric_curves",
        asked,
        outcome.frame,
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=len(given.frame),
        dropped=dropped,
        libraries=("scipy",),
    )


def _distance(smooth: pd.DataFrame, steps: pd.DataFrame) -> list[Check]:
    """Return the largest gap between smooth curve and known share, for each group."""
    checks = []
    for group, own in smooth[smooth["estimand"] == "survival"].groupby("group", sort=False):
        seen = steps[(steps["group"] == group) & (steps["status"] != "not_estimable")]
        inside = seen[seen["time"] <= own["time"].max()]
        if len(own) < POINTS or inside.empty:
            continue
        gap = np.interp(inside["time"], own["time"], own["estimate"]) - inside["estimate"]
        far = float(np.abs(gap).max())
        told = (
            f"{group}: the smooth curve and the curve that assumes no form differ by at most "
            f"{100 * far:.0f} percentage points; look at the picture before trusting the form."
        )
        checks.append(Check("distance_from_data", told, "note", far))
    return checks
