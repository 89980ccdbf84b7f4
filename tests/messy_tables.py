"""Small random exports, good values and bad ones mixed, for property tests."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from recoveryeval.schema.table_schema import Field, load_table
from recoveryeval.schema.vocabulary import load_vocabulary

TABLES = (
    "person", "episode", "coach", "contact", "assessment", "response", "event", "drug", "span",
    "site",
)  # fmt: skip
IDS = {
    "person_id": ("01", "1", "p-2", "P-2", " p-2", "'p3'", "p4"),
    "episode_id": ("e1", "E1", "e2", "e3", None),
    "coach_id": ("k1", "k2", None),
    "site": ("north", "North ", "south", None),
}
DATES = (
    "2025-01-06", "2025-01-07", "2025-02-30", "2025-03-01", "2026-05-31", "2026-12-31",
    "1900-01-01", "9999-12-31", "unknown", "", None,
)  # fmt: skip
NUMBERS = (0, 1, 30, 31, 1980, 2001, -9, 1e9, float("inf"), None)
WORDS = ("", " ", "some words", "\u00fc\u2019", "x", None)


def values(field: Field) -> st.SearchStrategy[object]:
    """Values for one column, half of them what the column should hold."""
    if field.name in IDS:
        return st.sampled_from(IDS[field.name])
    if field.identifier:
        return st.sampled_from(["i1", "i2", "i3", "I1", None])
    if field.vocabulary:
        terms = list(load_vocabulary(field.vocabulary).terms)
        return st.sampled_from([*terms, terms[0].upper(), "not a term", None])
    pools = {
        "date": DATES,
        "integer": NUMBERS,
        "number": NUMBERS,
        "boolean": ("yes", "n", "?", None),
    }
    return st.sampled_from(pools.get(field.type, WORDS))


@st.composite
def messy_table(draw: st.DrawFn, table: str) -> pd.DataFrame:
    """One table with up to six rows, some of them twice."""
    fields = load_table(table).fields
    required = [f for f in fields if f.required or f.identifier]
    others = draw(st.lists(st.sampled_from([f for f in fields if f not in required]), unique=True))
    chosen = [*required, *others]
    row = st.fixed_dictionaries({field.name: values(field) for field in chosen})
    rows = draw(st.lists(row, min_size=1, max_size=5))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    frame = pd.DataFrame(rows, columns=[field.name for field in chosen])
    if table in ("person", "episode"):
        frame["severity"] = draw(
            st.lists(st.sampled_from([0.5, 1.5, None]), min_size=len(rows), max_size=len(rows))
        )
    return frame


@st.composite
def messy_tables(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Several tables of one program."""
    names = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=5, unique=True))
    return {name: draw(messy_table(name)) for name in names}
