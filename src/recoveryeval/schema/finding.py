"""Findings: what a check found, counted and never quoted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The count of one kind of fault in one column of one table."""

    id: str
    table: str
    column: str
    severity: Severity
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Repair:
    """The count of one kind of repair in one column of one table."""

    table: str
    column: str
    repair: str
    count: int


@cache
def kinds() -> Mapping[str, Mapping[str, str]]:
    """Return every kind of check and note: id, Kahn category, severity and meaning."""
    path = files("recoveryeval.schema") / "checks.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    return {**body["kinds"], **body["notes"]}


def finding(kind: str, table: str, column: str, count: int) -> Finding:
    """Return the finding of that kind."""
    entry = kinds()[kind]
    severity: Severity = "info"
    if entry["severity"] in ("warning", "error"):
        severity = "warning" if entry["severity"] == "warning" else "error"
    return Finding(entry["id"], table, column, severity, int(count), entry["meaning"])
