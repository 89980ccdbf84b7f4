"""One question asked under several definitions of the same outcome."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.analyses.across_rows import Asked, asked_for, require_model, stacked
from recoveryeval.analyses.across_words import across_estimand, across_methods
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec

Named = str | os.PathLike[str]


def across(
    definitions: Sequence[Named] | Mapping[str, Mapping[str, Any]],
    cohort: Any,
    *,
    model: Callable[[Outcome], Result],
    family: str | None = None,
) -> Result:
    """Show how much an answer depends on the definition of the outcome.

    The estimand is that of the model, once for each definition.

    Parameters
    ----------
    definitions : sequence of str or path, or mapping
        Definitions of one family, such as ``["relapse.lee_2016",
        "relapse.ctn0094"]``; or a label for each and the arguments of the
        family's verb, such as ``{"observed only": {"definition": "ctn0094",
        "missing": "unknown"}}``.
    cohort : Cohort or WeeklyResults
        What the family's verb takes.
    model : callable
        From an Outcome to a Result, such as
        ``lambda outcome: rv.kaplan_meier(outcome).at([12])``.
    family : str or None
        Needed where no definition is named with its family.

    Returns
    -------
    Result
        Kind ``across``: the tidy rows of each result, with the definition in
        ``outcome``. A definition that cannot be answered is a row with status
        ``not_estimable`` and a ``reason``.

    Raises
    ------
    OutcomeError
        When no family is known, or the definitions are of several.

    Notes
    -----
    The rows are not independent: they come from the same people, so limits
    that overlap or not say nothing about whether definitions differ. Nothing
    is pooled and no definition is preferred.

    References
    ----------
    Steegen S, Tuerlinckx F, Gelman A, Vanpaemel W (2016).
    doi:10.1177/1745691616658637

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> w = ["++-++-++", "-----o--", "--+-+---", "--------", "-ooooooo"]
    >>> tests = rv.weekly_results(pd.DataFrame({"w": w}), pattern="w")
    >>> seen = rv.across(
    ...     ["relapse.lee_2016", "relapse.ctn0094"],
    ...     tests,
    ...     model=lambda outcome: rv.kaplan_meier(outcome).at([4]),
    ... )
    >>> seen.tidy()[["outcome", "time", "estimate", "n_event"]].round(2)
                            outcome  time  estimate  n_event
    0        2 of 4 weeks (Lee 2016)   4.0       0.4      3.0
    1  4 of 4 weeks (CTN-0094)         4.0       0.8      1.0
    """
    require_model(model)
    asked = asked_for(definitions, family)
    if not asked:
        raise OutcomeError("No definition was given", code="RE-N08", do="Name one or more.")
    found, results, outcomes = stacked(asked, cohort, model)
    return _result(asked, found, results, outcomes)


def _result(
    asked: Sequence[Asked],
    found: pd.DataFrame,
    results: Sequence[Result | None],
    outcomes: Sequence[Outcome | None],
) -> Result:
    """Return the comparison as a result."""
    first = next((r for r in results if r is not None), None)
    title = f"{_title(asked, outcomes)}, by definition"
    lost = sum(r is None for r in results)
    summary = {"n": _people(outcomes), "unit": _unit(outcomes), "status": _status(lost)}
    return Result(
        kind="across",
        title=title,
        table=found,
        summary=pd.DataFrame([summary]),
        spec=make_spec(
            "across",
            _parameters(asked, outcomes, first),
            found,
            rows_in=len(asked),
            rows_used=len(asked) - lost,
            dropped={"not estimable": lost} if lost else {},
        ),
        estimand=across_estimand(first, outcomes),
        methods_text=across_methods(asked, outcomes, first),
        check_rows=_checks(asked, results, lost),
        labels=_labels(first, title, _unit(outcomes)),
        plot_name="definitions",
        log_scale=bool(first and first.log_scale),
    )


def _labels(first: Result | None, title: str, unit: str) -> dict[str, str]:
    """Return the words of the picture; the note of one result would be read as one about all."""
    return {**(first.labels if first else {}), "title": title, "unit": unit, "note": ""}


def _parameters(
    asked: Sequence[Asked], outcomes: Sequence[Outcome | None], first: Result | None
) -> dict[str, Any]:
    """Return definitions and model for the record."""
    return {
        "definitions": {a.label: _told(a, o) for a, o in zip(asked, outcomes, strict=True)},
        "model": first.spec.function if first else "",
        "model_parameters": dict(first.spec.parameters) if first else {},
    }


def _title(asked: Sequence[Asked], outcomes: Sequence[Outcome | None]) -> str:
    """Return the outcome in words."""
    names = list(dict.fromkeys(o.name for o in outcomes if o is not None))
    text = " or ".join(names) if names else asked[0].family
    return text[:1].upper() + text[1:]


def _people(outcomes: Sequence[Outcome | None]) -> float:
    """Return the most people that any definition started from."""
    return float(max((o.rows_in for o in outcomes if o is not None), default=0))


def _unit(outcomes: Sequence[Outcome | None]) -> str:
    """Return the unit of time."""
    return next((o.unit for o in outcomes if o is not None), "")


def _status(lost: int) -> str:
    """Return the status of the whole."""
    return "not_estimable" if lost else "ok"


def _told(asked: Asked, outcome: Outcome | None) -> dict[str, str]:
    """Return a definition for the record."""
    if outcome is None:
        return {"id": f"{asked.family}", "sentence": "not estimable"}
    held = outcome.definition
    return {"id": held.id, "sentence": held.sentence, "source": held.source}


def _checks(
    asked: Sequence[Asked], results: Sequence[Result | None], lost: int
) -> tuple[Check, ...]:
    """Return the checks of every result under its definition's label."""
    told = [
        Check(c.id, f"{a.label}: {c.meaning}", c.verdict, c.statistic, c.p_value)
        for a, r in zip(asked, results, strict=True)
        if r is not None
        for c in r.check_rows
    ]
    if lost:
        told.append(
            Check(
                "definitions_not_estimable",
                f"{lost} of {len(asked)} definitions gave no estimate; their rows say why.",
                "concern",
                statistic=float(lost),
            )
        )
    return tuple(told)
