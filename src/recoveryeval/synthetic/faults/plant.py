"""Faults planted into exports, and the record of how many of each there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.coaching_log import log_sheets
from recoveryeval.synthetic.exports.export_bytes import (
    WORKBOOK,
    csv_frames,
    fixed_files,
)
from recoveryeval.synthetic.exports.workbook import workbook_bytes
from recoveryeval.synthetic.faults import of_bytes, of_dates, of_rows, of_values
from recoveryeval.synthetic.faults.draft import Draft, Fault

FAULTS: tuple[Fault, ...] = (
    *of_dates.FAULTS,
    *of_values.FAULTS,
    *of_rows.FAULTS,
    *of_bytes.FAULTS,
)
COLUMNS = ("fault", "file", "column", "count", "found", "reason", "meaning")


def chosen_faults(faults: bool | Sequence[str]) -> tuple[Fault, ...]:
    """Return the faults asked for: all, none or those named."""
    if isinstance(faults, bool):
        return FAULTS if faults else ()
    known = {fault.id: fault for fault in FAULTS}
    for name in faults:
        if name not in known:
            raise OutcomeError(
                "There is no fault of that name to plant",
                code="RE-SY6",
                column=str(name),
                do=f"Use some of {', '.join(known)}." + nearest(str(name), known),
            )
    return tuple(fault for fault in FAULTS if fault.id in faults)


def spoiled_bytes(
    program: Program, faults: Sequence[Fault], rng: np.random.Generator
) -> tuple[dict[str, bytes], pd.DataFrame]:
    """Return the files with the faults in them, and what was planted where."""
    draft = Draft(program, {**csv_frames(program), **log_sheets(program)}, rng)
    counts = {fault.id: fault.plant(draft) for fault in faults if fault.plant}
    held = {
        name: draft.frames[name].to_csv(index=False, lineterminator="\n").encode()
        for name in csv_frames(program)
    }
    held[WORKBOOK] = workbook_bytes({name: draft.frames[name] for name in log_sheets(program)})
    for fault in faults:
        if fault.spoil:
            held[fault.file], done = fault.spoil(held[fault.file], rng)
            counts[fault.id] = done
    return held | fixed_files(), _record(faults, counts)


def _record(faults: Sequence[Fault], counts: dict[str, int]) -> pd.DataFrame:
    """Return one row per fault."""
    rows = [(f.id, f.file, f.column, counts[f.id], f.found, f.reason, f.meaning) for f in faults]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def no_faults() -> pd.DataFrame:
    """Return the record of exports without a planted fault."""
    return _record((), {})
