"""Bring your own frame: something that can happen again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.door import absent, numbers, persons, pick
from recoveryeval.outcomes.frames.flags import happened
from recoveryeval.outcomes.frames.history import refuse_negative, refuse_overlaps
from recoveryeval.outcomes.outcome import Outcome


def recurrent_events(
    data: Any,
    *,
    start: str,
    stop: str,
    event: str,
    person: str,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "event",
) -> Outcome:
    """Turn your own table into an outcome that can happen to a person again and again.

    The estimand a model on it will answer for is the expected number of events
    per person by a given time, or the ratio of event rates.

    Parameters
    ----------
    data : table
        One row per interval ``(start, stop]`` of a person.
    start, stop : str
        Columns with the limits of the interval, in ``unit``.
    event : str
        Column that is True/1 where the event happened at ``stop``.
    person : str
        Column with the person's id.
    n : str or None
        Column with how many identical histories each row stands for.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``recurrent``; the table's other columns are its covariates.

    Raises
    ------
    OutcomeError
        When intervals of a person overlap, a time is negative, or an event is
        coded other than 0/1.

    Notes
    -----
    A person may be out of sight between intervals; such gaps are not at risk.

    References
    ----------
    Lawless JF, Nadeau C (1995). doi:10.1080/00401706.1995.10484300

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> use = pd.DataFrame(
    ...     {"a": [0, 4, 0], "b": [4, 9, 9], "used": [1, 0, 0], "id": ["x", "x", "y"]}
    ... )
    >>> rv.recurrent_events(use, start="a", stop="b", event="used", person="id")
    <Outcome recurrent: event; 3 rows; in days>
    """
    table, roles = arrive(
        data, {"start": start, "stop": stop, "event": event, "person": person, "n": n}, covariates
    )
    parts = pick(table, roles)
    starts, stops = numbers(parts["start"], start, unit), numbers(parts["stop"], stop, unit)
    refuse_negative(stops, stop)
    flags, checks = happened(parts["event"], event)
    who = persons(parts["person"])
    reasons = {
        **finite(stops, "stop"),
        "start missing, or not before stop": np.isnan(starts) | (starts >= stops),
        "event missing": np.isnan(flags),
        **absent(parts, "person"),
    }
    fine = ~np.logical_or.reduce(list(reasons.values()))
    if who is not None:
        refuse_overlaps(who[fine], starts[fine], stops[fine])
    return bring(
        table,
        "recurrent",
        {"person": who, "start": starts, "stop": stops, "event": flags == 1},
        roles,
        reasons,
        name=name,
        unit=unit,
        checks=checks,
    )
