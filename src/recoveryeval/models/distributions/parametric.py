"""Parametric survival: a smooth curve, and how much longer or shorter each group lasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.distributions.parametric_input import fitted, parametric_input
from recoveryeval.models.distributions.parametric_result import Asked, parametric_result
from recoveryeval.models.given_options import is_amount, is_word, one_column
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve_at import checked_times
from recoveryeval.results.model import Model
from recoveryeval.stats.distributions.parametric_families import Distribution
from recoveryeval.stats.distributions.parametric_forms import FORMS, Ratio


def parametric(
    outcome: Outcome,
    formula: str | None = None,
    *,
    distribution: Distribution = "weibull",
    ratio: Ratio | None = None,
    weights: str | None = None,
    cluster: str | None = None,
    times: Sequence[float] | float = (),
    horizon: float | None = None,
    by: str | None = None,
    knots: int = 3,
    conf_level: float = 0.95,
) -> Model:
    """Estimate how much longer or shorter people last, with a smooth curve over time.

    The estimand is the ratio of times, of hazards or of odds between the
    levels of each term; also for events that visits only bracket.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event`` or ``interval``.
    formula : str or None
        Right-hand side, such as ``"arm + age"``; None for one curve.
    distribution : str
        ``exponential``, ``weibull``, ``log_normal``, ``log_logistic``,
        ``generalized_gamma`` or ``spline``.
    ratio : {"time", "hazard", "odds"} or None
        What coefficients are logarithms of. None takes ratios of times, and
        of hazards for ``spline``; ``exponential`` and ``weibull`` can also
        give hazards, ``log_logistic`` odds of having had the event.
    weights : str or None
        Column of probability weights (zero or more); standard errors are then
        robust.
    cluster : str or None
        Column of clusters, such as coach or site, whose people are added up
        for the error. Below 40 clusters errors are corrected for their number
        and judged by t.
    times : sequence of float or float
        Times, in the outcome's unit, at which to add survival averaged over
        the people in the data.
    horizon : float or None
        Time up to which to add the mean time without the event.
    by : str or None
        Factor of the formula; survival and means are then given as if
        everyone had each of its levels, with their differences. It needs
        ``times`` or ``horizon``.
    knots : int
        Number of spline pieces; at least 1, for ``spline`` only.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale, shape parameters, and rows of
        estimand ``survival`` at ``times`` and ``restricted mean time`` at the
        ``horizon``. ``tidy(exponentiate=True)`` is refused when such rows were
        asked for, since they are not logs.

    Raises
    ------
    EstimationError
        When the likelihood has no interior maximum, nobody had the event, a
        time is zero, there is one cluster, or the distribution has no ratio of
        that kind.

    Notes
    -----
    log T = x'beta + scale W, W standard extreme value, normal, logistic or log
    gamma; ``spline``: log H(t|x) = s(log t) + x'beta. Maximum likelihood with
    exact, left-, right- and interval-censored times and late entry. Hazard
    (Weibull) and odds ratios (log-logistic) are exp(-beta / scale). Averages
    over people have delta-method errors; survival has limits on the log-log
    scale. With few clusters each one's score is divided by what the fit has
    left of it, with Satterthwaite's degrees of freedom.

    References
    ----------
    Royston P, Parmar MKB (2002). doi:10.1002/sim.1203.
    Kauermann G, Carroll RJ (2001). doi:10.1198/016214501753382309.
    Kalbfleisch JD, Prentice RL (2002). doi:10.1002/9781118032985

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [2, 4, 5, 8, 9, 12], "event": [1, 1, 0, 1, 1, 0], "arm": list("aabbab")}
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> rv.parametric(stay, "arm").tidy()["term"].tolist()
    ['intercept', 'arm: b', 'log(scale)']

    With one curve and no shape, the hazard is events over time at risk: 4 / 40.

    >>> flat = rv.parametric(stay, distribution="exponential", ratio="hazard")
    >>> flat.tidy(exponentiate=True)["estimate"].round(4).tolist()
    [0.1]
    """
    check_conf_level(conf_level)
    one_column(by, "by")
    _refuse_idle(by, times, horizon)
    given = parametric_input(outcome, formula, weights, cluster)
    fit = fitted(given, distribution, knots)
    asked = Asked(
        formula=formula,
        distribution=distribution,
        ratio=_ratio(distribution, ratio),
        weights=weights,
        cluster=cluster,
        times=tuple(checked_times(times).tolist()) if np.size(times) else (),
        horizon=_horizon(horizon),
        by=by,
        knots=knots,
        conf_level=conf_level,
    )
    return parametric_result(outcome, given, fit, asked)


def _refuse_idle(by: str | None, times: Sequence[float] | float, horizon: float | None) -> None:
    """Raise where levels are named and nothing is asked about them."""
    if by is not None and horizon is None and not np.size(times):
        raise EstimationError(
            "Levels are to be compared, and no time is given to compare them at",
            code="RE-M44",
            column=by,
            do="Add times= for survival or horizon= for mean time, or leave by= out: each level "
            "has its coefficient anyway.",
        )


def _ratio(distribution: Distribution, ratio: Ratio | None) -> Ratio:
    """Return the ratio asked for, or the family's own."""
    known = FORMS[distribution]
    if ratio is not None and not is_word(ratio, known):
        raise EstimationError(
            f"Under this distribution covariates do not multiply the {ratio}",
            code="RE-M46",
            do=f"Use ratio={' or '.join(repr(r) for r in known)}, or another distribution.",
        )
    return ratio or known[0]


def _horizon(horizon: float | None) -> float | None:
    """Return the horizon, or raise where it is not a time."""
    if horizon is not None and not (is_amount(horizon) and horizon > 0):
        raise EstimationError(
            "The horizon must be a number above zero",
            code="RE-M29",
            do="Give a time in the unit of the outcome, such as horizon=180.",
        )
    return horizon
