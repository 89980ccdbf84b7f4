"""Settle what only whole tables can tell: keys, days, order in time, references."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.programs.days import with_days, with_person
from recoveryeval.programs.instrument_ranges import outside_instrument
from recoveryeval.programs.made_keys import with_made_keys
from recoveryeval.schema import (
    answers,
    chronology,
    episodes,
    keys,
    merging,
    references,
    unknown_end,
    waves,
)
from recoveryeval.schema.finding import Finding, Repair, finding, kinds
from recoveryeval.schema.note import Frames, Note, applied
from recoveryeval.schema.spelling import one_spelling
from recoveryeval.schema.table_schema import load_table

_JUDGED: tuple[Callable[[Frames], list[Note]], ...] = (
    references.person_episode_conflict,
    chronology.end_before_start,
    chronology.after_death,
    episodes.birth_implausible,
    waves.followup_before_baseline,
    answers.value_and_reason,
    answers.days_above_period,
    outside_instrument,
)
_COUNTED: tuple[Callable[[Frames], list[Note]], ...] = (
    chronology.several_deaths,
    episodes.overlapping_episodes,
    episodes.open_closed_conflict,
    episodes.outside_episode,
    waves.wave_date_conflict,
    references.unresolved_reference,
    answers.incomplete,
    unknown_end.unknown_ends,
)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The tables as they stand, with what was set aside, joined, repaired and counted."""

    tables: dict[str, pd.DataFrame]
    notes: tuple[Note, ...]
    joined: dict[str, np.ndarray]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]


def settle(tables: Frames, parts: dict[str, np.ndarray], extract: dt.date | None) -> Settled:
    """Return the tables settled; ``parts`` (n,) number the source of each table's rows."""
    tables, repairs, spelled = _identified(tables, parts)
    tables, notes, joined = _keyed(tables, parts)
    first = chronology.end_before_start(tables) + chronology.after_extract(tables, extract)
    tables = applied(tables, first)
    tables, from_days = with_days(tables)
    notes += first
    for rule in _JUDGED:
        ruled = rule(tables)
        notes += ruled
        tables = applied(tables, ruled)
    tables, more = _completed(tables, notes)
    notes += [n for rule in _COUNTED for n in rule(tables)]
    found = [*spelled, *from_days, *_counts(notes), *_extract_note(tables, extract)]
    return Settled(tables, tuple(notes), joined, tuple(found), (*repairs, *more))


def _identified(
    tables: Frames, parts: dict[str, np.ndarray]
) -> tuple[dict[str, pd.DataFrame], tuple[Repair, ...], list[Finding]]:
    """Return the tables with one spelling per id, persons of episodes, and made ids."""
    spelled, found = one_spelling(tables, parts)
    changed = [f for f in found if f.id == kinds()["id_spelling"]["id"]]
    repairs = [Repair(f.table, f.column, "id_spelling", f.count) for f in changed]
    named, filled = with_person(spelled)
    repairs += [Repair(t, "person_id", "person_from_episode", n) for t, n in filled.items()]
    for table, frame in named.items():
        schema = load_table(table)
        named[table], made = with_made_keys(frame, schema)
        if made:
            repairs.append(Repair(table, schema.primary_key[0], "id_made", made))
    return named, tuple(repairs), found


def _keyed(
    tables: Frames, parts: dict[str, np.ndarray]
) -> tuple[dict[str, pd.DataFrame], list[Note], dict[str, np.ndarray]]:
    """Return the tables without duplicates and conflicts, rows of several sources joined."""
    result = dict(tables)
    notes: list[Note] = []
    joined: dict[str, np.ndarray] = {}
    for table in tables:
        schema = load_table(table)
        if not keys.repeated(result[table], schema).any():
            continue
        again = keys.duplicate_rows(result[table], schema, parts[table][result[table].index])
        result = applied(result, again)
        clash = keys.key_conflicts(result[table], schema)
        result = applied(result, clash)
        result[table], disputed, joined[table] = merging.merged(result[table], schema)
        notes += [*again, *clash, *disputed]
    return result, notes, joined


def _completed(tables: Frames, notes: list[Note]) -> tuple[dict[str, pd.DataFrame], list[Repair]]:
    """Return the tables with the status of episodes and reasons for missing answers derived."""
    result = dict(tables)
    repairs: list[Repair] = []
    for table in ("response", "score"):
        result[table] = answers.with_invalid(result[table], table, notes)
        result[table], count = answers.with_reasons(result[table])
        if count:
            repairs.append(Repair(table, "missing", "reason_unknown", count))
    episode = result["episode"]
    if len(episode):
        episode = unknown_end.with_disputed_end(episode, notes)
        result["episode"], count = episodes.with_status(episode)
        if count:
            repairs.append(Repair("episode", "status", "status_derived", count))
    return result, repairs


def _counts(notes: list[Note]) -> list[Finding]:
    """Return one finding per kind, table and column."""
    total: dict[tuple[str, str, str], int] = {}
    for item in notes:
        key = (item.kind, item.table, item.column)
        total[key] = total.get(key, 0) + len(item.labels)
    return [finding(kind, table, column, count) for (kind, table, column), count in total.items()]


def _extract_note(tables: Frames, extract: dt.date | None) -> list[Finding]:
    """Return the warning that no extract date was given, with the number of open episodes."""
    if extract is not None:
        return []
    episode = tables["episode"]
    still = int((~episodes.ended_rows(episode)).sum()) if len(episode) else 0
    return [finding("no_extract_date", "episode", "end", still)]
