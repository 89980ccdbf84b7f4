"""One assumption or quality check, in words a reader understands."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Verdict = Literal["pass", "note", "concern", "fail"]
CHECK_COLUMNS = ("id", "statistic", "p_value", "verdict", "meaning")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a stable id, its meaning in plain language, and a verdict."""

    id: str
    meaning: str
    verdict: Verdict = "note"
    statistic: float = math.nan
    p_value: float = math.nan


def checks_frame(checks: Iterable[Check]) -> pd.DataFrame:
    """Return checks as a table, one row each, columns in the glossary's order."""
    rows = [(c.id, c.statistic, c.p_value, c.verdict, c.meaning) for c in checks]
    frame = pd.DataFrame(rows, columns=list(CHECK_COLUMNS))
    return frame.astype({"statistic": "float64", "p_value": "float64"})
