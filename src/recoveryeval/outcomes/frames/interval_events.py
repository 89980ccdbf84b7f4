"""Bring your own frame: something known to have happened between two visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring
from recoveryeval.outcomes.frames.door import numbers, persons, pick
from recoveryeval.outcomes.frames.history import refuse_negative
from recoveryeval.outcomes.outcome import Outcome


def interval_events(
    data: Any,
    *,
    left: str,
    right: str,
    person: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "event",
) -> Outcome:
    """Turn your own table into an outcome known only to lie between two visits.

    The estimand a model on it will answer for is the distribution of the time
    to the event, when visits only bracket it.

    Parameters
    ----------
    data : table
        One row per person.
    left : str
        Column with the last time at which it had not happened, in ``unit``;
        missing means zero.
    right : str
        Column with the first time at which it had happened; missing or
        infinite where it was never seen.
    person, n : str or None
        As in :func:`time_to_event`.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``interval``; half-open intervals ``(left, right]``, exact times
        have ``left`` equal to ``right``.

    Raises
    ------
    OutcomeError
        When a time is negative.

    Notes
    -----
    Rows whose right limit lies before the left one are dropped and counted.

    References
    ----------
    Turnbull BW (1976). doi:10.1111/j.2517-6161.1976.tb01597.x

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame({"l": [0, 90], "r": [90, None]})
    >>> rv.interval_events(seen, left="l", right="r", name="return to use")
    <Outcome interval: return to use; 2 rows; in days>
    """
    table, roles = arrive(
        data, {"left": left, "right": right, "person": person, "n": n}, covariates
    )
    parts = pick(table, roles)
    lower = np.nan_to_num(numbers(parts["left"], left, unit), nan=0.0, posinf=np.inf)
    upper = np.nan_to_num(numbers(parts["right"], right, unit), nan=np.inf, posinf=np.inf)
    refuse_negative(lower, left)
    refuse_negative(upper, right)
    return bring(
        table,
        "interval",
        {
            "person": persons(parts.get("person")),
            "left": lower,
            "right": upper,
        },
        roles,
        {
            "right limit before the left one": upper < lower,
            "left limit infinite": np.isinf(lower),
        },
        name=name,
        unit=unit,
    )
