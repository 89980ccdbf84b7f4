"""Columns as a caller names them: one name, or several."""

from __future__ import annotations

from collections.abc import Iterable


def named(columns: str | Iterable[str] | None) -> list[str]:
    """Return the names once each; a text is one name, and not its letters."""
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else list(dict.fromkeys(columns))
