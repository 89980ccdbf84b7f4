"""Short ways to conform one column, for tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recoveryeval.schema.conform import Conformed, conform


def column(table: str, name: str, values: Sequence[object], **others: object) -> Conformed:
    """Conform a table with one column of interest beside its keys."""
    n = len(values)
    keys = {
        "person": {"person_id": [f"p{i}" for i in range(n)]},
        "contact": {"contact_id": [f"c{i}" for i in range(n)]},
        "episode": {"episode_id": [f"e{i}" for i in range(n)], "person_id": ["p"] * n},
        "coach": {"coach_id": [f"k{i}" for i in range(n)]},
    }
    return conform(pd.DataFrame({**keys[table], name: values, **others}), table)


def reasons(done: Conformed) -> list[tuple[int, str, str]]:
    """What was set aside, as (row, column, reason)."""
    return [tuple(row) for row in done.set_aside[["row", "column", "reason"]].to_numpy().tolist()]
