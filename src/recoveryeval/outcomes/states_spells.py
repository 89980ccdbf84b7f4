"""Spells of one domain of life, on the days of a cohort, as far as people are observed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.outcomes.states_timeline import timeline
from recoveryeval.results.check import Check
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import one_of

CUSTODY = "custody"
IN, OUT = "in", "out"
_KEY = ["person_id", "episode_id", "start", "start_day", "end", "end_day"]


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """The states of everyone, in days from time zero.

    ``line`` has one ``value``, in or out, per ``person`` (row of the cohort) and
    stretch ``[start, stop)``; ``seen_to`` (n,) is the last day observed, ``died`` (n,)
    the day of death or infinite; ``counts`` what could not be used as it was.
    """

    line: pd.DataFrame
    seen_to: np.ndarray
    died: np.ndarray
    checks: tuple[Check, ...]
    overlapping: int


def spells_of(cohort: Cohort, domain: str, words: tuple[str, ...]) -> Spells:
    """Return when everyone in a cohort was in one of some states of a domain, and when in others.

    Different words for being in it, or for not being in it, do not contradict each other.
    """
    require_domain(domain)
    rows = person_rows(
        cohort.frame, _recorded(cohort, domain), ("start", "start_day"), ("end", "end_day")
    )
    origin = days(cohort.frame["origin_day"])
    seen_to = days(cohort.frame["observed_to"]) - origin
    died = never(days(cohort.frame["death_day"]) - origin)
    frame, checks = _usable(rows, origin, seen_to)
    if frame.empty:
        raise OutcomeError(
            "Nobody in the cohort has a dated spell in this domain",
            code="RE-O25",
            column="domain",
            rows=len(rows),
            do="Map the table 'state' with domain, value, start and end.",
        )
    frame = _sorted(frame, words, domain)
    line = timeline(frame).sort_values(["person", "start"]).reset_index(drop=True)
    many = line["n_values"].to_numpy() > 1
    overlapping = int(line["person"][many].nunique())
    return Spells(line, seen_to, died, (*checks, *_overlaps(line[many], overlapping)), overlapping)


def require_domain(domain: str) -> None:
    """Raise on a domain that is no term of the vocabulary."""
    terms = load_vocabulary("state_domain").terms
    if not one_of(domain, terms):
        raise OutcomeError(
            "There is no domain of life of that name",
            code="RE-O24",
            do=f"Use one of {', '.join(terms)}." + nearest(str(domain), terms),
        )


def _sorted(frame: pd.DataFrame, words: tuple[str, ...], domain: str) -> pd.DataFrame:
    """Return spells as in or out of the state that the words name."""
    inside = frame["value"].isin(words)
    if not inside.any():
        raise OutcomeError(
            f"No spell of the domain {domain} has one of the words that mean yes",
            code="RE-O25",
            column="value",
            rows=len(frame),
            do="Compare values= with the words in the table 'state'.",
        )
    return frame.assign(value=np.where(inside, IN, OUT))


def _recorded(cohort: Cohort, domain: str) -> pd.DataFrame:
    """Return what is recorded of a domain; custody is told by spans and events as well."""
    state = cohort.program.tables["state"]
    own = state.loc[(state["domain"] == domain).fillna(False), [*_KEY, "value"]]
    if domain != CUSTODY:
        return own
    span, event = cohort.program.tables["span"], cohort.program.tables["event"]
    jailed = event.loc[(event["type"] == "incarceration").fillna(False), _KEY]
    # An event without an end is one day: how long custody lasted is not known from it.
    bare = jailed["end"].isna() & jailed["end_day"].isna()
    jailed = jailed.assign(
        end=jailed["end"].where(~bare, jailed["start"]),
        end_day=jailed["end_day"].where(~bare, jailed["start_day"]),
    )
    parts = [own, span.loc[(span["kind"] == CUSTODY).fillna(False), _KEY], jailed]
    told = [part.assign(value=part.get("value", CUSTODY)) for part in parts if len(part)]
    return pd.concat(told, ignore_index=True) if told else own


def _usable(
    rows: pd.DataFrame, origin: np.ndarray, seen_to: np.ndarray
) -> tuple[pd.DataFrame, tuple[Check, ...]]:
    """Return dated spells with a value, cut where observation ends, and counts of the rest."""
    place = rows["place"].to_numpy(dtype="int64")
    last = seen_to[place]
    start = rows["start_day"].to_numpy(dtype="float64") - origin[place]
    stop = rows["end_day"].to_numpy(dtype="float64") - origin[place]
    value = rows["value"].astype("string").str.strip().str.lower()
    within = stop == start
    stop = np.where(within, start + 1, np.where(np.isnan(stop), last + 1, stop))
    undated, unsaid = np.isnan(start), value.isna().to_numpy(dtype=bool)
    late = ~undated & (start > last)
    kept = ~(undated | unsaid | late)
    frame = pd.DataFrame(
        {"person": place, "start": start, "stop": np.minimum(stop, last + 1), "value": value}
    )[kept].reset_index(drop=True)
    told = {
        "spells_undated": (int(undated.sum()), "without a start, not used", "concern"),
        "spells_without_value": (int(unsaid.sum()), "that name no state, not used", "concern"),
        "spells_after_observation": (int(late.sum()), "after the end of observation", "note"),
        "spells_within_a_day": (
            int((within & kept).sum()),
            "of no length, taken as one day",
            "note",
        ),
    }
    checks = tuple(
        Check(name, f"Spells {words}: {n}.", verdict=verdict, statistic=float(n))  # type: ignore[arg-type]
        for name, (n, words, verdict) in told.items()
        if n
    )
    return frame, checks


def _overlaps(conflicts: pd.DataFrame, people: int) -> tuple[Check, ...]:
    """Return how many days of how many people are told to hold several states."""
    if not people:
        return ()
    total = float((conflicts["stop"] - conflicts["start"]).sum())
    return (
        Check(
            id="spells_overlapping",
            verdict="concern",
            statistic=total,
            meaning=f"Days recorded both in the state and out of it, where the spell that began "
            f"last holds: {total:g} (people: {people}).",
        ),
    )
