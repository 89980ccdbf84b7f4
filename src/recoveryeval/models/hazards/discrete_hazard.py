"""Discrete-time hazard: the chance of the event in each period, for those still without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from recoveryeval.engines.glm import fit_binomial
from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import check_option
from recoveryeval.models.hazards.discrete_input import period_cells
from recoveryeval.models.hazards.discrete_result import discrete_result
from recoveryeval.models.hazards.discrete_variance import discrete_variance
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.stats.bracketed.person_periods import PersonPeriods
from recoveryeval.stats.even_columns import even_columns


def discrete_hazard(
    outcome: Outcome,
    formula: str,
    *,
    period: float = 1.0,
    visits: Sequence[float] | None = None,
    link: Literal["logit", "cloglog"] = "cloglog",
    baseline: Literal["periods", "linear", "quadratic"] = "periods",
    cluster: str | None = None,
    weights: str | None = None,
    conf_level: float = 0.95,
) -> Model:
    """Estimate who has the event sooner when time is known only in weeks, months or visits.

    The estimand is the ratio of odds (``logit``) or of hazards (``cloglog``)
    of the event per period, among those still without it.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``, or ``interval`` where nobody missed a visit
        between the last without and the first with the event.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    period : float
        Length of a period, in the outcome's unit; not used with ``visits``.
    visits : sequence of float or None
        Times of interviews, in the outcome's unit, which end the periods.
        None takes periods of equal length, and for kind ``interval`` the
        visits in the data.
    link : {"logit", "cloglog"}
        ``cloglog`` gives hazard ratios of an underlying continuous time.
    baseline : {"periods", "linear", "quadratic"}
        One level per period, or a trend over periods.
    cluster : str or None
        Column of clusters, such as the coach; the variance adds up the people
        of one, and is corrected where there are fewer than 40.
    weights : str or None
        Column of probability weights; the variance is robust.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale, baseline terms first.

    Raises
    ------
    EstimationError
        When a period or a level has no event or nothing but events, or the
        fit did not converge.

    Notes
    -----
    g(P(T in period j | T not before)) = a_j + x'beta, as a binomial regression
    on cells of people at risk and events by period and covariate pattern. A
    period ends with its visit; people censored within a period leave before it.
    With clusters the sandwich adds up the scores of a cluster; below 40 it is
    bias-reduced (CR2) and each term is judged by t with degrees of freedom of
    its own. Weights alone give each person a score of their own.

    References
    ----------
    Prentice RL, Gloeckler LA (1978). doi:10.2307/2529588.
    Allison PD (1982). doi:10.2307/270718
    Kauermann G, Carroll RJ (2001). doi:10.1198/016214501753382309

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {
    ...         "week": [1, 2, 2, 1, 2, 2],
    ...         "event": [1, 1, 0, 1, 0, 1],
    ...         "age": [30, 41, 50, 28, 35, 39],
    ...     }
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> rv.discrete_hazard(stay, "age", baseline="linear").tidy()["term"].tolist()
    ['intercept', 'period', 'age']
    """
    check_option("link", link, ("logit", "cloglog"))
    check_option("baseline", baseline, ("periods", "linear", "quadratic"))
    given = period_cells(outcome, formula, (period, visits), cluster=cluster, weights=weights)
    cells = given.cells
    base, names = _baseline(cells, baseline)
    x = np.column_stack([base, cells.patterns[cells.pattern]])
    even, turn = even_columns(x, _constant(x.shape[1], len(names), baseline))
    fit = fit_binomial(cells.events, cells.at_risk, even, link=link)
    known = discrete_variance(fit, given, even, turn, link)
    parameters = {
        "formula": formula,
        "period": period,
        "visits": None if visits is None else [float(v) for v in visits],
        "link": link,
        "baseline": baseline,
        "cluster": cluster,
        "weights": weights,
        "conf_level": conf_level,
    }
    return discrete_result(outcome, given, (known, fit.log_likelihood), names, parameters)


def _constant(columns: int, of_baseline: int, kind: str) -> np.ndarray:
    """Return which columns (q,) add up to one: all periods together, or the intercept."""
    ones = of_baseline if kind == "periods" else 1
    return (np.arange(columns) < ones).astype(float)


def _baseline(cells: PersonPeriods, kind: str) -> tuple[np.ndarray, list[str]]:
    """Return baseline columns (cells, b) and their names."""
    if kind == "periods":
        levels = np.unique(cells.period)
        events = np.array([cells.events[cells.period == level].sum() for level in levels])
        if (events == 0).any():
            raise EstimationError(
                "Some periods have no event, so they cannot have a level of their own",
                code="RE-E08",
                rows=int((events == 0).sum()),
                do="Use longer periods, or baseline='linear' or 'quadratic'.",
            )
        return (cells.period[:, None] == levels).astype(float), [f"period: {v}" for v in levels]
    degree = 1 if kind == "linear" else 2
    columns = [np.ones(len(cells.period))] + [cells.period**d for d in range(1, degree + 1)]
    return np.column_stack(columns), ["intercept", "period", "period squared"][: degree + 1]
