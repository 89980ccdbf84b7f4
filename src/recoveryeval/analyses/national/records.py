"""Answers to a domain from dated records: states, events, and panels of use."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.answers import Answers, unknown
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.cohorts.relative_days import episode_rows, person_rows
from recoveryeval.outcomes.named_definition import in_words
from recoveryeval.results.check import Check
from recoveryeval.schema.vocabulary import load_vocabulary

DAYS = 30
WEEK = 7
NOT_BEFORE = "not observed before time zero: none recorded is not none"


def from_events(people: Asked, domain: Domain, _rule: OutcomesRule) -> Answers:
    """Return whether no event of some kinds happened in the days up to each time."""
    event = people.cohort.program.tables["event"]
    types, within = tuple(domain.told["types"]), int(domain.told.get("within_days", DAYS))
    for name in types:
        _require("event_type", name, domain)
    own = event[event["type"].isin(list(types)).fillna(False)]
    if own.empty:
        return unknown(people)
    met = person_rows(people.cohort.frame, own, ("start", "start_day"))
    place = met["place"].to_numpy(dtype="int64")
    day = met["start_day"].to_numpy(dtype=float) - people.begin[place]
    value = np.full((people.n, 2), np.nan)
    for time, at in enumerate(people.when):
        inside = (day > at - within) & (day <= at)
        happened = np.bincount(place[inside], minlength=people.n) > 0
        seen = people.observed_to >= at
        value[:, time] = np.where(happened, 0.0, np.where(seen, 1.0, np.nan))
    lacking = ["", ""]
    # Insurance and other spans say nothing of arrests: only an earlier one shows they are recorded.
    if people.when[0] - within < 0 and not (day < 0).any():
        value[:, 0], lacking[0] = np.nan, NOT_BEFORE
    words = in_words([load_vocabulary("event_type").label(name).lower() for name in types])
    undated = int(np.isnan(day).sum())
    meaning = f"{domain.label}: {undated} events have no date and are not used."
    told = [Check(f"{domain.id}_undated", meaning, "concern", float(undated))] if undated else []
    source = f"events: none recorded ({words}) in the {within} days up to the day"
    return Answers(value, source, tuple(told), (lacking[0], lacking[1]))


def from_panel(people: Asked, domain: Domain, _rule: OutcomesRule) -> Answers:
    """Return whether no use was found in the periods up to the one that holds each time."""
    panel = people.cohort.program.tables["panel"]
    out = list(domain.told.get("except", ()))
    panel = panel[~panel["substance"].isin(out).fillna(False)]
    if panel.empty:
        return unknown(people)
    within = int(domain.told.get("within_days", WEEK))
    met = episode_rows(people.cohort.frame, panel, "period")
    place = met["place"].to_numpy(dtype="int64")
    length = np.where((met["unit"] == "week").fillna(False).to_numpy(dtype=bool), WEEK, 1)
    start = met["period"].to_numpy(dtype=float) * length
    start = start - people.begin[place]
    known = met["value"].map({"pos": 0.0, "neg": 1.0}).to_numpy(dtype=float, na_value=np.nan)
    value = np.full((people.n, 2), np.nan)
    for time, at in enumerate(people.when):
        inside = (start + length > at - within + 1) & (start <= at)
        own = pd.DataFrame({"place": place[inside], "known": known[inside]})
        least = own.groupby("place")["known"].agg(["min", "size", "count"])
        whole = (least["min"] == 0) | (least["size"] == least["count"])
        value[least.index[whole], time] = least.loc[whole, "min"]
    return Answers(value, f"panel of use: no use in the last {within} days, in whole periods")


def from_states(people: Asked, domain: Domain, _rule: OutcomesRule) -> Answers:
    """Return whether a person was in a state on the day of each time.

    Words that mean neither yes nor no leave the answer not known, and are counted.
    """
    state = people.cohort.program.tables["state"]
    value = np.full((people.n, 2), np.nan)
    parts, told, used = [], [], 0
    for name, words in domain.told["yes"].items():
        _require("state_domain", name, domain)
        rows = state[(state["domain"] == name).fillna(False)]
        if rows.empty:
            continue
        used += 1
        no = tuple(domain.told["no"].get(name, ()))
        found, strange = _states_on(people, rows, tuple(words), no)
        # In any of several domains is enough; in none of them is no.
        value = found if used == 1 else np.where(value == 1, 1.0, np.where(found == 1, 1.0,
                                                 np.minimum(value, found)))  # fmt: skip
        parts.append(name)
        told += _strange(strange, len(rows), name, domain)
    if not used:
        return unknown(people)
    return Answers(value, f"states of {' or '.join(parts)} on the day", tuple(told))


def _states_on(
    people: Asked, rows: pd.DataFrame, yes: tuple[str, ...], no: tuple[str, ...]
) -> tuple[np.ndarray, int]:
    """Return answers (n, 2) from the spells of one domain, and how many say neither."""
    met = person_rows(people.cohort.frame, rows, ("start", "start_day"), ("end", "end_day"))
    place = met["place"].to_numpy(dtype="int64")
    word = met["value"].astype("string").str.strip().str.lower()
    known = np.select(
        [word.isin(_small(yes)).to_numpy(bool), word.isin(_small(no)).to_numpy(bool)], [1.0, 0.0],
        np.nan,
    )  # fmt: skip
    start, end = (met[c].to_numpy(float) - people.begin[place] for c in ("start_day", "end_day"))
    end = np.where(end == start, start + 1, np.where(np.isnan(end), np.inf, end))
    value = np.full((people.n, 2), np.nan)
    for time, at in enumerate(people.when):
        holds = (start <= at) & (at < end) & (people.observed_to >= at)[place]
        own = pd.DataFrame({"place": place, "start": start, "end": end, "known": known})[holds]
        # The spell that began last holds; of two that began together the shorter one.
        last = own.sort_values(["start", "end"], ascending=[True, False], kind="stable")
        last = last.drop_duplicates("place", keep="last")
        value[last["place"], time] = last["known"]
    return value, int(np.isnan(known).sum())


def _small(words: tuple[str, ...]) -> list[str]:
    """Return words in small letters."""
    return [str(word).strip().lower() for word in words]


def _strange(n: int, of: int, name: str, domain: Domain) -> list[Check]:
    """Return a concern where recorded words are neither of those that mean yes nor no."""
    meaning = (
        f"{domain.label}: {n} spells of {name} name a state that the definition sorts neither "
        "under yes nor under no (or none at all): not known on their days."
    )
    return [Check(f"{domain.id}_unsorted", meaning, "concern", n / max(of, 1))] if n else []


def _require(vocabulary: str, name: str, domain: Domain) -> None:
    """Raise when a word is no term of its vocabulary."""
    from recoveryeval.analyses.national.rule import refused
    from recoveryeval.errors import nearest

    terms = load_vocabulary(vocabulary).terms
    if name not in terms:
        raise refused(
            f"There is no {vocabulary.replace('_', ' ')} of that name",
            domain.id,
            f"Use some of {', '.join(terms)}." + nearest(str(name), terms),
        )
