"""How far the unseen would have to differ from the seen before the answer changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.impute_versions import FILLED
from recoveryeval.models.missing.imputed import Imputed
from recoveryeval.models.missing.tipping_rules import (
    groups,
    no_difference,
    refuse_answers,
    steps_of,
    tips,
)
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result
from recoveryeval.results.status import worst


def tipping_point(
    imputed: Imputed,
    model: Callable[[Outcome], Result],
    *,
    deltas: Sequence[float],
    by: str | None = None,
    group: str | None = None,
    row: Mapping[str, Any] | None = None,
    conf_level: float = 0.95,
) -> Result:
    """Make the unseen worse, step by step, until the answer is another one.

    The estimand is the model's, had every imputed score been ``delta`` points
    higher than what absence at random makes it.

    Parameters
    ----------
    imputed : Imputed
        From ``impute()``.
    model : callable
        From an Outcome to a Result, as for ``Imputed.fit``.
    deltas : sequence of float
        Points added to every imputed score; include 0.
    by, group : str or None
        Column and group whose imputed scores are moved; None moves everyone's.
        Moving the treated alone is the hardest test.
    row : mapping or None
        Which row of the model's result is meant, such as
        ``{"level": "wave: 180"}``; needed where there are several.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        One row per delta (in ``level``); ``checks()`` says where the answer tips.

    Raises
    ------
    EstimationError
        When no delta is given, the group does not exist, or the row is not one.

    Notes
    -----
    The same draws are moved by every delta, so that differences between rows
    are not noise. Imputed scores of interviews that are not due yet stay: their
    absence has nothing to do with how people fare. Where the tipping point lies
    is for people who know the program to judge: is such a difference between
    the seen and the unseen plausible?

    References
    ----------
    Cro S, Morris TP, Kenward MG, Carpenter JR (2020). doi:10.1002/sim.8569

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(300, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180])
    >>> versions = rv.impute(scores, m=4, rng=1, by="arm")
    >>> found = rv.tipping_point(
    ...     versions, lambda s: rv.linear(s, "arm", wave=180).contrasts("arm"), deltas=[0, -2, -4]
    ... )
    >>> found.tidy()["level"].tolist()
    ['0', '-2', '-4']
    """
    steps = steps_of(deltas)
    refuse_answers(imputed)
    if group is not None and group not in groups(imputed, by):
        raise EstimationError(
            "The group whose scores are to be moved does not exist",
            code="RE-MI45",
            do="Name by= and one of its groups as group=.",
        )
    answers = [_moved(imputed, step, by, group).fit(model, conf_level=conf_level) for step in steps]
    rows = [
        _row(answer, row).assign(level=f"{step:+g}" if step else "0")
        for answer, step in zip(answers, steps, strict=True)
    ]
    table = pd.concat(rows, ignore_index=True)
    return _told(answers[0], table, steps, {"by": by, "group": group})


def _told(first: Result, table: pd.DataFrame, steps: list[float], asked: dict[str, Any]) -> Result:
    """Return the rows of all deltas with words and record."""
    whose = asked["group"] or "everyone"
    points = ", ".join(f"{step:g}" for step in steps)
    title = "How far the unseen would have to differ"
    null = 1.0 if first.log_scale else no_difference(table)
    return Result(
        kind="tipping_point",
        title=title,
        table=table,
        summary=first.glance().assign(status=worst(table["status"])),
        spec=replace(
            first.spec,
            function="tipping_point",
            parameters={**first.spec.parameters, "deltas": steps, **asked},
        ),
        estimand=replace(
            first.estimand, missing=f"imputed scores of {whose} moved by a number of points"
        ),
        methods_text=f"{first.methods_text} Imputed scores of {whose} were then moved by {points} "
        "points (delta adjustment).",
        check_rows=(*first.check_rows, tips(table, steps)),
        labels={**first.labels, "title": title, "moved": whose, "null": f"{null:g}"},
        plot_name="tipping",
        log_scale=first.log_scale,
    )


def _moved(imputed: Imputed, delta: float, by: str | None, group: str | None) -> Imputed:
    """Return the versions with imputed scores moved."""
    outcomes = []
    for outcome in imputed.outcomes:
        frame = outcome.data
        there = frame["missing"] == FILLED
        if group is not None and by is not None:
            there &= frame[by].astype(str) == group
        frame["value"] = frame["value"] + np.where(there.to_numpy(dtype=bool), delta, 0.0)
        outcomes.append(replace(outcome, frame=frame))
    return replace(imputed, outcomes=tuple(outcomes))


def _row(answer: Result, wanted: Mapping[str, Any] | None) -> pd.DataFrame:
    """Return the one row that is meant."""
    table = answer.tidy()
    for name, value in (wanted or {}).items():
        if name not in table:
            raise EstimationError(
                "The model's result has no such column",
                code="RE-MI45",
                column=name,
                do="Name columns of the model's tidy table in row=.",
            )
        table = table[table[name].astype(str) == str(value)]
    if len(table) != 1:
        raise EstimationError(
            f"{len(table)} rows of the model's result are meant, not one",
            code="RE-MI45",
            rows=len(table),
            do="Say which with row=, for example row={'level': 'wave: 180'}.",
        )
    return table
