"""Questionnaires whose items stand in columns: one assessment per row, one response per item."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.loaders.assessment_ids import with_assessment_ids
from recoveryeval.loaders.column_values import column_values
from recoveryeval.loaders.mapping.model import ColumnMap, ItemsMap
from recoveryeval.loaders.raw_table import set_aside
from recoveryeval.loaders.reading import Reading
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.table_frame import TableFrame, table_frame
from recoveryeval.loaders.values.clean_text import clean_text
from recoveryeval.loaders.values.read import Read
from recoveryeval.schema.table_schema import load_table

Labels = Mapping[str, Mapping[str, str]]


def wide_items(
    reading: Reading,
    held: ItemsMap,
    *,
    labels: Labels | None = None,
    why_blank: Mapping[str, str] | None = None,
) -> tuple[TableFrame, TableFrame]:
    """Return the assessments and the responses of a questionnaire.

    ``labels`` gives the words of a code by item, ``why_blank`` the reason of a
    blank cell by item, where it is not that the person left it blank.
    """
    assessment = table_frame(reading, held.assessment)
    cells = reading.raw.cells.loc[assessment.frame.index, list(held.items.values())]
    answered = _answered(cells, held)
    kept = assessment.frame.loc[answered]
    empty = int((~answered).sum())
    frame, made = with_assessment_ids(kept)
    done = TableFrame(
        "assessment",
        frame,
        assessment.aside,
        (
            *assessment.repairs,
            *_noted("row_without_answers", empty, "assessment_id"),
            *_noted("id_made", made, "assessment_id"),
        ),
        assessment.warned,
    )
    return done, _responses(reading, held, frame, labels or {}, why_blank or {})


def _noted(rule: str, count: int, column: str) -> tuple[Repair, ...]:
    """Return a repair where there was one."""
    return (Repair(rule, count, column),) if count else ()


def _answered(cells: pd.DataFrame, held: ItemsMap) -> pd.Series:
    """Return which rows hold an answer or a missing code; a mapped status keeps every row."""
    if held.assessment.target("status") is not None or not held.items:
        return pd.Series(True, index=cells.index)
    filled = [np.asarray(cells[h] != "", dtype=bool) for h in held.items.values()]
    return pd.Series(np.logical_or.reduce(filled), index=cells.index)


def _responses(
    reading: Reading,
    held: ItemsMap,
    assessment: pd.DataFrame,
    labels: Labels,
    why_blank: Mapping[str, str],
) -> TableFrame:
    """Return one row per assessment and item."""
    ids = assessment["assessment_id"]
    value = load_table("response").field("value")
    frames, aside, repairs = [], [set_aside([], "")], []
    for item, heading in held.items.items():
        column = ColumnMap(
            item,
            column=heading,
            codes=held.codes,
            ignore_case=held.ignore_case,
            missing=held.missing,
        )
        read = column_values(reading, ids.index, column, value)
        texts, _ = clean_text(reading.raw.cells.loc[ids.index, heading])
        frame = _one_item(item, ids, read, texts, blank=why_blank.get(item, "left_blank"))
        frame = _labeled(frame, texts, labels.get(item, {}))
        days = held.period(item)
        frames.append(frame if days is None else frame.assign(period_days=days))
        aside += [set_aside(ids.index[mask], reason, item) for reason, mask in read.bad.items()]
        repairs += [Repair(rule, n, item) for rule, n in read.repairs.items() if n]
    whole = pd.concat(frames) if frames else pd.DataFrame(columns=["assessment_id", "item"])
    return TableFrame("response", whole, pd.concat(aside, ignore_index=True), tuple(repairs))


def _one_item(
    item: str, ids: pd.Series, read: Read, texts: pd.Series, *, blank: str
) -> pd.DataFrame:
    """Return the responses to one item, each missing one with its reason."""
    none = pd.Series(pd.NA, index=ids.index, dtype="string")
    why = none if read.missing is None else read.missing
    invalid = np.zeros(len(ids), dtype=bool)
    for mask in read.bad.values():
        invalid |= mask
    why = why.mask(invalid & why.isna(), "invalid")
    why = why.mask(why.isna() & read.values.isna(), blank)
    return pd.DataFrame(
        {
            "assessment_id": ids,
            "item": pd.array([item] * len(ids), dtype="string"),
            "value": read.values,
            "value_raw": texts.where(texts != "").astype("string"),
            "missing": why,
        },
        index=ids.index,
    )


def _labeled(frame: pd.DataFrame, texts: pd.Series, words: Mapping[str, str]) -> pd.DataFrame:
    """Return responses with the words of their codes, where a dictionary gives any."""
    return frame.assign(label=texts.map(words).astype("string")) if words else frame
