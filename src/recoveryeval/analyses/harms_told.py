"""The Result of harms: its words, and what a reader of a safety table must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from recoveryeval.analyses.harms_counts import Harm, HarmRules
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.models.words import versions
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.results.status import worst


def harms_result(
    cohort: Cohort,
    rules: HarmRules,
    found: Mapping[str, Harm],
    parts: tuple[pd.DataFrame, list[Check]],
    asked: Mapping[str, Any],
) -> Result:
    """Return the result of rates."""
    table, told = parts
    first = next((h.outcome for h in found.values() if h.outcome is not None), None)
    if first is None:
        raise OutcomeError(
            "The program records none of these harms",
            code="RE-O40",
            column="type",
            do="Map the table 'event', or name the kinds that would have been recorded: events=[].",
        )
    events = [h.outcome.frame["count"].sum() for h in found.values() if h.outcome is not None]
    estimable = table.loc[table["status"] != "not_estimable", "status"]
    return Result(
        kind="harms",
        title=f"{rules.named.title} per 100 person-years",
        table=table,
        summary=pd.DataFrame(
            {"n": [float(len(first.frame))], "n_event": [float(sum(events))],
             "unit": ["years"], "status": [worst(estimable)]}
        ),
        spec=make_spec(
            "harms", asked, table, rows_in=first.rows_in, rows_used=len(first.frame),
            dropped=first.dropped, libraries=("scipy",),
        ),
        estimand=_estimand(cohort, rules, asked["by"]),
        methods_text=_methods(rules),
        check_rows=_checks(cohort, found, told),
        labels=_labels(rules),
        plot_name="harms",
    )  # fmt: skip


def _labels(rules: HarmRules) -> dict[str, str]:
    """Return the words of the picture."""
    return {
        "title": f"{rules.named.title} to day {rules.last_day}",
        "x": "Events per 100 person-years under observation",
        "y": "",
        "note": "Bars are exact limits; a bar without a dot is an upper limit where no event was "
        "recorded.",
    }


def _estimand(cohort: Cohort, rules: HarmRules, by: str | None) -> Estimand:
    """Return what is estimated, in words."""
    return Estimand(
        population=cohort.population,
        contrast="events per 100 person-years under observation"
        + (f", compared by {by}" if by else ""),
        time_zero=cohort.origin,
        horizon=f"{rules.last_day} days",
        other_events="death ends the time at risk of other harms",
        missing="time in which a person is not observed counts in no rate",
    )


def _methods(rules: HarmRules) -> str:
    """Return the paragraph for a paper."""
    made = rules.named.definition()
    return (
        f"{made.sentence} Rates are per 100 person-years, with exact limits (Garwood 1936, "
        "doi:10.2307/2333958), exact limits of ratios given the number of events in both groups, "
        f"and limits robust to people with several events ({versions('scipy')})."
    )


def _checks(cohort: Cohort, found: Mapping[str, Harm], told: list[Check]) -> tuple[Check, ...]:
    """Return each check once, first what the harms themselves say."""
    absent = [harm.label for harm in found.values() if harm.outcome is None]
    lack = []
    if absent:
        meaning = f"Not recorded of anyone in the program: {', '.join(absent)}. If such an event "
        meaning += "would have been recorded, ask for it by name to have its upper limit."
        lack.append(Check("harms_not_collected", meaning, "concern", float(len(absent))))
    own = [c for h in found.values() if h.outcome for c in (*h.checks, *h.outcome.check_rows)]
    every = [*cohort.check_rows, *lack, *own, *told, _BACKGROUND]
    return tuple({(c.id, c.meaning): c for c in every}.values())


_BACKGROUND = Check(
    "harm_is_not_effect",
    "A harm recorded after time zero is not for that reason an effect of the program: people "
    "enter when their risk is high.",
)
