"""Columns named like direct identifiers, which are not taken in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from recoveryeval.schema.vocabulary import normal


@cache
def identifier_names() -> frozenset[str]:
    """Return the column names that tell a direct identifier, in normal form."""
    path = files("recoveryeval.schema") / "identifiers.json"
    return frozenset(json.loads(path.read_text(encoding="utf-8"))["names"])


def direct_identifiers(columns: Iterable[object]) -> list[str]:
    """Return those of the column names that tell a direct identifier."""
    return [str(name) for name in columns if normal(str(name)) in identifier_names()]
