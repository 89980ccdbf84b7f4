"""Repeated measures as one row per person: scores by wave, and what helps to predict them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.missing.impute_helpers import helpers_of, refuse_varying
from recoveryeval.models.missing.impute_unseen import with_unseen
from recoveryeval.outcomes.outcome import Outcome

BEYOND_DEATH, AHEAD = "died", "not_yet_due"


@dataclass(frozen=True, slots=True, eq=False)
class PersonWide:
    """People by waves.

    ``scores`` (n, k) NaN where absent; ``helpers`` (n, q) numeric auxiliaries,
    NaN where absent, with names and ``binary`` (q,); ``fixed`` (n, p) complete
    ones. ``answers`` says whether scores are 0 and 1 only.
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
    helper_names: tuple[str, ...]
    answers: bool
    rows: pd.DataFrame
    left_out: int


def person_wide(outcome: Outcome, auxiliaries: Sequence[str], by: str | None) -> PersonWide:
    """Return the person-wide form of repeated measures."""
    _refuse(outcome)
    auxiliaries = tuple(name for name in dict.fromkeys(auxiliaries) if name != by)
    named = [*auxiliaries, *([by] if by else [])]
    outcome.require(named)
    rows, left_out = with_unseen(outcome, named)
    frame = rows.assign(wave=_factor(rows["wave"]))
    scores = _by_wave(frame, "value")
    people = known_of(frame).reindex(scores.index)
    refuse_varying(frame, named)
    helpers, binary, fixed = helpers_of(people, auxiliaries)
    values = scores.to_numpy(dtype="float64")
    seen = ~np.isnan(values)
    after, ahead = _after(seen, ~_absent_for(frame, scores, AHEAD))
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
        helper_names=tuple(name for name in auxiliaries if people[name].isna().any()),
        answers=bool(np.isin(values[seen], (0.0, 1.0)).all()),
        rows=rows,
        left_out=left_out,
    )


def _after(seen: np.ndarray, due: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which waves (n, k) come after a person's last, and which of them are not due yet."""
    k = seen.shape[1]
    last = np.where(seen.any(axis=1), k - 1 - seen[:, ::-1].argmax(axis=1), -1)
    after = np.arange(k) > last[:, None]
    return after, ~due & after & (np.cumsum(due & after, axis=1) == 0)


def known_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person: of each column the first value that is known."""
    return frame.drop(columns="wave").groupby("person", observed=True, sort=False).first()


def _by_wave(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return one column as people by waves; nothing is averaged."""
    return frame.set_index(["person", "wave"])[column].unstack("wave")  # noqa: PD010


def _refuse(outcome: Outcome) -> None:
    """Raise unless people and waves are known."""
    refuse_table(outcome)
    planned = {"person", "wave"} <= set(outcome.frame)
    if outcome.kind not in ("repeated", "binary") or not planned:
        raise EstimationError(
            "Imputation needs scores or answers at planned waves",
            code="RE-MI42",
            do="Give the outcome of scale(), of repeated_measures() with wave=, or of binary() "
            "with person= and wave=.",
        )
    if outcome.kind == "binary" and outcome.frame.duplicated(["person", "wave"]).any():
        raise EstimationError(
            "Some people have two answers at one wave",
            code="RE-MI42",
            rows=int(outcome.frame.duplicated(["person", "wave"]).sum()),
            do="Keep one row per person and wave by a stated rule.",
        )


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
