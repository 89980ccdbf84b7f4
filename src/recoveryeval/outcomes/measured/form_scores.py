"""The score of each interview: from its items, or as the source recorded it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, SchemaError, nearest
from recoveryeval.instruments.answer_numbers import IN_WORDS
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.item_columns import item_numbers
from recoveryeval.instruments.response_formats import (
    MOST_OUTSIDE,
    chosen_format,
    refuse_other_format,
)
from recoveryeval.instruments.score_items import scores_of
from recoveryeval.outcomes.measured.recorded_scores import (
    FormScores,
    Scoring,
    named_scores,
    recorded_scores,
)
from recoveryeval.programs.program import Program
from recoveryeval.results.check import Check

UNREADABLE = "RE-S11"  # the program's note on cells that are not of their column's type


def scale_of(instrument: Instrument, scale: str | None) -> str:
    """Return the scale that was named, the instrument's first without a name."""
    if scale is None:
        return instrument.main_scale
    if scale not in instrument.scales:
        raise OutcomeError(
            f"{instrument.name} has no scale of that name",
            code="RE-O33",
            do=f"Use one of {', '.join(instrument.scales)}." + nearest(scale, instrument.scales),
        )
    return scale


def form_scores(
    cohort: Cohort, held: pd.Series, instrument: Instrument, how: Scoring
) -> FormScores:
    """Return the scores of the interviews whose ids are given.

    Answers go before a score that the source recorded: the two are not mixed.
    """
    program = cohort.program
    response, score = (_of(program.tables[name], held) for name in ("response", "score"))
    if response.empty:
        return recorded_scores(score, instrument, how)
    found = _from_items(program, response, instrument, how)
    unused = set(named_scores(score, instrument, how.scale)["assessment_id"])
    unused -= set(found.frame.index)
    if not unused:
        return found
    told = (
        f"Interviews with {instrument.name} that have a recorded score and no answers: "
        f"{len(unused)}. They have no score here, since the two ways of scoring are not mixed."
    )
    check = Check("recorded_not_used", told, "concern", statistic=float(len(unused)))
    return replace(found, check_rows=(*found.check_rows, check))


def _of(table: pd.DataFrame, held: pd.Series) -> pd.DataFrame:
    """Return the rows of the interviews whose ids are given."""
    return table[table["assessment_id"].isin(held).fillna(False)]


def _from_items(
    program: Program, response: pd.DataFrame, instrument: Instrument, how: Scoring
) -> FormScores:
    """Score the items of every interview."""
    form = chosen_format(instrument, how.response_format)
    numbers = item_numbers(sorted(response["item"].unique()), instrument, how.items)
    known = response[response["item"].isin(list(numbers))]
    code, ids = pd.factorize(known["assessment_id"])
    raw = np.full((len(ids), instrument.n_items), np.nan)
    item = known["item"].map(numbers).to_numpy(dtype=np.int64) - 1
    raw[code, item] = np.where(
        _invalid(known), np.inf, known["value"].to_numpy(dtype="float64", na_value=np.nan)
    )
    words = _refuse_words(_unreadable(program, known), int(np.isfinite(raw).sum()), instrument)
    refuse_other_format(raw, instrument, form)
    scores = scores_of(
        raw, pd.Index(ids), instrument, form=form, most_missing=how.most_missing, only=how.scale
    )
    mine = scores.frame[scores.frame["scale"] == how.scale]
    frame = mine.set_index("form")[["value", "missing"]]
    return FormScores(frame, (*words, *scores.check_rows))


def _invalid(response: pd.DataFrame) -> np.ndarray:
    """Return which answers (n,) were numbers and were set aside when the program was made."""
    aside = response["value"].isna() & (response["missing"] == "invalid").fillna(False)
    raw = response["value_raw"].astype("string")
    words = raw.notna() & pd.to_numeric(raw, errors="coerce").isna()
    return np.asarray((aside & ~words).to_numpy(dtype=bool))


def _unreadable(program: Program, response: pd.DataFrame) -> int:
    """Count answers that were no numbers and were set aside when the program was made."""
    aside = any(
        f.id == UNREADABLE and (f.table, f.column) == ("response", "value")
        for f in program.findings
    )
    lost = response["value"].isna() & (response["missing"] == "unknown").fillna(False)
    return int(lost.sum()) if aside else 0


def _refuse_words(lost: int, given: int, instrument: Instrument) -> list[Check]:
    """Refuse answers of which many were words; a few count as blank and are told."""
    if lost > MOST_OUTSIDE * (lost + given):
        raise SchemaError(
            f"Answers to {instrument.name} were no numbers and were set aside, so that forms look "
            "blank that are not",
            code="RE-Q08",
            column="value",
            rows=lost,
            do=IN_WORDS,
        )
    told = f"Answers to {instrument.name} that were no numbers count as blank: {lost}."
    return [Check("answers_unreadable", told, "concern", statistic=float(lost))] if lost else []
