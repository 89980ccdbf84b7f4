"""Smooth survival curves, drawn over the curve that assumes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.models.bracketed.interval_censored import interval_censored
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.kaplan_meier import kaplan_meier
from recoveryeval.models.distributions.parametric_curves_result import (
    AS_SEEN,
    POINTS,
    curves_result,
)
from recoveryeval.models.distributions.parametric_input import fitted, parametric_input
from recoveryeval.models.distributions.parametric_rows import survival_rows
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve_at import checked_times
from recoveryeval.results.result import Result
from recoveryeval.stats.distributions.parametric_families import Distribution

EVERYONE = "everyone"
COLUMNS = ["group", "time", "estimate", "time_from", "n"]


def parametric_curves(
    outcome: Outcome,
    formula: str | None = None,
    *,
    by: str | None = None,
    distribution: Distribution = "weibull",
    knots: int = 3,
    times: Sequence[float] | float = (),
    conf_level: float = 0.95,
) -> Result:
    """Draw smooth curves of a parametric model over the curve that the data give alone.

    The estimand is the probability of being without the event at each time,
    averaged over the people in the data, had all of them been in the group.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event`` or ``interval``.
    formula : str or None
        Right-hand side, as in :func:`parametric`; None takes ``by`` alone.
    by : str or None
        Factor whose levels become curves.
    distribution : str
        As in :func:`parametric`.
    knots : int
        Number of spline pieces.
    times : sequence of float or float
        Times at which to compute the curves; 61 even ones by default, up to
        the last observed time.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.

    Returns
    -------
    Result
        Rows of estimand ``survival`` by ``group`` and ``time``, their
        differences, and rows ``survival, no form assumed``: Kaplan-Meier, or
        Turnbull where visits bracket the event. ``plot()`` draws them
        together.

    Raises
    ------
    EstimationError
        As :func:`parametric`.

    Notes
    -----
    A smooth curve that leaves the steps behind says that its form is wrong.
    The check ``distance_from_data`` gives the largest gap. With covariates
    beside ``by`` the two are of different people: the smooth curve is averaged
    over everyone, the steps are not.

    References
    ----------
    Kalbfleisch JD, Prentice RL (2002). doi:10.1002/9781118032985

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame({"week": [2, 4, 5, 8, 9, 12], "event": [1, 1, 0, 1, 1, 0]})
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> found = rv.parametric_curves(stay, distribution="exponential", times=[10])
    >>> round(float(found.tidy()["estimate"].iloc[0]), 4)
    0.3679
    """
    check_conf_level(conf_level)
    used = formula if formula is not None or by is None else by
    given = parametric_input(outcome, used)
    fit = fitted(given, distribution, knots)
    at = (
        checked_times(times) if np.size(times) else np.linspace(0, outcome.follow_up or 1.0, POINTS)
    )
    smooth = survival_rows(
        fit, given, by=by, times=at.tolist(), last=outcome.follow_up, conf_level=conf_level
    )
    smooth = smooth.assign(group=smooth["group"].replace("", EVERYONE))
    steps = _steps(outcome, by)
    parameters = {
        "formula": used,
        "by": by,
        "distribution": distribution,
        "knots": knots,
        "times": at.tolist(),
        "conf_level": conf_level,
    }
    return curves_result(outcome, (given, fit), (smooth, steps), parameters)


def _steps(outcome: Outcome, by: str | None) -> pd.DataFrame:
    """Return the curve that assumes no form, by group."""
    curve = (
        interval_censored(outcome, by) if outcome.kind == "interval" else kaplan_meier(outcome, by)
    )
    table = curve.tidy()
    kept = table[[c for c in [*COLUMNS, "status", "reason"] if c in table]]
    return kept.assign(term="survival", estimand=AS_SEEN)
