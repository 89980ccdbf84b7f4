"""Whether hazard ratios change over time: the exact score test, and how they change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.given_options import check_option
from recoveryeval.models.hazards.cox_checks import proportional_checks, term_columns
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.models.hazards.proportional_rows import (
    coefficient_part,
    mean_rows,
    score_rows,
    smooth_rows,
)
from recoveryeval.models.lone_levels import lone_terms
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import estimand_of, others_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards as score_tests


def proportional_hazards(
    outcome: Outcome,
    formula: str,
    *,
    transform: Literal["km", "rank", "identity", "log"] = "km",
    cause: str | None = None,
    strata: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Result:
    """Test whether the hazard ratios of a Cox model hold at all times, and show how they change.

    The null hypothesis is that a term's hazard ratio is the same early and
    late. The picture shows each ratio over time beside the one number that
    :func:`cox` reports.

    Parameters
    ----------
    outcome : Outcome
        As for :func:`cox`.
    formula : str
        Right-hand side, as for :func:`cox`.
    transform : {"km", "rank", "identity", "log"}
        Scale of time on which a ratio may change: one less the Kaplan-Meier
        curve (so that outlying late events weigh little), the rank of the
        time, the time itself, or its logarithm.
    cause, strata, weights : str or None
        As for :func:`cox`.
    ties : {"efron", "breslow"}
        How tied event times are handled.
    conf_level : float
        Confidence level of the band, between 0 and 1.

    Returns
    -------
    Result
        One row per term of the formula and one for all terms (``statistic``,
        ``df``, ``p_value``); then by coefficient the estimate of the model, a
        smooth curve over ``time`` with its limits, and means of scaled
        Schoenfeld residuals of runs of at least five events, so that no row is
        a person. ``tidy(exponentiate=True)`` gives ratios.

    Raises
    ------
    EstimationError
        When the model has no estimate, or covariates are constant or
        collinear.

    Notes
    -----
    The exact score test of x g(t) added to the model, with its full
    information, not the approximation that takes the variance of the
    covariates as constant over time. The curve is a natural cubic spline in
    g(t) through scaled Schoenfeld residuals. :func:`residuals` gives these row
    by row.

    References
    ----------
    Grambsch PM, Therneau TM (1994). doi:10.1093/biomet/81.3.515

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [1, 2, 3, 4, 5, 6], "event": [1, 1, 0, 1, 1, 0], "arm": list("ababab")}
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> found = rv.proportional_hazards(stay, "arm", transform="rank").tidy()
    >>> found[["term", "statistic", "df"]].head(1).round(3)
      term  statistic   df
    0  arm      0.002  1.0
    """
    check_conf_level(conf_level)
    check_option("transform", transform, ("km", "rank", "identity", "log"))
    found = cox_input(outcome, formula, cause=cause, strata=strata, weights=weights)
    fit = converged(found, ties, "test of proportional hazards")
    names, columns = term_columns(found.found.terms)
    test = score_tests(fit, found.cells, transform=transform, terms=columns)
    alone = lone_terms(found.found, found.frame)
    parts = [
        score_rows(test, names, transform, [bool(alone[c].any()) for c in columns]),
        coefficient_part(fit, found, conf_level),
        smooth_rows(fit, found, test, conf_level),
        mean_rows(fit, found),
    ]
    table = pd.concat([p for p in parts if len(p)], ignore_index=True)
    table = blank_text(table, ("contrast", "reason", "method"))
    asked = {
        "formula": formula, "transform": transform, "cause": cause, "strata": strata,
        "weights": weights, "ties": ties, "conf_level": conf_level,
    }  # fmt: skip
    return _result(outcome, found, fit, table, asked)


def _result(
    outcome: Outcome, found: CoxInput, fit: CoxFit, table: pd.DataFrame, asked: Mapping[str, Any]
) -> Result:
    """Return the result around the rows."""
    tests = table[table["statistic"].notna()]
    own_checks = proportional_checks(tests["term"], tests["statistic"], tests["df"])
    what = event_of(outcome, asked["cause"])
    summary = {"n": [float(found.frame["n"].sum())], "n_event": [fit.n_event]}
    return Result(
        kind="proportional_hazards",
        title=f"Do hazard ratios of {what} change over time?",
        table=table,
        summary=pd.DataFrame({**summary, "status": [worst(table["status"].unique())]}),
        spec=_spec(outcome, found, asked),
        estimand=estimand_of(
            outcome,
            f"whether each hazard ratio of {what} is the same at all times",
            other_events=others_of(outcome, asked["cause"]),
            dropped=found.found.dropped,
        ),
        methods_text=_methods(str(asked["transform"])),
        check_rows=(
            *outcome.check_rows,
            *found.found.check_rows,
            *visit_check(outcome),
            *own_checks,
        ),
        labels=_labels(outcome, what),
        plot_name="schoenfeld",
        log_scale=True,
    )


def _spec(outcome: Outcome, found: CoxInput, asked: Mapping[str, Any]) -> Spec:
    """Return the record of the test."""
    return make_spec(
        "proportional_hazards",
        asked,
        outcome.frame,
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=len(found.frame),
        dropped={**outcome.dropped, **found.found.dropped},
        libraries=("scipy",),
    )


def _labels(outcome: Outcome, what: str) -> dict[str, str]:
    """Return the words of the picture."""
    return {
        "title": f"Hazard ratio of {what} over time",
        "x": f"{outcome.unit[:1].upper()}{outcome.unit[1:]} since {outcome.origin}",
        "y": "Hazard ratio",
    }


def _methods(transform: str) -> str:
    """Return the paragraph for a paper."""
    scale = {
        "km": "one less the Kaplan-Meier estimate",
        "rank": "the rank of time",
        "identity": "time",
        "log": "the logarithm of time",
    }[transform]
    return (
        "Proportional hazards were tested by exact score tests (Grambsch and Therneau 1994, "
        f"doi:10.1093/biomet/81.3.515) of a change of each log hazard ratio with {scale}, and "
        "inspected by a natural cubic spline through scaled Schoenfeld residuals. "
        f"Software: {versions('scipy')}."
    )
