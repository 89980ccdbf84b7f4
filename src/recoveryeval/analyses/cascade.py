"""The cascade of care: how many people take each step, how long it takes, and where they leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.analyses.cascade_options import require_options
from recoveryeval.analyses.cascade_path import Stage, stages
from recoveryeval.analyses.cascade_people import People, people_of
from recoveryeval.analyses.cascade_rows import group_rows
from recoveryeval.analyses.cascade_step import CascadeStep
from recoveryeval.analyses.cascade_steps import steps_of
from recoveryeval.analyses.cascade_told import checks_of, estimand_of, labels_of, methods_of
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec


def cascade(
    cohort: Cohort,
    steps: Sequence[str | CascadeStep],
    *,
    by: str | None = None,
    horizon_days: int | None = None,
    without_episode: Literal["counted", "included"] = "counted",
    after_end: Literal["left_out", "counted"] = "left_out",
    order: Literal["after", "any"] = "after",
    conf_level: float = 0.95,
) -> Result:
    """Count how many people take each step of care, how soon, and what ends the way of the others.

    The estimand is the share of people who take each step, of those who took the
    step before and of everyone at the start.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    steps : sequence of str or CascadeStep
        Names of steps (``"outreach_contact"``, ``"enrolled"``, ``"first_contact"``,
        ``"referred"``, ``"assessment_scheduled"``, ``"referral_attended"``,
        ``"assessed"``, ``"waiting_list"``, ``"started_medication"``, ``"retained"``)
        or your own from :func:`cascade_step`, in their order.
    by : str or None
        Column of groups, such as ``"arm"``.
    horizon_days : int or None
        Days from time zero after which nothing is counted.
    without_episode : {"counted", "included"}
        Whether people with records but no enrollment are counted in a check,
        or are in the cascade, followed from their first record.
    after_end : {"left_out", "counted"}
        Whether steps after the recorded end of an enrollment count. Where they
        do not, an end is a way out.
    order : {"after", "any"}
        Whether a step counts from the day of the step before on only, or also
        where its first record is earlier, as with a medication that is renewed.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Kind ``cascade``; rows by ``term`` (step) and ``group``. ``estimand`` is
        ``share of the previous step``, ``share of all at the start``, ``days
        from the previous step`` (``level`` median and quartiles) or ``no
        further step`` (by ``cause``).

    Raises
    ------
    OutcomeError
        When a step, an option or a group is not known.

    Notes
    -----
    A step counts while the person is observed. Steps that are optional are not needed for later
    ones. Shares have Wilson's limits. Times are quantiles of the Aalen-Johansen
    incidence of the step among those at the step before: death and recorded
    ends compete, the end of observation censors. A quantile that too few
    people reached is missing, and its row flagged.

    References
    ----------
    Wilson EB (1927). doi:10.1080/01621459.1927.10502953.
    Aalen OO, Johansen S (1978). Scandinavian Journal of Statistics 5:141-150.

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(400)
    >>> way = rv.cascade(
    ...     rv.cohort(program), ["referred", "referral_attended", "started_medication"]
    ... )
    >>> rows = way.tidy()
    >>> rows = rows[rows["estimand"] == "share of all at the start"]
    >>> dict(zip(rows["term"], rows["n"].tolist(), strict=True))
    {'at the start': 400, 'referred': 303, 'referral attended': 191, 'started medication': 65}
    """
    choices = {"without_episode": without_episode, "after_end": after_end, "order": order}
    require_options(cohort, horizon_days, conf_level, choices)
    chosen = steps_of(steps)
    tables = [rows.table for step in chosen for rows in step.rows]
    people = people_of(cohort, tables, by=by, without_episode=without_episode, after_end=after_end)
    horizon = np.inf if horizon_days is None else float(horizon_days)
    found = stages(chosen, people, cohort.program, horizon=horizon, in_order=order == "after")
    asked = {"steps": [s.name for s in chosen], "by": by, "horizon_days": horizon_days}
    return Result(
        kind="cascade",
        title=f"Cascade of care: {_people(len(people.last))}",
        table=_table(found, people, conf_level),
        summary=pd.DataFrame({"n": [len(people.last)], "unit": ["people"]}),
        spec=_spec(people, found, {**asked, **choices, "conf_level": conf_level}),
        estimand=estimand_of(cohort, horizon_days),
        methods_text=methods_of(chosen, after_end, order),
        check_rows=(*cohort.check_rows, *checks_of(found, people, without_episode)),
        labels=labels_of(cohort, chosen, horizon_days),
        plot_name="cascade",
        extras={"definitions": {step.name: step.sentence for step in chosen}},
    )


def _people(n: int) -> str:
    """Return a number of people in words."""
    return "1 person" if n == 1 else f"{n:,} people"


def _table(found: tuple[Stage, ...], people: People, conf_level: float) -> pd.DataFrame:
    """Return the tidy rows of every group."""
    return pd.DataFrame(
        [
            row
            for label in people.labels
            for row in group_rows(found, people.group == label, label, conf_level)
        ]
    )


def _spec(people: People, found: tuple[Stage, ...], parameters: dict[str, Any]) -> Spec:
    """Return the record of the cascade."""
    days = pd.DataFrame({f"step {k}": stage.day for k, stage in enumerate(found)})
    n = len(people.last)
    return make_spec("cascade", parameters, days, rows_in=n, rows_used=n, libraries=("scipy",))
