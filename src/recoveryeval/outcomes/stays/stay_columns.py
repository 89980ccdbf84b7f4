"""Which columns of a table of stays say what, and what the table does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.stays.collect import column_names
from recoveryeval.outcomes.stays.rules import StayRules
from recoveryeval.outcomes.stays.stay_table import COLUMNS, NEEDED
from recoveryeval.results.check import Check


def named_columns(stays: Any, names: Mapping[str, str], rules: StayRules) -> dict[str, str]:
    """Return the name of each column the table has, or say which is not there."""
    for name in names:
        if name not in COLUMNS:
            raise OutcomeError(
                "columns= names something that a table of stays does not have",
                code="RE-O06",
                column=name,
                do=f"Use some of {', '.join(COLUMNS)}." + nearest(name, COLUMNS),
            )
    there = column_names(stays)
    found = {name: names.get(name, name) for name in COLUMNS}
    for name, column in found.items():
        if column not in there and (name in NEEDED or name in names):
            raise OutcomeError(
                "The table of stays has no column of that name",
                code="RE-O06",
                column=column,
                do=f"Name the column in columns={{'{name}': ...}}." + nearest(column, there),
            )
    kept = {name: column for name, column in found.items() if column in there}
    if "type" not in kept and rules.index != rules.returns:
        raise OutcomeError(
            "The definition tells kinds of stay apart, and the table does not",
            code="RE-O42",
            column="type",
            do="Name the column in columns={'type': ...}, or give index= and returns= alike.",
        )
    return kept


def not_told(columns: Mapping[str, str], rules: StayRules) -> list[Check]:
    """Return what the definition asks for and the table does not say."""
    needs = {
        "planned": (rules.planned != "count", "which stays were planned: all count as unplanned"),
        "disposition": (
            bool(set(rules.exclude) - {"same_day"}),
            "how stays ended: none is left out for that",
        ),
    }
    return [
        Check(f"{name}_not_told", f"The table does not say {words}.", "concern")
        for name, (needed, words) in needs.items()
        if needed and name not in columns
    ]
