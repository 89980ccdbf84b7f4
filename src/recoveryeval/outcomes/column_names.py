"""Columns as a caller names them: one name, or several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from recoveryeval.errors import OutcomeError


def named(columns: object) -> list[str]:
    """Return the names once each; a text is one name, and not its letters."""
    if columns is None:
        return []
    if isinstance(columns, str):
        return [columns]
    names: list[Any] = list(columns) if isinstance(columns, Iterable) else [columns]
    if not all(isinstance(name, str | int) for name in names):
        raise OutcomeError(
            "Columns are named by their text, and something else was given",
            code="RE-O03",
            do="Give one name or a list of names, such as ['arm', 'age'].",
        )
    return list(dict.fromkeys(names))
