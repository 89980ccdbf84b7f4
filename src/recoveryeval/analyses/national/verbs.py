"""Answers to a domain from other outcomes of the package: scores, and retention."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.answers import Answers, unknown
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.outcome import Outcome

ABSENT = ("RE-O31",)  # nobody has an interview with the instrument
IN_CARE = "in_care_day_180"


def from_scale(people: Asked, domain: Domain, rule: OutcomesRule) -> Answers:
    """Return whether a score reached a cut-off at each time."""
    from recoveryeval.outcomes.scale import scale

    told = domain.told
    waves = rule.waves
    around = {
        label: (int(day - opens), int(closes - day))
        for label, day, opens, closes in zip(
            waves.label, waves.day, waves.opens, waves.closes, strict=True
        )
    }
    try:
        scores = scale(
            people.cohort, told["instrument"], waves=waves.label, window_days=around,
            scale=told.get("scale"), version=rule.version,
            most_missing=told.get("most_missing"),
        )  # fmt: skip
    except OutcomeError as error:
        if error.code not in ABSENT:
            raise
        return unknown(people)
    value = np.column_stack([_at(people, scores, w) for w in waves.label])
    reached = np.where(np.isnan(value), np.nan, value >= told["at_least"])
    source = f"scores: {scores.name} by {told['instrument']} of at least {told['at_least']:g}"
    return Answers(reached, source)


def from_retention(people: Asked, domain: Domain, _rule: OutcomesRule) -> Answers:
    """Return whether a person was still in the program on the day of the second time."""
    from recoveryeval.outcomes.retention import retention

    if people.cohort.program.tables["contact"].empty:
        return unknown(people)
    stay = retention(
        people.cohort,
        definition=domain.told.get("definition", IN_CARE),
        day=int(people.when[1]) - people.cohort.landmark_day,
    )
    inside = stay.frame.set_index("person")["value"].astype(float)
    value = np.full((people.n, 2), np.nan)
    value[:, 1] = people.cohort.frame["person_id"].map(inside).to_numpy(float, na_value=np.nan)
    checks = tuple(c for c in stay.check_rows if c not in people.cohort.check_rows)
    return Answers(value, f"the rule {stay.definition.id}", checks)


def _at(people: Asked, scores: Outcome, wave: int | str) -> np.ndarray:
    """Return the scores (n,) of everyone at one wave."""
    rows = scores.frame[scores.frame["wave"].astype(str) == str(wave)]
    found = pd.Series(rows["value"].to_numpy(float, na_value=np.nan), rows["person"].astype(str))
    return np.asarray(people.cohort.frame["person_id"].astype(str).map(found).to_numpy(float))
