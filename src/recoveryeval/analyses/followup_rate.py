"""The follow-up rate: of everyone who was due, who was interviewed, and who was lost."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from recoveryeval.analyses.everyone_and_groups import everyone_and_groups
from recoveryeval.analyses.followup_rate_fates import Fates, fates
from recoveryeval.analyses.followup_rate_intakes import (
    Intakes,
    intakes,
    require_interviews,
)
from recoveryeval.analyses.followup_rate_rows import rows_of
from recoveryeval.analyses.followup_rate_rule import followup_rule
from recoveryeval.analyses.followup_rate_told import lost_rows, result_of
from recoveryeval.analyses.followup_rate_windows import Windows, windows
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.programs.program import Program
from recoveryeval.results.result import Result


def followup_rate(
    data: Program | Cohort,
    *,
    definition: str | os.PathLike[str] = "gpra",
    by: str | None = None,
    due: int | None = None,
    early: int | None = None,
    late: int | None = None,
    unit: Literal["months", "days"] | None = None,
    arithmetic: Literal["anniversary", "intake"] | None = None,
    due_when: Literal["closed", "opened"] | None = None,
    counted_from: Literal["anchor", "baseline"] | None = None,
    waves: str | Sequence[str] | None = None,
    instrument: str | Sequence[str] | None = None,
    status_column: str | None = None,
    columns: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> Result:
    """Count who was due for a follow-up interview, who was interviewed in time, and who was lost.

    The estimand is the share interviewed inside the window, of everyone whose
    window has closed, and of those of them who are alive.

    Parameters
    ----------
    data : Program or Cohort
        Every enrollment of a program, or the people of a cohort.
    definition : str or path
        ``"gpra"`` (six months, from one month before to two after), ``"suprt"``
        (180 days, 30 before to 30 after), ``"suprt_annual"``, or your own file.
    by : str or None
        Column of groups, such as ``"site"`` or ``"arm"``.
    due, early, late : int or None
        When an interview is due, and how long before and after that its window
        lasts, in ``unit``.
    unit : {"months", "days"} or None
        Months are calendar months: 31 May and six months are 30 November.
    arithmetic : {"anniversary", "intake"} or None
        With months, count the edges of the window from the anniversary, or from
        intake; at the end of a month they differ.
    due_when : {"closed", "opened"} or None
        Whether someone is due when the window has closed, or has opened.
    counted_from : {"anchor", "baseline"} or None
        Day 0: intake, or the first baseline interview that was held.
    waves, instrument : str, sequence of str or None
        Which interviews count; by default any instrument.
    status_column : str or None
        Column of the assessments with the follow-up status (deceased, located
        and not), in words or in the definition's codes.
    columns : sequence of str or None
        What to compare the lost and the followed in; None is all that was known
        at intake.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Kind ``followup_rate``. Rows by ``group`` and federal fiscal quarter in
        which the interview was due (``level``): counts of people (``estimand``
        ``number of people``) and rates with ``denominator``; and standardized
        differences between those lost and those followed (``contrast``).

    Raises
    ------
    CohortError
        When nobody's window can be placed, or a column does not exist.
    OutcomeError
        When the definition or a parameter is not allowed.

    Notes
    -----
    Everyone due has one fate: interviewed inside the window; deceased before it
    closed; interviewed outside it; located; not located; no record. Wilson's
    limits. October 2024 lies in federal fiscal year 2025. A standardized
    difference is the difference of means by the root of the mean of the two
    variances; above 0.1 it is worth a look.

    References
    ----------
    Austin PC (2009). doi:10.1002/sim.3697
    Newcombe RG (1998).
    doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E

    Examples
    --------
    Five people who came on 31 May: in time, late, refused, nobody knows, died.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> who = ["1", "2", "3", "4", "5"]
    >>> person = pd.DataFrame({"person_id": who})
    >>> episode = pd.DataFrame({"episode_id": who, "person_id": who, "anchor": "2024-05-31"})
    >>> held = pd.DataFrame(
    ...     {
    ...         "assessment_id": ["a", "b", "c"],
    ...         "person_id": ["1", "2", "3"],
    ...         "instrument": "GPRA",
    ...         "wave": "month_6",
    ...         "date": ["2024-10-30", "2025-01-31", None],
    ...         "status": ["complete", "complete", "refused"],
    ...     }
    ... )
    >>> died = pd.DataFrame(
    ...     {"event_id": ["d"], "person_id": ["5"], "type": ["death"], "start": ["2024-12-01"]}
    ... )
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "assessment": held, "event": died},
    ...     extract_date="2025-03-31",
    ... )
    >>> rate = rv.followup_rate(made).tidy()
    >>> inside = rate["estimand"] == "share interviewed inside the window"
    >>> rate[inside & (rate["level"] == "")][["term", "estimate", "denominator"]].head(2)
                  term  estimate  denominator
    7  of everyone due      0.20            5
    8   of those alive      0.25            4
    """
    given = {
        "due": due, "early": early, "late": late, "unit": unit, "arithmetic": arithmetic,
        "due_when": due_when, "counted_from": counted_from, "waves": waves,
        "instrument": instrument, "status_column": status_column,
    }  # fmt: skip
    check_conf_level(conf_level)
    rule = followup_rule(definition, given)
    of = intakes(data)
    require_interviews(of)
    frames = windows(of, rule)
    found = fates(of, frames, rule)
    table = _table(of, frames, found, by=by, conf_level=conf_level)
    lost = lost_rows(of, found, columns)
    parameters = {"definition": rule.named.id, **given, "by": by, "conf_level": conf_level}
    return result_of((of, frames, found), rule, table, lost, parameters)


def _table(
    of: Intakes, frames: Windows, found: Fates, *, by: str | None, conf_level: float
) -> pd.DataFrame:
    """Return counts and rates of everyone, of each group, and of each quarter."""
    rows: list[dict[str, Any]] = []
    quarters = sorted({str(q) for q in frames.quarter if q})
    for name, mask in everyone_and_groups(of.frame, by).items():
        for level in ("", *quarters):
            own = mask & (frames.quarter == level) if level else mask
            if not own.any():
                continue
            told = rows_of(found.fate[own], frames.state[own], conf_level, quarter=bool(level))
            rows += [{**row, "group": name, "level": level} for row in told]
    return pd.DataFrame(rows)
