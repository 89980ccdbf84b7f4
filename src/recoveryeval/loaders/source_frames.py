"""Everything one source gives: a typed frame per table of its mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.loaders.assessment_ids import with_assessment_ids
from recoveryeval.loaders.episode_ids import with_episode_ids
from recoveryeval.loaders.mapping.model import Source
from recoveryeval.loaders.reading import Reading
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.table_frame import TableFrame, table_frame
from recoveryeval.loaders.wide_items import wide_items
from recoveryeval.schema.table_schema import load_table

ByInstrument = Mapping[str, Mapping[str, Any]]
_MADE = {"episode": with_episode_ids, "assessment": with_assessment_ids}


def source_frames(
    reading: Reading, *, labels: ByInstrument, why_blank: ByInstrument
) -> tuple[TableFrame, ...]:
    """Return the frames that a source gives to the tables of its mapping.

    ``labels`` and ``why_blank`` say by instrument what a dictionary knows about
    its items.
    """
    frames = [_once(_with_made_ids(table_frame(reading, h))) for h in reading.source.tables]
    for held in reading.source.items:
        frames += wide_items(
            reading,
            held,
            labels=labels.get(held.instrument),
            why_blank=why_blank.get(held.instrument),
        )
    return tuple(frames)


def _once(held: TableFrame) -> TableFrame:
    """Return each person, episode, coach or site once where a finer file repeats it on its rows.

    Rows that were exported twice are gone by now, so this says nothing about the export.
    """
    again = held.frame.duplicated() if len(held.frame.columns) else pd.Series(dtype=bool)
    if not load_table(held.table).merge or not again.any():
        return held
    key = load_table(held.table).primary_key[0]
    noted = Repair("repeated_on_finer_rows", int(again.sum()), key)
    return replace(held, frame=held.frame.loc[~again], repairs=(*held.repairs, noted))


def _with_made_ids(held: TableFrame) -> TableFrame:
    """Return episodes and assessments with ids where the source has none."""
    make = _MADE.get(held.table)
    if make is None:
        return held
    frame, made = make(held.frame)
    noted = (Repair("id_made", made, str(frame.columns[0])),) if made else ()
    return replace(held, frame=frame, repairs=held.repairs + noted)


def meta_frame(source: Source) -> pd.DataFrame:
    """Return what the mapping says about columns and codes, one row each."""
    rows: list[dict[str, str]] = []
    for table in (*source.tables, *(items.assessment for items in source.items)):
        for held in table.columns:
            base = {
                "table": table.table,
                "column": held.target,
                "source_column": ";".join(held.headings),
                "unit": held.unit,
            }
            rows.append({**base, "meaning": held.value or ""})
            rows += [{**base, "source_code": c, "meaning": m} for c, m in held.codes.items()]
            rows += [{**base, "source_code": c, "meaning": m} for c, m in held.checked.items()]
            gaps = held.missing.items()
            rows += [{**base, "source_code": c, "missing_reason": m} for c, m in gaps]
    rows += [{"source_code": c, "missing_reason": m} for c, m in source.missing.items()]
    for items in source.items:
        rows += [
            {"table": "response", "column": item, "source_column": heading}
            for item, heading in items.items.items()
        ]
    return pd.DataFrame(rows).replace("", pd.NA).astype("string").drop_duplicates()
