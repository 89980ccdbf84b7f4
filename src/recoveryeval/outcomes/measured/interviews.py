"""The interviews with one instrument that the people of a cohort gave or missed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.instrument_file import instrument_names

NOT_HELD = ("refused", "not_held")


@dataclass(frozen=True, slots=True, eq=False)
class Interviews:
    """Interviews: ``place`` (row of the cohort), ``day`` from the origin, wave, status.

    ``other_stay`` counts interviews of another enrollment of the same person,
    ``unversioned`` those that say no version of the form where others do,
    ``likely`` those whose instrument has the name within a longer one.
    """

    rows: pd.DataFrame
    other_stay: int
    unversioned: int = 0
    likely: int = 0


def interviews(cohort: Cohort, instrument: Instrument, version: str | None) -> Interviews:
    """Return the interviews with an instrument, days counted from the cohort's origin."""
    table = cohort.program.tables["assessment"]
    about = (table["subject"] == instrument.subject).fillna(True).to_numpy(dtype=bool)
    chosen = table[_named(table, instrument) & about]
    found = of_cohort(cohort, one_version(chosen, instrument.name, version))
    if found.rows.empty:
        raise OutcomeError(
            f"Nobody in the cohort has an interview with {instrument.name}",
            code="RE-O31",
            do="Check the names in the assessment table's column 'instrument'."
            + nearest(instrument.name, _names(table)),
        )
    likely = of_cohort(cohort, table[_likely(table, instrument) & about])
    return replace(found, unversioned=unknown_version(chosen), likely=len(likely.rows))


def of_cohort(cohort: Cohort, chosen: pd.DataFrame) -> Interviews:
    """Return rows of the assessment table that belong to the enrollments of a cohort."""
    met = person_rows(cohort.frame, chosen, ("date", "day"))
    place = met["place"].to_numpy(dtype=np.int64)
    own = cohort.frame["episode_id"].reset_index(drop=True).reindex(place).to_numpy()
    other = (met["episode_id"].notna() & (met["episode_id"] != own)).fillna(False)
    begin = cohort.frame["origin_day"].to_numpy(dtype="float64") - cohort.landmark_day
    met = met.assign(day=met["day"].to_numpy() - begin[place])
    keep = ["assessment_id", "place", "day", "date", "wave", "status"]
    rows = met.loc[~other.to_numpy(dtype=bool), keep].reset_index(drop=True)
    return Interviews(rows, int(other.sum()))


def _named(table: pd.DataFrame, instrument: Instrument) -> np.ndarray:
    """Return which interviews (n,) are with this instrument, whatever case and punctuation."""
    names = table["instrument"].astype("string")
    wanted = {plain(instrument.name), plain(instrument.title)}
    found = {name: plain(str(name)) in wanted for name in names.dropna().unique()}
    return np.asarray(names.map(found).fillna(False).to_numpy(dtype=bool))


def _likely(table: pd.DataFrame, instrument: Instrument) -> np.ndarray:
    """Return which interviews (n,) name the instrument within a longer name of no other one."""
    names = table["instrument"].astype("string")
    others = {plain(name) for name in instrument_names()}
    wanted = {plain(instrument.name), plain(instrument.title)}
    found = {}
    for name in names.dropna().unique():
        words = [word for word in re.split(r"[\W_]+", str(name).casefold()) if word]
        parts = {
            "".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)
        }
        found[name] = plain(str(name)) not in others | wanted and bool(parts & wanted)
    return np.asarray(names.map(found).fillna(False).to_numpy(dtype=bool))


def _names(table: pd.DataFrame) -> list[str]:
    """Return the names of the instruments in the table."""
    return sorted(str(name) for name in table["instrument"].dropna().unique())


def one_version(chosen: pd.DataFrame, name: str, version: str | None) -> pd.DataFrame:
    """Keep one version of a form; two of them are never pooled."""
    held = [str(each) for each in chosen["version"].dropna().unique()]
    if version is None and len(held) > 1:
        raise OutcomeError(
            f"The interviews hold {len(held)} versions of {name}",
            code="RE-O32",
            column="version",
            rows=len(chosen),
            do="Say which one counts: version=. Scores of two versions are not the same measure.",
        )
    if version is None:
        return chosen
    own = chosen[(chosen["version"].astype("string") == str(version)).fillna(False)]
    if own.empty and len(chosen):
        raise OutcomeError(
            f"No interview is with this version of {name}",
            code="RE-O32",
            column="version",
            rows=len(chosen),
            do="Use a version that the column holds." + nearest(str(version), held),
        )
    return own


def unknown_version(chosen: pd.DataFrame) -> int:
    """Count interviews that say no version, where others do."""
    return int(chosen["version"].isna().sum()) if chosen["version"].notna().any() else 0


def plain(name: str) -> str:
    """Return a name without case and punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())
