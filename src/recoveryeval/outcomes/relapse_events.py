"""Return to use from dated events: the first one, or every episode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.dated_use import first_use, use_episodes
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.relapse_told import definition_of, people
from recoveryeval.results.check import Check

NAME = "return to use"
_ASKED = Check(
    id="no_event_is_no_use",
    verdict="concern",
    meaning="People without a recorded event count as without use, whether or not anyone asked "
    "them; where events come from interviews, prefer a definition from interviews.",
)


def relapse_events(
    cohort: Cohort, chosen: NamedDefinition, *, death: str, asked: Mapping[str, Any]
) -> Outcome:
    """Return the time to the first event of use, or every episode as a recurrent outcome."""
    rule = chosen.parameters
    recurrent = rule.get("measure") == "every event"
    _refuse_competing(death, recurrent=recurrent)
    limits, died = _limits(cohort, int(rule["first_day"]))
    events, checks = _events(cohort, rule["event_types"], limits)
    seen = limits["last"] >= limits["first"]
    kind: Kind = "recurrent" if recurrent else "time_to_event"
    if recurrent:
        frame = _episodes(events, limits[seen], int(rule["apart_days"]))
    else:
        kind = "competing" if death == "competing" else kind
        frame = _first(events, limits[seen], died[seen], kind)
    place = frame.pop("place")
    covariates = known_covariates(cohort, kind).reset_index(drop=True)
    short = int((~seen).sum())
    return Outcome(
        kind=kind,
        name=NAME,
        frame=pd.concat([frame, covariates.iloc[place].reset_index(drop=True)], axis=1),
        definition=definition_of(chosen, asked),
        origin=cohort.origin,
        unit="days",
        covariates=tuple(covariates.columns),
        causes={1: NAME, 2: "death"} if kind == "competing" else {},
        population=cohort.population,
        rows_in=len(limits),
        dropped={"not observed on the first day that counts": short} if short else {},
        check_rows=(*cohort.check_rows, *checks, *_deaths(frame, kind)),
    )


def _refuse_competing(death: str, *, recurrent: bool) -> None:
    """Raise where death is to compete with something that happens again."""
    if recurrent and death == "competing":
        raise OutcomeError(
            "Death cannot compete with something that happens again",
            code="RE-W14",
            do="Leave out death=; people who died are observed until then.",
        )


def _limits(cohort: Cohort, first_day: int) -> tuple[pd.DataFrame, pd.Series]:
    """Return the days from time zero that count, per place, and who died at their end."""
    people = cohort.frame
    zero = people["origin_day"].astype("Float64")
    last = (people["observed_to"] - zero).to_numpy(dtype="float64", na_value=np.nan)
    died = (people["death_day"] - zero).to_numpy(dtype="float64", na_value=np.nan)
    limits = pd.DataFrame(
        {
            "person": np.arange(len(people)),
            "label": people["person_id"].astype("string").to_numpy(),
            "first": float(first_day),
            "last": last,
            "death": died,
        }
    )
    return limits, pd.Series(died <= last)


def _events(
    cohort: Cohort, types: Any, limits: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Check, ...]]:
    """Return the days of use from time zero, and how many events cannot count."""
    rows = _of_types(cohort, [types] if isinstance(types, str) else list(types))
    place = rows["place"].to_numpy(dtype="int64")
    zero = cohort.frame["origin_day"].to_numpy(dtype="float64", na_value=np.nan)
    day = rows["start_day"].to_numpy() - zero[place]
    first, last, death = (limits[c].to_numpy()[place] for c in ("first", "last", "death"))
    dead = day > death
    counts = {
        "without_day": ("concern", "have no day", np.isnan(day)),
        "before": ("note", "came before the first day that counts", day < first),
        "after": ("note", "came after the end of observation", (day > last) & ~dead),
        "after_death": ("concern", "are dated after death", dead),
    }
    checks = tuple(
        Check(
            id=f"use_events_{reason}",
            verdict=verdict,  # type: ignore[arg-type]
            statistic=float(mask.sum()),
            meaning=f"{int(mask.sum())} recorded events of use {words}; they are not used.",
        )
        for reason, (verdict, words, mask) in counts.items()
        if mask.any()
    )
    return pd.DataFrame({"person": place, "day": day}), (*checks, _ASKED)


def _of_types(cohort: Cohort, wanted: list[str]) -> pd.DataFrame:
    """Return the cohort's events of some types, days counted from the anchor."""
    table = cohort.program.tables["event"]
    chosen = table[table["type"].isin(wanted).fillna(False)]
    if chosen.empty:
        held = sorted(str(t) for t in table["type"].dropna().unique())
        raise OutcomeError(
            "The program holds no event of use of these types",
            code="RE-W15",
            column="type",
            rows=0,
            do=f"Its events are: {', '.join(held) or 'none'}." + nearest(wanted[0], held),
        )
    columns = ["person_id", "episode_id", "start", "start_day"]
    return person_rows(cohort.frame, chosen[columns], ("start", "start_day"))


def _first(events: pd.DataFrame, limits: pd.DataFrame, died: pd.Series, kind: Kind) -> pd.DataFrame:
    """Return times to the first event."""
    found = pd.DataFrame(first_use(events, limits)).set_index("person")["day"]
    day = limits["person"].map(found).to_numpy(dtype="float64")
    event, dead = ~np.isnan(day), died.to_numpy(dtype=bool)
    time = np.where(event, day, limits["last"].to_numpy())
    cause = np.select([event, dead], [1, 2], 0)
    what = {"cause": cause} if kind == "competing" else {"event": event}
    rules = np.select([event, dead], ["recorded use", "death"], "end of observation")
    return pd.DataFrame(
        {
            "person": limits["label"].to_numpy(),
            "entry": -np.inf,
            "time": time,
            **what,
            "n": 1.0,
            "rule": pd.array(rules, dtype="string"),
            "place": limits["person"].to_numpy(),
        }
    )


def _episodes(events: pd.DataFrame, limits: pd.DataFrame, apart_days: int) -> pd.DataFrame:
    """Return one row per stretch between episodes, the last one without an event."""
    new = pd.DataFrame(use_episodes(events, limits, apart_days=apart_days))
    ends = pd.DataFrame({"person": limits["person"], "day": limits["last"], "event": False})
    rows = pd.concat([new.assign(event=True), ends], ignore_index=True)
    rows = rows.sort_values(["person", "day", "event"], ascending=[True, True, False])
    rows = rows[~rows.duplicated(["person", "day"])].reset_index(drop=True)
    start = rows.groupby("person")["day"].shift().fillna(0.0)
    rules = np.where(rows["event"], "recorded use", "end of observation")
    label = limits.set_index("person")["label"]
    return pd.DataFrame(
        {
            "start": start,
            "stop": rows["day"].astype("float64"),
            "event": rows["event"].astype(bool),
            "person": rows["person"].map(label).astype("string"),
            "n": 1.0,
            "rule": pd.array(rules, dtype="string"),
            "place": rows["person"],
        }
    )


def _deaths(frame: pd.DataFrame, kind: Kind) -> list[Check]:
    """Return how many people death censored."""
    n = int((frame["rule"] == "death").sum())
    if kind != "time_to_event" or not n:
        return []
    return [
        Check(
            id="censored_by_death",
            verdict="concern",
            statistic=float(n),
            meaning=f"{people(n)} died before any recorded use: censored then, as if they could "
            "have returned to use later. death='competing' counts them as what they are.",
        )
    ]
