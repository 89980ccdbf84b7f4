"""From what was asked of states to an Outcome: frame, sentence and checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.states_measures import Measured
from recoveryeval.outcomes.states_spells import Spells
from recoveryeval.results.check import Check

KINDS: dict[str, Kind] = {
    "on_day": "binary",
    "days": "count",
    "first": "time_to_event",
    "return": "time_to_event",
    "again": "recurrent",
}


@dataclass(frozen=True, slots=True)
class StateQuestion:
    """What is asked of states."""

    domain: str
    words: tuple[str, ...]
    measure: str
    days: tuple[int, ...]
    horizon: int | None
    known: bool
    stitch: int
    death: str

    @property
    def kind(self) -> Kind:
        """Kind of the outcome."""
        timed = self.measure in ("first", "return")
        return "competing" if timed and self.death == "competing" else KINDS[self.measure]

    @property
    def name(self) -> str:
        """Name of the state in words."""
        if self.domain == "custody":
            return "custody"
        return f"{self.domain}: {' or '.join(self.words)}"


def state_outcome(
    cohort: Cohort, spells: Spells, measured: Measured, question: StateQuestion
) -> Outcome:
    """Return the outcome."""
    kind = question.kind
    rows = measured.rows.reset_index(drop=True)
    place = rows["place"].to_numpy(dtype="int64")
    own = pd.DataFrame({"person": cohort.frame["person_id"].to_numpy()[place]})
    own = own.join(_columns(rows, kind))
    covariates = known_covariates(cohort, kind)
    carried = covariates.iloc[place].reset_index(drop=True)
    after = question.measure in ("return", "again")
    return Outcome(
        kind=kind,
        name=_name(question),
        frame=own.join(carried),
        definition=_definition(question, cohort.origin),
        origin=f"the first end of the state ({question.name})" if after else cohort.origin,
        unit=cohort.unit,
        covariates=tuple(covariates.columns),
        causes={1: question.name, 2: "death"} if kind == "competing" else {},
        horizon=question.horizon,
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped={why: n for why, n in measured.dropped.items() if n},
        check_rows=(*cohort.check_rows, *spells.checks, *_deaths(rows, question)),
    )


def _columns(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return the columns of the kind's contract."""
    if kind in ("binary", "count"):
        return rows.drop(columns="place").assign(n=1.0)
    rule = np.array(["end of observation", "state began", "death"], dtype=object)
    cause = rows["cause"].to_numpy(dtype="int64")
    said = {"n": 1.0, "rule": pd.array(rule[cause], dtype="string")}
    if kind == "recurrent":
        return rows[["start"]].assign(stop=rows["time"], event=cause == 1, **said)
    happened = {"cause": cause} if kind == "competing" else {"event": cause == 1}
    return pd.DataFrame({"entry": -np.inf, "time": rows["time"], **happened, **said})


def _name(question: StateQuestion) -> str:
    """Return the name of the outcome in words."""
    return {
        "on_day": question.name,
        "days": f"days of {question.name}",
        "first": question.name,
        "return": f"return to {question.name}",
        "again": f"return to {question.name}",
    }[question.measure]


def _definition(question: StateQuestion, origin: str) -> Definition:
    """Return the sentence that goes into the paper."""
    days = " and ".join(str(day) for day in question.days)
    up_to = "all days observed" if question.horizon is None else f"{question.horizon} days"
    what = {
        "on_day": f"whether a person was in the state on day {days} from {origin}",
        "days": f"the number of days in the state within {up_to} from {origin}",
        "first": f"the time from {origin} until the state first began, of people not in it then",
        "return": "the time from the first end of the state to its return",
        "again": "every return of the state, counted from its first end",
    }[question.measure]
    stitch = f" at most {question.stitch} days apart" if question.stitch else ""
    unknown = "means that a person was not in it" if question.known else "is unknown"
    sentence = (
        f"State in the domain {question.domain} ({', '.join(question.words)}): {what}. Spells hold "
        "from their start to the day before their end; where they overlap the one that began last "
        f"holds; spells that touch{stitch and f' or lie{stitch}'} are one; a day without a spell "
        f"{unknown}."
    )
    return Definition(f"states.{question.domain}.{question.measure} v1", sentence)


def _deaths(rows: pd.DataFrame, question: StateQuestion) -> tuple[Check, ...]:
    """Return a concern where deaths were taken for censoring."""
    if "cause" not in rows or question.kind == "competing":
        return ()
    n = int((rows["cause"] == 2).sum())
    meaning = f"{n} people died first: censored then, as if they could have lived on. "
    told = Check(
        "censored_by_death",
        meaning + "To see what happens in this world, use death='competing'.",
        verdict="concern",
        statistic=float(n),
    )
    return (told,) if n else ()
