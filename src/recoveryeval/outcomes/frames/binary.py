"""Bring your own frame: yes or no, once or at several waves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring
from recoveryeval.outcomes.frames.door import absent, persons, pick
from recoveryeval.outcomes.frames.flags import happened
from recoveryeval.outcomes.frames.wave_factor import in_time
from recoveryeval.outcomes.outcome import Outcome


def binary(
    data: Any,
    *,
    value: str,
    person: str | None = None,
    wave: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "outcome",
) -> Outcome:
    """Turn your own table into a yes-or-no outcome.

    The estimand a model on it will answer for is the share of people with yes.

    Parameters
    ----------
    data : table
        One row per person, or per person and wave.
    value : str
        Column that is True/1 for yes and False/0 for no.
    person, wave : str or None
        Columns with the person's id and the planned occasion.
    n : str or None
        Column with how many identical rows each row stands for.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``binary``. Rows without an answer are dropped and counted.

    Raises
    ------
    OutcomeError
        When an answer is coded other than 0/1.

    Notes
    -----
    An unknown answer is missing; it is never read as no.

    References
    ----------
    Newcombe RG (1998).
    doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> answers = pd.DataFrame({"abstinent": [1, 0, 1], "arm": ["a", "a", "b"]})
    >>> rv.binary(answers, value="abstinent", name="abstinent at six months")
    <Outcome binary: abstinent at six months; 3 rows; in days>
    """
    table, roles = arrive(
        data, {"value": value, "person": person, "wave": wave, "n": n}, covariates
    )
    parts = pick(table, roles)
    _refuse_totals(parts, value)
    flags, checks = happened(parts["value"], value)
    return bring(
        table,
        "binary",
        {
            "person": persons(parts.get("person")),
            "wave": in_time(parts.get("wave")),
            "value": flags == 1,
        },
        roles,
        {
            "answer missing": np.isnan(flags),
            **absent(parts, "wave"),
        },
        name=name,
        unit=unit,
        checks=checks,
    )


def _refuse_totals(parts: dict[str, pd.Series], name: str) -> None:
    """Raise where a column counts the yeses among ``n``, as tables of papers do."""
    given = parts.get("n")
    if given is None or not all(
        pd.api.types.is_numeric_dtype(c.dtype) and not pd.api.types.is_bool_dtype(c.dtype)
        for c in (parts["value"], given)
    ):
        return
    yes, of = (c.to_numpy(dtype="float64", na_value=np.nan) for c in (parts["value"], given))
    known = np.isfinite(yes) & np.isfinite(of)
    _refuse_shares(yes[known], of[known], name)
    if (yes[known] > 1).any() and (yes[known] >= 0).all() and (yes[known] <= of[known]).all():
        raise OutcomeError(
            "The column counts how many said yes, where each row must be a yes or a no",
            code="RE-V09",
            column=name,
            rows=int((yes[known] > 1).sum()),
            do="Write two rows per group, one of yes and one of no, with n= how many people each "
            "stands for; the row of no takes the rest of the total. A percentage becomes people "
            "first: round(percent / 100 * total).",
        )


def _refuse_shares(yes: np.ndarray, of: np.ndarray, name: str) -> None:
    """Raise where a column holds the share of yeses (k,) among ``of`` people (k,)."""
    between = (yes > 0) & (yes < 1)
    if between.any() and (yes >= 0).all() and (yes <= 1).all() and (of > 1).any():
        raise OutcomeError(
            "The column holds shares of people, where each row must be a yes or a no",
            code="RE-V09",
            column=name,
            rows=int(between.sum()),
            do="Write two rows per group, one of yes with n= round(share * total) people and one "
            "of no with the rest.",
        )
