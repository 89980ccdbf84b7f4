"""The survival curve of events known only to lie between two visits."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.bracketed.interval_checks import interval_checks
from recoveryeval.models.bracketed.interval_fit import IntervalFit, interval_fit
from recoveryeval.models.bracketed.interval_input import interval_input
from recoveryeval.models.bracketed.interval_record import interval_spec, interval_summary
from recoveryeval.models.bracketed.interval_words import curve_methods
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.survival.survival_words import compared, curve_labels, state_of
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.interval_curve import IntervalCurve
from recoveryeval.results.status import worst


def interval_censored(
    outcome: Outcome,
    by: str | None = None,
    *,
    rng: int | np.random.Generator | None = None,
    n_boot: int = 500,
    conf_level: float = 0.95,
) -> IntervalCurve:
    """Estimate the share of people without the event when visits only bracket its time.

    The estimand is S(t), the probability of being free of the event beyond t,
    if visits take place without regard to whether it has happened.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``interval``, one row per person.
    by : str or None
        Column that groups people; one curve each. Groups keep the order of a
        categorical column, others are sorted.
    rng : int, numpy.random.Generator or None
        Source of randomness for confidence limits; None gives no limits.
    n_boot : int
        How many times people are resampled, at least 100.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.

    Returns
    -------
    IntervalCurve
        ``tidy()`` has a row for each stretch ``time_from`` to ``time`` within
        which the curve falls, in columns ``group, time_from, time, estimand,
        estimate, std_error, conf_low, conf_high, conf_level, n, n_risk,
        status, method, reason``; ``estimate`` is the curve at ``time``.
        ``n_risk`` counts people known to be without the event just before.
        ``at(times)`` answers with two bounds where a time lies inside such a
        stretch.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, a person has several rows, a
        declared group is empty, or the curve cannot be certified as the one
        of largest likelihood.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    An event lies in ``(left, right]``; exact times have equal ends. S is the
    nonparametric maximum-likelihood estimate: it falls only within innermost
    intervals, and how it falls within one the data do not say. Constrained
    Newton steps stop when no gradient of the log-likelihood per person
    exceeds 1, which certifies the maximum and is a row of ``checks()``.
    Errors are the spread of the curve when people are resampled, limits are
    on the log-log scale; they are sound where visits follow a schedule that
    people share, and approximate where each person's visits have times of
    their own. With exact and right-censored times S is the Kaplan-Meier curve.

    References
    ----------
    Turnbull BW (1976). doi:10.1111/j.2517-6161.1976.tb01597.x
    Gentleman R, Geyer CJ (1994). doi:10.1093/biomet/81.3.618
    Wang Y (2007). doi:10.1111/j.1467-9868.2007.00583.x

    Examples
    --------
    Six people, interviewed at months 3, 6 and 12. Two had used again by month
    3, one more by month 6; one was free of use at month 6 and not seen again,
    two at month 12. S(3) = 4/6, S(6) = 3/6.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame({"free": [0, 0, 3, 6, 12, 12], "used": [3, 3, 6, None, None, None]})
    >>> use = rv.interval_events(seen, left="free", right="used", unit="months", name="relapse")
    >>> curve = rv.interval_censored(use)
    >>> curve.tidy()[["time_from", "time", "n_risk", "estimate"]].round(4)
       time_from  time  n_risk  estimate
    0        0.0   3.0     4.0    0.6667
    1        3.0   6.0     3.0    0.5000
    2       12.0  12.0     2.0    0.5000
    >>> curve.at([4, 6]).tidy()[["time", "estimate", "bound_low", "bound_high"]].round(4)
       time  estimate  bound_low  bound_high
    0   4.0       NaN        0.5      0.6667
    1   6.0       0.5        0.5      0.5000
    """
    check_conf_level(conf_level)
    fit = interval_fit(interval_input(outcome, by), rng=rng, n_boot=n_boot, conf_level=conf_level)
    parameters = {
        "by": by,
        "conf_level": conf_level,
        "n_boot": fit.n_boot,
        "rng": rng if isinstance(rng, int) else None,
    }
    return _curve(outcome, fit, parameters)


def _curve(
    outcome: Outcome, fit: IntervalFit, parameters: dict[str, str | float | int | None]
) -> IntervalCurve:
    """Return the Curve of a fit."""
    by = None if parameters["by"] is None else str(parameters["by"])
    table = fit.rows().assign(outcome=outcome.name, conf_level=fit.conf_level)
    own = interval_checks(fit.found, fit.curves, unit=outcome.unit, limited=fit.n_boot > 0)
    return IntervalCurve(
        kind="interval_censored",
        title=f"Share of people {state_of(outcome)}{compared(by)}, events between visits",
        table=table,
        summary=interval_summary(outcome, fit.found, fit.curves, worst(table["status"].unique())),
        spec=interval_spec("interval_censored", parameters, (outcome, fit.found)),
        estimand=estimand_of(
            outcome,
            f"probability of being {state_of(outcome)} beyond each time{compared(by)}",
            dropped=fit.found.dropped,
        ),
        methods_text=curve_methods(by, fit.n_boot, fit.conf_level),
        check_rows=(*outcome.check_rows, *fit.found.check_rows, *own),
        labels=curve_labels(outcome, by),
        plot_name="interval_curve",
        extras=fit.extras(),
    )
