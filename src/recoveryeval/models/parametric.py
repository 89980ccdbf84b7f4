"""Parametric survival: a smooth curve, and how much longer or shorter each group lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design
from recoveryeval.models.parametric_result import parametric_result
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.stats.parametric_fit import fit_parametric
from recoveryeval.stats.parametric_likelihood import Bracketed


def parametric(
    outcome: Outcome,
    formula: str | None = None,
    *,
    distribution: Literal[
        "weibull", "log_normal", "log_logistic", "generalized_gamma", "spline"
    ] = "weibull",
    times: Sequence[float] = (),
    knots: int = 3,
    conf_level: float = 0.95,
) -> Model:
    """Estimate how much longer or shorter people last, with a smooth curve over time.

    The estimand is the ratio of times (accelerated failure time families) or
    of hazards (``spline``) between the levels of each term; also for events
    that visits only bracket.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event`` or ``interval``.
    formula : str or None
        Right-hand side, such as ``"arm + age"``; None for one curve.
    distribution : str
        ``weibull``, ``log_normal``, ``log_logistic``, ``generalized_gamma``
        or ``spline``.
    times : sequence of float
        Times, in the outcome's unit, at which to add survival averaged over
        the people in the data.
    knots : int
        Number of spline pieces; at least 1, used by ``spline`` only.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale, shape parameters, and rows of
        estimand ``survival`` at ``times``. ``tidy(exponentiate=True)`` is
        refused when survival rows were asked for, since they are not logs.

    Raises
    ------
    EstimationError
        When the likelihood has no interior maximum, nobody had the event, or
        a time is zero.

    Notes
    -----
    log T = x'beta + scale W, W standard extreme value, normal, logistic or log
    gamma; ``spline``: log H(t|x) = s(log t) + x'beta. Maximum likelihood with
    exact, right-censored and bracketed times and late entry.

    References
    ----------
    Royston P, Parmar MKB (2002). doi:10.1002/sim.1203.
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
    """
    data, found = _sample(outcome, formula)
    fit = fit_parametric(data, distribution, knots=knots)
    return parametric_result(
        outcome,
        data,
        found,
        fit,
        parameters={"formula": formula, "distribution": distribution, "times": list(times)},
        times=times,
        conf_level=conf_level,
    )


def _sample(outcome: Outcome, formula: str | None) -> tuple[Bracketed, Design | None]:
    """Return times as brackets with their design (an intercept alone without a formula)."""
    if outcome.kind not in ("time_to_event", "interval"):
        raise EstimationError(
            f"A parametric survival model needs times to one event, not kind {outcome.kind}",
            code="RE-M06",
            do="Give an outcome of time_to_event(), interval_events() or retention().",
        )
    found = None
    frame = outcome.data
    if formula is not None:
        found = design(frame, formula, covariates=outcome.covariates, intercept=True)
        frame = frame.loc[found.kept]
    lower, upper, entry = _brackets(frame, outcome.kind)
    x = np.ones((len(frame), 1)) if found is None else found.matrix
    data = Bracketed(lower, upper, entry, frame["n"].to_numpy(dtype=float), x)
    _guard(data)
    return data, found


def _brackets(frame: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return lower and upper limit and entry of each row (rows,)."""
    if kind == "interval":
        lower = frame["left"].to_numpy(dtype=float)
        return lower, frame["right"].to_numpy(dtype=float), np.full(len(frame), -np.inf)
    time = frame["time"].to_numpy(dtype=float)
    upper = np.where(frame["event"].to_numpy(dtype=bool), time, np.inf)
    return time, upper, frame["entry"].to_numpy(dtype=float)


def _guard(data: Bracketed) -> None:
    """Raise where nothing happened, or something happened at time zero."""
    happened = ~np.isinf(data.upper)
    if not (data.n[happened] > 0).any():
        raise EstimationError(
            "Nobody had the event, so no curve can be estimated",
            code="RE-E03",
            rows=len(data.lower),
            do="Report the number of people and their time at risk.",
        )
    if (data.upper <= 0).any():
        raise EstimationError(
            "Events at time zero have no place in a parametric model of log time",
            code="RE-E21",
            rows=int((data.upper <= 0).sum()),
            do="Add half a unit to every time, state it, and build the outcome again.",
        )
