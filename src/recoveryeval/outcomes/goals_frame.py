"""From goals to an Outcome: frame, sentence, and what became of all goals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.agreement import agree
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.goals_table import Goals
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

OWN = {True: "in the person's own words", False: "not in the person's own words"}


def goal_outcome(
    cohort: Cohort,
    found: Goals,
    rows: pd.DataFrame,
    dropped: Mapping[str, int],
    asked: tuple[str, int, bool | None],
) -> Outcome:
    """Return the outcome of what was asked: measure, days, and whose words."""
    measure, days, own_words = asked
    kind: Kind = "competing" if measure == "time" else "binary"
    rows = rows.reset_index(drop=True)
    place = rows["place"].to_numpy(dtype="int64")
    own = _columns(cohort, rows, place, kind)
    extra = _of_goal(rows, place, measure)
    covariates = known_covariates(cohort, kind)
    carried = covariates[[c for c in covariates if c not in extra]].iloc[place]
    return Outcome(
        kind=kind,
        name="goal met" if measure != "any_met" else "any goal met",
        frame=own.join(extra).join(carried.reset_index(drop=True)),
        definition=_definition(measure, days, own_words),
        origin="the day a goal was set",
        unit=cohort.unit,
        covariates=(*extra.columns, *carried.columns),
        causes={1: "goal met", 2: "goal dropped"} if kind == "competing" else {},
        horizon=None if kind == "competing" else float(days),
        population=cohort.population,
        rows_in=len(found.frame),
        dropped=dropped,
        check_rows=_checks(cohort, found, place, measure),
    )


def _checks(cohort: Cohort, found: Goals, place: np.ndarray, measure: str) -> tuple[Check, ...]:
    """Return what every result on the goals must repeat."""
    told = (*_became(found.frame), *_people(cohort, found), *_several(place, measure))
    return (*cohort.check_rows, *found.checks, *told)


def _columns(cohort: Cohort, rows: pd.DataFrame, place: np.ndarray, kind: Kind) -> pd.DataFrame:
    """Return the columns of the kind's contract.

    Times have no person: goals of a person run beside each other, and rows of a
    person must follow each other.
    """
    if kind == "binary":
        person = cohort.frame["person_id"].to_numpy()[place]
        value = rows["value"].to_numpy(dtype=bool)
        return pd.DataFrame({"person": person, "n": 1.0, "value": value})
    cause = rows["cause"].to_numpy(dtype="int64")
    rule = np.array(["end of observation", "met", "dropped"], dtype=object)[cause]
    told = {"time": rows["time"], "cause": cause, "n": 1.0, "rule": pd.array(rule, dtype="string")}
    return pd.DataFrame({"entry": np.full(len(rows), -np.inf), **told})


def _of_goal(rows: pd.DataFrame, place: np.ndarray, measure: str) -> pd.DataFrame:
    """Return what is known of each goal, and where rows have no person a number for it."""
    if measure == "any_met":
        return pd.DataFrame(index=rows.index)
    told = rows[["domain", "self_defined"]].rename(columns={"domain": "goal_domain"})
    return told.assign(person_number=place) if measure == "time" else told


def _definition(measure: str, days: int, own_words: bool | None) -> Definition:
    """Return the sentence that goes into the paper."""
    which = "Goals" if own_words is None else f"Goals {OWN[own_words]}"
    if measure == "time":
        sentence = (
            f"{which}: the time from the day a goal was set until it was met; dropping it "
            "competes, and goals still open at the end of observation are censored."
        )
    else:
        what = "a goal was met" if measure == "met" else "a person had met any goal"
        sentence = (
            f"{which}: {what} when its date of being met lies within {days} days of the day it "
            "was set and no earlier date says that it was dropped. Goals observed for fewer than "
            f"{days} days are left out whatever became of them, so that open goals are not counted "
            "as unmet."
        )
    return Definition(f"goals.{measure} v1", sentence)


def _became(frame: pd.DataFrame) -> list[Check]:
    """Return what became of all goals, self-defined ones told apart."""
    told = []
    own = frame["self_defined"]
    groups = {
        "all": np.ones(len(frame), dtype=bool),
        "self_defined": (own == True).fillna(False).to_numpy(dtype=bool),  # noqa: E712
        "other": (own == False).fillna(False).to_numpy(dtype=bool),  # noqa: E712
        "words_unknown": own.isna().to_numpy(dtype=bool),
    }
    words = {
        "all": "goals in all",
        "self_defined": f"goals {OWN[True]}",
        "other": f"goals {OWN[False]}",
        "words_unknown": "goals of which it is not known whose words they are in",
    }
    met = np.isfinite(frame["met"]) & (frame["met"] <= frame["dropped"])
    dropped = np.isfinite(frame["dropped"]) & ~met
    for name, mask in groups.items():
        n = int(mask.sum())
        if n:
            counts = (int((state & mask).sum()) for state in (met, dropped, ~met & ~dropped))
            meaning = "{} {}: {} met, {} dropped, {} still open.".format(n, words[name], *counts)
            told.append(Check(f"goals_{name}", meaning, statistic=float(n)))
    return told


def _people(cohort: Cohort, found: Goals) -> list[Check]:
    """Return how many people set no goal: they are not in the outcome."""
    n = len(cohort.frame) - found.frame["place"].nunique()
    meaning = f"{agree(n, 'person', 'have no goal')} of this kind; the outcome is about the others."
    return [Check("people_without_goal", meaning, statistic=float(n))] if n else []


def _several(place: np.ndarray, measure: str) -> list[Check]:
    """Return a concern where people have several goals, whose times are not independent."""
    n = int((np.bincount(place) > 1).sum())
    if not n or measure == "any_met":
        return []
    how = "cox(..., cluster='person_number')" if measure == "time" else "measure='any_met'"
    meaning = f"{agree(n, 'person', 'have several goals')}, which are not independent: errors that "
    meaning += f"ignore it are too small. {how} takes it into account."
    return [Check("several_goals", meaning, verdict="concern", statistic=float(n))]
