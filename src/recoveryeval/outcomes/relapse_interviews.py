"""Return to use from interviews only: which interview found it, days abstinent, or follow-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.interview_days import Interviews, interviews_of
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.relapse_told import definition_of, people, twin_check
from recoveryeval.results.check import Check

Found = tuple[pd.DataFrame, tuple[Check, ...]]


def relapse_interviews(
    cohort: Cohort, chosen: NamedDefinition, *, death: str, asked: Mapping[str, Any]
) -> Outcome:
    """Return the outcome of one definition from the answers to a question about days of use."""
    rule = chosen.parameters
    _refuse_measure(rule.get("measure"), death)
    given = interviews_of(cohort, instrument=str(rule["instrument"]), item=str(rule["item"]))
    find, kind, name = _FIND[rule["measure"]]
    frame, checks = find(given, chosen)
    place = frame.pop("place").to_numpy(dtype="int64")
    covariates = known_covariates(cohort, kind).reset_index(drop=True)
    label = cohort.frame["person_id"].astype("string").reset_index(drop=True).iloc[place]
    frame = frame.assign(person=label.to_numpy())
    left = len(cohort.frame) - len(set(place))
    return Outcome(
        kind=kind,
        name=name,
        frame=pd.concat(
            [frame.reset_index(drop=True), covariates.iloc[place].reset_index(drop=True)], axis=1
        ),
        definition=definition_of(chosen, asked),
        origin=cohort.origin,
        unit="days",
        covariates=tuple(covariates.columns),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped={"no answer after time zero": left} if left else {},
        check_rows=(*cohort.check_rows, *given.check_rows, *checks, *_lost(left)),
    )


def _refuse_measure(measure: object, death: str) -> None:
    """Raise on a measure that interviews do not give, or a death that is to compete with it."""
    if measure not in _FIND or death == "competing":
        raise OutcomeError(
            "A definition from interviews has another measure, and nothing competes with it",
            code="RE-W14",
            column="measure",
            do=f"Leave out death=, and use one of the measures {', '.join(_FIND)}.",
        )


def _interval(given: Interviews, chosen: NamedDefinition) -> Found:
    """Return between which interviews the first one with enough days of use lies."""
    least = float(chosen.parameters["at_least"])
    rows = given.frame
    used = rows[rows["used"] >= least].groupby("place")["day"].min()
    people = pd.Index(sorted(rows["place"].unique()), name="place")
    right = used.reindex(people).fillna(np.inf)
    before = rows[rows["day"] < rows["place"].map(right)]
    left = before.groupby("place")["day"].max().reindex(people).fillna(0.0)
    found = np.isfinite(right.to_numpy())
    rules = np.where(found, "interview with use", "last interview")
    frame = pd.DataFrame(
        {
            "left": left.to_numpy(),
            "right": right.to_numpy(),
            "n": 1.0,
            "rule": pd.array(rules, dtype="string"),
            "place": people.to_numpy(),
        }
    )
    return frame, _blind(given)


def _counted(given: Interviews, chosen: NamedDefinition) -> Found:  # noqa: ARG001
    """Return days without use among the days that the answers cover."""
    rows = given.frame[given.frame["covers"].notna()]
    if rows.empty:
        raise OutcomeError(
            "It is not known how many days the question covers",
            code="RE-W17",
            column="period_days",
            do="Map the number of days that the question asks about.",
        )
    # Days asked about twice count once: an answer covers no day before the interview before it.
    total = rows.groupby("place")[["covers", "fresh"]].sum().reset_index()
    frame = pd.DataFrame(
        {
            "count": total["covers"] - total["fresh"],
            "exposure": total["covers"],
            "n": 1.0,
            "place": total["place"],
        }
    )
    return frame, _blind(given)


def _abstinent(given: Interviews, chosen: NamedDefinition) -> Found:
    """Return whether people reported no use at one wave; twin: those with an answer only."""
    rule = chosen.parameters
    rows = _at_wave(given, rule["wave"])
    last = rows.sort_values("day").groupby("place").tail(1).set_index("place")
    answered = pd.DataFrame({"value": last["used"] == 0}).sort_index()
    wanted = rule["missing"]
    if wanted not in ("use", "left out"):
        raise OutcomeError(
            "A follow-up without an answer may count as use, or be left out",
            code="RE-W13",
            column="missing",
            do="Give 'use' or 'left out'.",
        )
    every = pd.Index(given.due, name="place")
    value = answered["value"].reindex(every, fill_value=False)
    kept = value if wanted == "use" else answered["value"]
    frame = pd.DataFrame(
        {"value": kept.astype(bool), "wave": str(rule["wave"]), "n": 1.0}
    ).reset_index()
    if wanted != "use":
        return frame, ()
    twin = (float(answered["value"].sum()), float(len(answered)))
    own = (float(value.sum()), float(len(value)))
    return frame, (twin_check(own, twin, "binary", chosen.with_parameters(missing="left out")),)


def _at_wave(given: Interviews, wave: object) -> pd.DataFrame:
    """Return the answers of one wave; a wave without any is refused."""
    rows = given.frame[given.frame["wave"] == wave]
    if rows.empty:
        held = sorted(given.frame["wave"].dropna().unique())
        raise OutcomeError(
            "No interview of that wave has an answer",
            code="RE-W16",
            column="wave",
            do=f"The waves with answers are: {', '.join(held) or 'none'}.",
        )
    return rows


def _blind(given: Interviews) -> tuple[Check, ...]:
    """Return how many answers do not reach back to the interview before."""
    n = int(given.frame["gap"].sum())
    if not n:
        return ()
    return (
        Check(
            id="days_never_asked_about",
            verdict="concern",
            statistic=float(n),
            meaning=f"{n} of {len(given.frame)} answers do not reach back to the interview before "
            "or to time zero, so use in between is not seen.",
        ),
    )


def _lost(n: int) -> tuple[Check, ...]:
    """Return how many people are not in the outcome."""
    if not n:
        return ()
    return (
        Check(
            id="people_without_answer",
            verdict="concern",
            statistic=float(n),
            meaning=f"{people(n)} without an answer that counts: left out.",
        ),
    )


_FIND: dict[str, tuple[Callable[[Interviews, NamedDefinition], Found], Kind, str]] = {
    "first interview": (_interval, "interval", "return to use"),
    "days counted": (_counted, "count", "days abstinent"),
    "abstinent": (_abstinent, "binary", "abstinence at follow-up"),
}
