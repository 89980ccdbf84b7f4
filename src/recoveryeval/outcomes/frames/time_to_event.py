"""Bring your own frame: time until something happens once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.door import numbers, persons, pick
from recoveryeval.outcomes.frames.flags import happened
from recoveryeval.outcomes.frames.history import (
    entries,
    nameless,
    refuse_bad_histories,
    refuse_negative,
)
from recoveryeval.outcomes.outcome import Outcome


def time_to_event(
    data: Any,
    *,
    time: str,
    event: str,
    entry: str | None = None,
    person: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "event",
) -> Outcome:
    """Turn your own table into an outcome: how long until something happened.

    The estimand a model on it will answer for is the distribution of the time
    from your time zero to the event, had nobody's observation been cut short.

    Parameters
    ----------
    data : table
        Table of pandas, polars, arrow, DuckDB or Spark; one row per person, or
        several with ``person`` and ``entry`` (counting process).
    time : str
        Column with the time of the event or of the end of observation, in
        ``unit``, zero or more.
    event : str
        Column that is True/1 where the event happened, False/0 where
        observation ended first. Codes such as 1/2 are refused.
    entry : str or None
        Column with the time from which a row was under observation.
    person : str or None
        Column with the person's id; needed when a person has several rows.
    n : str or None
        Column with how many identical rows each row stands for.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit : str
        Unit of time, for labels.
    name : str
        Name of the outcome, for labels.

    Returns
    -------
    Outcome
        Kind ``time_to_event``; the table's other columns are its covariates.

    Raises
    ------
    OutcomeError
        When a column is missing, an event is coded other than 0/1, a time is
        negative, rows of a person overlap or hold two events.

    Notes
    -----
    A row is at risk at ``t`` when ``entry < t <= time``; without ``entry`` a
    row is at risk from the start, so that events at time zero count.

    References
    ----------
    Andersen PK, Gill RD (1982). doi:10.1214/aos/1176345976

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame({"week": [3, 5, 5], "arrest": [1, 0, 1], "aid": ["a", "a", "b"]})
    >>> rv.time_to_event(weeks, time="week", event="arrest", unit="weeks", name="re-arrest")
    <Outcome time_to_event: re-arrest; 3 rows; in weeks>
    """
    table, roles = arrive(
        data, {"time": time, "event": event, "entry": entry, "person": person, "n": n}, covariates
    )
    parts = pick(table, roles)
    times = numbers(parts["time"], time, unit)
    refuse_negative(times, time)
    flags, checks = happened(parts["event"], event)
    starts, late = entries(parts.get("entry"), entry, times, unit)
    who = persons(parts.get("person"))
    refuse_bad_histories(who, starts, times, flags == 1)
    return bring(
        table,
        "time_to_event",
        {"person": who, "entry": starts, "time": times, "event": flags == 1},
        roles,
        {
            **finite(times, "time"),
            "event missing": np.isnan(flags),
            "entry missing, or not before the end": late,
            "person missing": nameless(who, len(table)),
        },
        name=name,
        unit=unit,
        checks=checks,
    )
