"""Repeated measures as one row per person: scores by wave, and what helps to predict them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.outcomes.outcome import Outcome

BEYOND_DEATH, AHEAD = "died", "not_yet_due"


@dataclass(frozen=True, slots=True, eq=False)
class PersonWide:
    """People by waves.

    ``scores`` (n, k) NaN where absent; ``helpers`` (n, q) numeric auxiliaries,
    NaN where absent, with ``binary`` (q,); ``fixed`` (n, p) complete ones.
    ``fill`` (n, k) says which gaps are to be filled, ``arm`` (n,) who is
    imputed with whom; ``ahead`` (n, k) which waves are not due yet in people
    who have missed none since they were last seen; ``left`` (n, k) which other
    waves come after a person's last.
    """

    people: pd.Index
    waves: tuple[object, ...]
    scores: np.ndarray
    helpers: np.ndarray
    binary: np.ndarray
    fixed: np.ndarray
    fill: np.ndarray
    arm: np.ndarray
    ahead: np.ndarray
    left: np.ndarray


def person_wide(outcome: Outcome, auxiliaries: Sequence[str], by: str | None) -> PersonWide:
    """Return the person-wide form of repeated measures."""
    frame = _ready(outcome)
    outcome.require([*auxiliaries, *([by] if by else [])])
    frame = frame.assign(wave=_factor(frame["wave"]))
    scores = _by_wave(frame, "value")
    people = frame.drop_duplicates("person").set_index("person").reindex(scores.index)
    _refuse_varying(frame, [*auxiliaries, *([by] if by else [])])
    helpers, binary, fixed = _auxiliaries(people, auxiliaries)
    values = scores.to_numpy(dtype="float64")
    seen = ~np.isnan(values)
    last = np.where(seen.any(axis=1), values.shape[1] - 1 - seen[:, ::-1].argmax(axis=1), -1)
    after = np.arange(values.shape[1]) > last[:, None]
    due = ~_absent_for(frame, scores, AHEAD)
    ahead = ~due & after & (np.cumsum(due & after, axis=1) == 0)
    return PersonWide(
        people=scores.index,
        waves=tuple(scores.columns),
        scores=values,
        helpers=helpers,
        binary=binary,
        fixed=fixed,
        fill=~seen & ~_absent_for(frame, scores, BEYOND_DEATH),
        arm=np.zeros(len(people), dtype=object) if by is None else _arms(people, by),
        ahead=ahead,
        left=after & ~ahead,
    )


def _by_wave(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return one column as people by waves; nothing is averaged."""
    return frame.set_index(["person", "wave"])[column].unstack("wave")  # noqa: PD010


def _ready(outcome: Outcome) -> pd.DataFrame:
    """Return the rows, where people and waves are known."""
    refuse_table(outcome)
    if outcome.kind != "repeated" or "wave" not in outcome.frame:
        raise EstimationError(
            "Imputation needs scores at planned waves",
            code="RE-MI42",
            do="Give the outcome of scale(), or of repeated_measures() with wave=.",
        )
    return outcome.data


def _factor(wave: pd.Series) -> pd.Series:
    """Return waves as an ordered factor."""
    if isinstance(wave.dtype, pd.CategoricalDtype):
        return wave.cat.remove_unused_categories()
    return pd.Series(pd.Categorical(wave, categories=sorted(wave.dropna().unique()), ordered=True),
                     index=wave.index)  # fmt: skip


def _absent_for(frame: pd.DataFrame, scores: pd.DataFrame, reason: str) -> np.ndarray:
    """Return where a score is absent for a reason, shape (n, k)."""
    if "missing" not in frame:
        return np.zeros(scores.shape, dtype=bool)
    why = _by_wave(frame, "missing").reindex(scores.index)
    return np.asarray((why == reason).fillna(False).to_numpy(dtype=bool))


def _refuse_varying(frame: pd.DataFrame, names: list[str]) -> None:
    """Refuse auxiliaries that are not constant within a person."""
    if not names:
        return
    most = frame.groupby("person", observed=True)[names].nunique().max()
    for name in names:
        if most[name] > 1:
            raise EstimationError(
                "An auxiliary changes within people",
                code="RE-MI42",
                column=name,
                do="Use what was known at the first wave, one value per person.",
            )


def _auxiliaries(
    people: pd.DataFrame, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return numeric auxiliaries (n, q), which are binary (q,), and complete ones (n, p)."""
    helpers, binary, fixed = [], [], []
    for name in names:
        column = people[name]
        numeric = pd.api.types.is_numeric_dtype(column.dtype)
        if not numeric:
            fixed += _indicators(name, column)
            continue
        values = column.to_numpy(dtype="float64", na_value=np.nan)
        if np.isnan(values).any():
            helpers.append(values)
            binary.append(bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all()))
        else:
            fixed.append(values)
    n = len(people)
    kept = [_standard(v) for v in fixed if np.ptp(v) > 0]
    return (
        np.column_stack(helpers) if helpers else np.empty((n, 0)),
        np.array(binary, dtype=bool),
        np.column_stack(kept) if kept else np.empty((n, 0)),
    )


def _indicators(name: str, column: pd.Series) -> list[np.ndarray]:
    """Return one 0/1 column per level but the first; absent levels have to be named first."""
    if column.isna().any():
        raise EstimationError(
            "An auxiliary in words has blanks",
            code="RE-MI42",
            column=name,
            rows=int(column.isna().sum()),
            do="Give the blanks a level of their own, such as 'unknown', or leave it out.",
        )
    text = column.astype("string")
    return [(text == level).to_numpy(dtype=float) for level in sorted(text.unique())[1:]]


def _standard(values: np.ndarray) -> np.ndarray:
    """Return values (n,) around 0 with spread 1."""
    return np.asarray((values - values.mean()) / values.std())


def _arms(people: pd.DataFrame, by: str) -> np.ndarray:
    """Return the arm of every person (n,); people without one are refused."""
    blank = int(people[by].isna().sum())
    if blank:
        raise EstimationError(
            "Some people are in no group, so it is not known with whom to impute them",
            code="RE-MI42",
            column=by,
            rows=blank,
            do="Leave them out, or complete the column.",
        )
    return np.asarray(people[by].astype(str).to_numpy(dtype=object))
