"""People with follow-up interviews, and what a follow-up rate says of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from plain_program import plain_program

import recoveryeval as rv

INSIDE = "share interviewed inside the window"
ANYTIME = "share interviewed at any time"
SAME = "2024-05-31"


def study(anchors: dict[str, str], rows: list[dict[str, Any]], **more: Any) -> rv.Program:
    """Return people with their day of intake, and interviews at six months unless told."""
    frame = pd.DataFrame(rows)
    frame["assessment_id"] = [f"a{i}" for i in range(len(frame))]
    filled = {"wave": "month_6", "instrument": "GPRA", "status": "complete"}
    for column, value in filled.items():
        given = frame[column] if column in frame else pd.Series(pd.NA, frame.index, dtype="object")
        frame[column] = given.where(given.notna(), value)
    people = {who: {"anchor": anchor} for who, anchor in anchors.items()}
    options = {"extract": "2025-06-30", "assessment": frame, **more}
    return plain_program(people, **options)


def counts(result: rv.Result, level: str = "", group: str = "Everyone") -> dict[str, int]:
    """Return how many people had which fate."""
    rows = result.tidy()
    rows = rows[(rows["level"] == level) & (rows["group"] == group)]
    rows = rows[rows["estimand"] == "number of people"]
    return {t: int(n) for t, n in zip(rows["term"], rows["n"], strict=True) if n}


def rates(result: rv.Result, estimand: str = INSIDE) -> dict[str, float]:
    """Return the rate by denominator."""
    rows = result.tidy()
    rows = rows[(rows["level"] == "") & (rows["estimand"] == estimand)]
    rows = rows[rows["group"] == "Everyone"]
    return dict(zip(rows["term"], rows["estimate"], strict=True))


FATES = [
    {"person_id": "in", "date": "2024-11-30"},
    {"person_id": "late", "date": "2025-02-01"},
    {"person_id": "found", "status": "refused", "flwp_status": "21"},
    {"person_id": "lost", "status": "not_held", "flwp_status": "31"},
]
PEOPLE = dict.fromkeys(("in", "late", "found", "lost", "gone", "silent"), SAME) | {
    "new": "2025-03-01"
}
DIED = [{"person_id": "gone", "type": "death", "start": 0}]


def fated() -> rv.Program:
    """Return one person of each fate, and one who is not due yet."""
    event = pd.DataFrame({"event_id": ["d"], "person_id": ["gone"], "type": ["death"]})
    return study(PEOPLE, FATES, event=event.assign(start="2024-12-01"))
