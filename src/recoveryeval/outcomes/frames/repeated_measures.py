"""Bring your own frame: a score measured several times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.code_like import code_like
from recoveryeval.outcomes.frames.door import absent, numbers, persons, pick
from recoveryeval.outcomes.frames.wave_factor import in_time
from recoveryeval.outcomes.outcome import Outcome


def repeated_measures(
    data: Any,
    *,
    value: str,
    person: str,
    wave: str | None = None,
    day: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "score",
) -> Outcome:
    """Turn your own table into a score that each person gives several times.

    The estimand a model on it will answer for is the mean score at each wave,
    or its slope over time, in everyone who started.

    Parameters
    ----------
    data : table
        One row per person and occasion.
    value : str
        Column with the score.
    person : str
        Column with the person's id.
    wave : str or None
        Column with the planned occasion; used as a factor.
    day : str or None
        Column with the time of measurement, in ``unit``; used as a number.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``repeated``. Rows without a score are dropped and counted.

    Raises
    ------
    OutcomeError
        When neither ``wave`` nor ``day`` is named, or a person has two rows at
        the same wave.

    Notes
    -----
    Two interviews at one wave are not averaged: which of them counts is a rule
    that has to be stated first. Usual codes of missing answers that lie apart
    from all scores, such as -9, are a concern in ``checks()``; they are kept.

    References
    ----------
    Laird NM, Ware JH (1982). doi:10.2307/2529876

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> scores = pd.DataFrame({"id": ["x", "x"], "month": [0, 3], "gse": [24.0, 29.0]})
    >>> rv.repeated_measures(scores, value="gse", person="id", wave="month")
    <Outcome repeated: score; 2 rows; in days>
    """
    _require_occasion(wave, day)
    table, roles = arrive(
        data, {"value": value, "person": person, "wave": wave, "day": day}, covariates
    )
    parts = pick(table, roles)
    scores = numbers(parts["value"], value)
    who = persons(parts["person"])
    reasons = {
        **finite(scores, "score"),
        **absent(parts, "person", "wave", "day"),
    }
    _refuse_twice(table.loc[~np.logical_or.reduce(list(reasons.values()))], person, wave)
    return bring(
        table,
        "repeated",
        {
            "person": who,
            "wave": in_time(parts.get("wave")),
            "day": None if day is None else numbers(parts["day"], day, unit),
            "value": scores,
        },
        roles,
        reasons,
        name=name,
        unit=unit,
        checks=code_like(scores, value),
    )


def _require_occasion(wave: str | None, day: str | None) -> None:
    """Raise when neither a wave nor a day is named."""
    if wave is None and day is None:
        raise OutcomeError(
            "Repeated measures need an occasion",
            code="RE-O09",
            do="Name wave= (a planned occasion) or day= (a time of measurement).",
        )


def _refuse_twice(table: pd.DataFrame, person: str, wave: str | None) -> None:
    """Raise when a person has two scores at one wave."""
    if wave is not None and table[[person, wave]].duplicated().any():
        raise OutcomeError(
            "Some people have two scores at one wave",
            code="RE-I02",
            column=wave,
            rows=int(table[[person, wave]].duplicated().sum()),
            do="Keep one row per person and wave by a stated rule.",
        )
