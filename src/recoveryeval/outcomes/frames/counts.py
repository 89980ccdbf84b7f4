"""Bring your own frame: how often something happened in how much time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.code_like import code_like
from recoveryeval.outcomes.frames.door import numbers, persons, pick
from recoveryeval.outcomes.frames.history import refuse_negative
from recoveryeval.outcomes.outcome import Outcome


def counts(
    data: Any,
    *,
    count: str,
    exposure: str,
    person: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "count",
) -> Outcome:
    """Turn your own table into a count over a stretch of observed time.

    The estimand a model on it will answer for is the rate per unit of time.

    Parameters
    ----------
    data : table
        One row per person or stretch of time.
    count : str
        Column with whole numbers of zero or more.
    exposure : str
        Column with the observed time, in ``unit``, above zero.
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
        Kind ``count``. Rows without exposure are dropped and counted.

    Raises
    ------
    OutcomeError
        When a count is negative.

    Notes
    -----
    A rate is the number of events divided by the time in which they could
    have been seen.

    References
    ----------
    Breslow NE, Day NE (1987). ISBN 978-92-832-1182-2

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> visits = pd.DataFrame({"visits": [3, 0], "days": [90, 30]})
    >>> rv.counts(visits, count="visits", exposure="days")
    <Outcome count: count; 2 rows; in days>
    """
    table, roles = arrive(
        data, {"count": count, "exposure": exposure, "person": person, "n": n}, covariates
    )
    parts = pick(table, roles)
    found, observed = numbers(parts["count"], count), numbers(parts["exposure"], exposure, unit)
    refuse_negative(found, count)
    refuse_negative(observed, exposure)
    return bring(
        table,
        "count",
        {
            "person": persons(parts.get("person")),
            "count": found,
            "exposure": observed,
        },
        roles,
        {
            **finite(found, "count"),
            "count not a whole number": found != np.floor(found),
            "no observed time": ~(observed > 0) | np.isinf(observed),
        },
        name=name,
        unit=unit,
        checks=code_like(found, count),
    )
