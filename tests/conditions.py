"""A few people, and what a condition says of them."""

from __future__ import annotations

import pandas as pd

from recoveryeval.cohorts.grammar.evaluate import evaluate
from recoveryeval.cohorts.grammar.parse import parse, whole

FRAME = pd.DataFrame(
    {
        "age": pd.array([17, 30, 65, None], dtype="Int64"),
        "score": pd.array([0.5, -2.0, None, 3.0], dtype="Float64"),
        "site": pd.array(["A", "B", None, "it's"], dtype="string"),
        "dual": pd.array([True, False, None, True], dtype="boolean"),
        "anchor": pd.to_datetime(["2025-01-01", None, "2025-03-01", "2025-02-01"]),
        "first contact": pd.array([1, 2, 3, 4], dtype="Int64"),
    }
)


def answers(text: str, frame: pd.DataFrame = FRAME) -> list[bool | None]:
    """Return what the condition says of each row; None where it cannot be told."""
    found = evaluate(whole(parse(text)), frame)
    return [None if value is pd.NA else bool(value) for value in found]
