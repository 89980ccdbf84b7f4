"""Whether it happened: True or False, never a code somebody has to remember."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.results.check import Check

_YES, _NO = ("1", "1.0", "true", "t", "yes", "y"), ("0", "0.0", "false", "f", "no", "n")
WORDS = {**dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}


def happened(column: pd.Series, name: str) -> tuple[np.ndarray, tuple[Check, ...]]:
    """Return 1, 0 or NaN per row; any other coding is refused, since 1/2 and 9 mislead silently."""
    checks: tuple[Check, ...] = ()
    if pd.api.types.infer_dtype(column, skipna=True) == "boolean":
        column = column.astype("boolean")
    if pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        values = column.to_numpy(dtype="float64", na_value=np.nan)
    else:
        words = column.astype("string").str.strip().str.lower()
        values = words.map(WORDS).to_numpy(dtype="float64", na_value=np.nan)
        values = np.where(words.notna() & np.isnan(values), -1.0, values)
        checks = (
            Check(
                id="event_read_from_text",
                meaning=f"Column '{name}' held words or digits as text and was read as yes or no.",
            ),
        )
    known = np.isnan(values) | (values == 0) | (values == 1)
    if not known.all():
        code = "RE-V08" if set(np.unique(values[~np.isnan(values)])) <= {1.0, 2.0} else "RE-V09"
        raise OutcomeError(
            "Whether it happened must be coded True/False or 1/0, and other codes are present",
            code=code,
            column=name,
            rows=int((~known).sum()),
            do="Recode it so that True means it happened, for example df['event'] = df['status'] "
            "== code_of_the_event, and set unknown to missing.",
        )
    return values, checks
