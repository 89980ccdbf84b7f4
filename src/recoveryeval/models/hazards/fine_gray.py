"""Fine-Gray regression: which groups have had one of several competing events more often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.given_options import check_option
from recoveryeval.models.groups import groups
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.models.hazards.fine_gray_result import (
    RATIO,
    carried,
    cause_specific_rows,
    told_of,
)
from recoveryeval.models.hazards.fine_gray_variance import fine_gray_variance
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.models.regression import regression_model
from recoveryeval.models.survival.cause_codes import one_cause
from recoveryeval.models.survival.survival_input import require_kind
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.competing.fine_gray import FineGrayFit
from recoveryeval.stats.competing.fine_gray import fine_gray as fit_fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.survival.cells import make_cells

ENDINGS = {
    "no events": "nobody had the event",
    "monotone": "a ratio runs off to infinity, since the event happened to nobody in some part",
    "not converged": "the fit did not converge",
}
CODES = {"no events": "RE-E03", "monotone": "RE-E10"}

TIES = ("finegray", "crr")


def fine_gray(
    outcome: Outcome,
    formula: str,
    *,
    cause: str | None = None,
    cluster: str | None = None,
    censoring_groups: str | None = None,
    ties: Literal["finegray", "crr"] = "finegray",
    conf_level: float = 0.95,
) -> Model:
    """Estimate which groups have had an event more often by a given time, when others compete.

    The estimand is the ratio of subdistribution hazards: above one means that
    more people have had the event by any time, whatever the reason; it is not
    a ratio of rates among those still at risk. Cause-specific ratios are always
    printed beside it.

    Parameters
    ----------
    outcome : Outcome
        Kind ``competing``.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    cause : str or None
        The event of interest; must be named where several compete.
    cluster : str or None
        Column of clusters.
    censoring_groups : str or None
        Column within whose levels censoring is estimated, for drop-out that
        differs between groups.
    ties : {"finegray", "crr"}
        Whether events leave before censorings of the same time (as R's
        ``finegray``) or with them (as R's ``crr``).
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` for the subdistribution hazard, then rows of the
        cause-specific Cox model of every cause; all on the log scale.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, no cause is named among several,
        nobody had the event, a ratio runs off to infinity, or the fit did not
        converge.

    Notes
    -----
    Weights of the inverse probability of censoring keep people who had another
    event in the risk set. Standard errors are the full sandwich, with the part
    that comes from estimating censoring. Where a ratio runs off to infinity
    there is no penalized fallback as cox() has one, since its limits are
    not known with these weights: the model is refused (RE-E10), and ``cox(cause=)``, which
    has one, or ``gray_test()`` compares the groups. Rows without a cluster or
    censoring group are left out and counted.

    References
    ----------
    Fine JP, Gray RJ (1999). doi:10.1080/01621459.1999.10474144

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {
    ...         "day": [1, 2, 3, 4, 5, 6, 7, 8],
    ...         "status": [1, 2, 1, 1, 2, 0, 1, 0],
    ...         "arm": list("aabbabab"),
    ...     }
    ... )
    >>> own = rv.competing_events(
    ...     stays, time="day", status="status", causes={1: "readmission", 2: "death"}
    ... )
    >>> rv.fine_gray(own, "arm", cause="readmission").tidy()["cause"].iloc[0]
    'readmission'
    """
    require_kind(outcome, ("competing",))
    check_option("ties", ties, TIES)
    cause = one_cause(outcome, cause)
    also = () if censoring_groups is None else (censoring_groups,)
    found = cox_input(outcome, formula, cause=cause, cluster=cluster, also=also)
    fit = _fitted(outcome, found, cause, censoring_groups, ties)
    known = fine_gray_variance(fit, found)
    own = coefficient_rows(
        known.coefficients,
        found.found.terms,
        found.found.contrasts,
        [RATIO] * len(found.found.terms),
        conf_level=conf_level,
        method=f"Fine-Gray, {ties} ties, {known.method}",
        silent=ALONE,
        no_error=known.reason,
    ).assign(cause=cause)
    same = _of_known_groups(outcome, censoring_groups)
    beside = cause_specific_rows(same, formula, cluster, conf_level)
    asked = {"formula": formula, "cause": cause, "cluster": cluster, "ties": ties,
             "censoring_groups": censoring_groups, "conf_level": conf_level}  # fmt: skip
    told = told_of(found, fit, asked, table=pd.concat([own, *beside], ignore_index=True))
    told = replace(
        told,
        extras={**carried(known.coefficients, found), "no_error": known.reason},
        checks=(*told.checks, *visit_check(outcome), *known.check_rows),
        summary={**told.summary, "status": worst(own["status"])},
    )
    return regression_model(outcome, found.found, told)


def _of_known_groups(outcome: Outcome, censoring_groups: str | None) -> Outcome:
    """Return the outcome of the rows whose censoring group is known: both models are of these."""
    if censoring_groups is None:
        return outcome
    known = outcome.frame[censoring_groups].notna()
    return replace(outcome, frame=outcome.frame[known].reset_index(drop=True))


def _fitted(
    outcome: Outcome, found: CoxInput, cause: str, censoring_groups: str | None, ties: Any
) -> FineGrayFit:
    """Return the fit, or raise where it gives no number."""
    frame = found.frame
    code = {name: c for c, name in outcome.causes.items()}[cause]
    cells = make_cells(
        frame["time"].to_numpy(dtype=float),
        frame["cause"].to_numpy(dtype=int),
        entry=frame["entry"].to_numpy(dtype=float),
        n=frame["n"].to_numpy(dtype=float),
    )
    within = None if censoring_groups is None else frame[censoring_groups]
    group = None if within is None else groups(within, len(frame)).codes
    data = fine_gray_data(cells, found.found.matrix, cause=code, ties=ties, censoring_group=group)
    if 0 < data.n_event < len(found.found.terms):
        raise EstimationError(
            f"There are fewer events ({data.n_event:g}) than covariates, so no ratio is estimable",
            code="RE-E07",
            rows=len(frame),
            do="Use fewer covariates, or cumulative_incidence() and gray_test().",
        )
    fit = fit_fine_gray(data)
    if fit.ending != "converged":
        raise EstimationError(
            f"The Fine-Gray model has no estimate: {ENDINGS[fit.ending]}",
            code=CODES.get(fit.ending, "RE-E11"),
            rows=len(frame),
            do="Compare groups by gray_test() and cumulative_incidence(), or by cox() with cause=, "
            "which has a fallback; or merge levels without events, or use fewer covariates.",
        )
    return fit
