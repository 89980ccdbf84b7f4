"""Who is in a cascade: the people of a cohort, and by option those without an enrollment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.immortal import immortal
from recoveryeval.cohorts.observation import death_days
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.engaging.followed import as_floats
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import one_of

EVERYONE = "everyone"
NOT_ENROLLED = "no enrollment"
_KEY = ["person_id", "episode_id", "anchor", "origin_day"]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People of a cascade, each (n,): days from time zero, infinite where nothing happens.

    ``frame`` has the ids and anchors that place records; ``last`` is the last
    day observed, ``left`` the day of death or of a recorded end, ``why`` which;
    ``group`` the group of each, with ``labels`` in their order. ``outside``
    counts people with records but no enrollment.
    """

    frame: pd.DataFrame
    last: np.ndarray
    left: np.ndarray
    why: np.ndarray
    group: np.ndarray
    labels: tuple[str, ...]
    outside: int


def people_of(
    cohort: Cohort, tables: Sequence[str], *, by: str | None, without_episode: str, after_end: str
) -> People:
    """Return the people, with those outside every enrollment where they are to be included."""
    others = _others(cohort, tables)
    own = cohort.frame.rename_axis(None)
    whole = own
    if without_episode == "included" and len(others):
        whole = pd.concat(
            [own[[*_KEY, "observed_to", "death_day", "end_day", "end_reason"]], others]
        )
        whole = whole.reset_index(drop=True)
    zero = as_floats(whole["origin_day"])
    died, ended = (as_floats(whole[c]) - zero for c in ("death_day", "end_day"))
    died = np.where(np.isnan(died), np.inf, died)
    ended = np.where(np.isnan(ended) | (after_end == "counted"), np.inf, ended)
    group, labels = _groups(cohort, len(whole), by)
    return People(
        frame=whole[_KEY].reset_index(drop=True),
        last=as_floats(whole["observed_to"]) - zero,
        left=np.minimum(died, ended),
        why=np.where(died <= ended, "death", _reasons(whole["end_reason"])).astype(object),
        group=group,
        labels=labels,
        outside=len(others),
    )


def _others(cohort: Cohort, tables: Sequence[str]) -> pd.DataFrame:
    """Return people with dated records and no enrollment, from their first record on."""
    program = cohort.program
    enrolled = program.tables["episode"]["person_id"]
    parts = []
    for name in dict.fromkeys(tables):
        table = program.tables[name]
        rows = table[table["person_id"].notna() & ~table["person_id"].isin(enrolled)]
        dates = [c for c in rows.columns if pd.api.types.is_datetime64_any_dtype(rows[c].dtype)]
        if len(rows) and dates and name != "episode":
            first = rows[dates].min(axis=1)
            parts.append(pd.DataFrame({"person_id": rows["person_id"], "anchor": first}))
    if not parts or program.extract_date is None:
        return pd.DataFrame({"person_id": pd.Series(dtype="string")})
    found = pd.concat(parts).dropna().groupby("person_id")["anchor"].min().reset_index()
    made = found.assign(
        episode_id=pd.array([pd.NA] * len(found), dtype="string"),
        origin_day=pd.array([0] * len(found), dtype="Int64"),
        end_day=pd.array([pd.NA] * len(found), dtype="Int64"),
        end_reason=pd.array([pd.NA] * len(found), dtype="string"),
    )
    died = death_days(made, program)
    extract = (pd.Timestamp(program.extract_date) - made["anchor"]).dt.days
    until = np.fmin(extract.to_numpy(dtype="float64"), died)
    return made.assign(death_day=_days(died), observed_to=_days(until))


def _days(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return days (n,) as whole numbers that may be missing."""
    return pd.array(values, dtype="Float64").astype("Int64")


def _reasons(column: pd.Series) -> np.ndarray:
    """Return recorded reasons for an end in words (n,)."""
    label = load_vocabulary("end_reason").label
    words = column.map(label, na_action="ignore").astype("string")
    return np.asarray(words.str.lower().fillna("reason not recorded").to_numpy(dtype=object))


def _groups(cohort: Cohort, n: int, by: str | None) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return everyone's group (n,) and the groups in their order."""
    group = np.full(n, EVERYONE if by is None else NOT_ENROLLED, dtype=object)
    if by is None:
        return group, (EVERYONE,)
    allowed = known_covariates(cohort, "binary").columns
    if not one_of(by, allowed):
        if one_of(by, cohort.frame.columns):
            raise immortal(by, "became known after time zero, or says who someone is")
        raise OutcomeError(
            "The people have no column of that name to group by",
            code="RE-O43",
            column=str(by),
            do="Name a column known at time zero, such as arm or site."
            + nearest(str(by), map(str, allowed)),
        )
    values = cohort.frame[by].astype("string").fillna("not recorded")
    group[: len(values)] = values.to_numpy(dtype=object)
    labels = [a for a in cohort.arms if by == "arm"] or sorted(set(values))
    labels += [NOT_ENROLLED] if n > len(values) else []
    if len(labels) > 6:
        raise OutcomeError(
            f"The column has {len(labels)} groups, too many for one cascade",
            code="RE-O43",
            column=by,
            do="Use a column with at most six groups.",
        )
    return group, tuple(labels)
