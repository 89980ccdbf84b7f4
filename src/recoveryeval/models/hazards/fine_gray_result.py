"""What a Fine-Gray result says and carries: cause-specific rows, words, and the grid."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.hazards.cox import cox
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.competing.fine_gray import FineGrayFit

RATIO = "log subdistribution hazard ratio"


def told_of(
    found: CoxInput, fit: FineGrayFit, asked: dict[str, Any], *, table: pd.DataFrame
) -> Regression:
    """Return what the regression has to say."""
    cause = asked["cause"]
    return Regression(
        kind="fine_gray",
        title=f"Fine-Gray model of {cause}",
        table=table,
        summary={
            "n": float(found.frame["n"].sum()),
            "n_event": fit.n_event,
            "log_likelihood": fit.log_likelihood,
            "status": "ok",
        },
        contrast=f"ratio of subdistribution hazards of {cause} per term",
        x_label="Subdistribution hazard ratio",
        methods_text=_methods(cause, asked["ties"]),
        parameters=asked,
        rows_used=len(found.frame),
        checks=(_meaning(cause),),
        log_scale=True,
        libraries=("scipy",),
        other_events="those with another event stay at risk, as people to whom this one can no "
        "longer happen",
    )


def cause_specific_rows(
    outcome: Outcome, formula: str, cluster: str | None, conf_level: float
) -> list[pd.DataFrame]:
    """Return the cause-specific rows of every cause; one that has no estimate says so."""
    parts = []
    for name in outcome.causes.values():
        try:
            table = cox(outcome, formula, cause=name, cluster=cluster, conf_level=conf_level).tidy()
            table = table[table["term"] != "all terms"]
        except EstimationError as error:
            table = pd.DataFrame(
                {"term": [formula], "status": ["not_estimable"], "reason": [error.what]}
            )
        parts.append(table.assign(cause=name, estimand="log cause-specific hazard ratio"))
    return parts


def carried(known: Coefficients, found: CoxInput) -> dict[str, Any]:
    """Return what contrasts need later."""
    return {
        "coefficients": {
            "beta": known.beta,
            "covariance": known.covariance,
            "method": known.method,
            "residual_df": known.residual_df,
        },
        "grid": reference_grid(found.found, found.frame, found.frame["n"].to_numpy(dtype=float)),
        "difference": RATIO,
    }


def _meaning(cause: str) -> Check:
    """Return the note on what the ratio is not."""
    told = (
        f"The Fine-Gray ratio says which group has had {cause} more often by any time. A group can "
        "have fewer because its people had another event first: read the cause-specific ratios "
        "beside it."
    )
    return Check("subdistribution", told)


def _methods(cause: str, ties: str) -> str:
    """Return one paragraph in journal style."""
    return (
        f"The cumulative incidence of {cause} was modeled by a proportional subdistribution "
        "hazards model (doi:10.1080/01621459.1999.10474144) with inverse probability of censoring "
        f"weights ({ties} convention for ties) and full sandwich standard errors, and is shown "
        f"beside cause-specific Cox models. Software: {versions('scipy')}."
    )
