"""Answers and scores held against the instrument that their interview names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.instruments.impossible import impossible_answers, impossible_scores
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.instrument_file import instrument_names, load_instrument
from recoveryeval.instruments.item_columns import item_numbers
from recoveryeval.instruments.score_names import plain, score_names
from recoveryeval.schema.note import Frames, Note, has, note


def outside_instrument(tables: Frames) -> list[Note]:
    """Set aside answers and scores outside the range of an instrument the package holds."""
    assessment = tables["assessment"]
    if not has(assessment, "assessment_id", "instrument"):
        return []
    found: list[Note] = []
    for table, judge in (("response", _answers), ("score", _scores)):
        frame = tables[table]
        if not has(frame, "value"):
            continue
        out = np.zeros(len(frame), dtype=bool)
        for tool, mine in _by_instrument(frame, assessment):
            out[mine] = judge(frame[mine], tool)
        found += note("outside_range", (table, "value"), frame, out, "cell")
    return found


def _by_instrument(
    frame: pd.DataFrame, assessment: pd.DataFrame
) -> Iterator[tuple[Instrument, np.ndarray]]:
    """Yield each known instrument with the rows (n,) of its interviews."""
    known = {plain(name): name for name in instrument_names()}
    names = assessment["instrument"].map(lambda name: known.get(plain(name)), na_action="ignore")
    for name in sorted(names.dropna().unique()):
        ids = assessment.loc[(names == name).fillna(False), "assessment_id"]
        mine = frame["assessment_id"].isin(ids).fillna(False).to_numpy(dtype=bool)
        if mine.any():
            yield load_instrument(str(name)), mine


def _answers(frame: pd.DataFrame, tool: Instrument) -> np.ndarray:
    """Return which answers (n,) are impossible; none where items cannot be told."""
    try:
        numbers = item_numbers(sorted(map(str, frame["item"].dropna().unique())), tool, None)
    except SchemaError:
        return np.zeros(len(frame), dtype=bool)
    own = frame["item"].isin(list(numbers)).fillna(False).to_numpy(dtype=bool)
    return impossible_answers(np.where(own, _values(frame), np.nan), tool)


def _scores(frame: pd.DataFrame, tool: Instrument) -> np.ndarray:
    """Return which recorded scores (n,) are impossible on the scale they name."""
    out = np.zeros(len(frame), dtype=bool)
    named = frame["scale"].map(lambda name: plain(str(name)), na_action="ignore")
    for scale in tool.scales:
        own = named.isin(score_names(tool, scale)).to_numpy(dtype=bool)
        out |= impossible_scores(np.where(own, _values(frame), np.nan), tool, scale)
    return out


def _values(frame: pd.DataFrame) -> np.ndarray:
    """Return the values of a table (n,), NaN where missing."""
    return np.asarray(frame["value"].to_numpy(dtype="float64", na_value=np.nan))
