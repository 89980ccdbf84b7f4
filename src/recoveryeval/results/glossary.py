"""The column glossary: one file says which columns exist and what they mean."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from recoveryeval.errors import EstimationError

Kind = Literal["tidy", "glance", "checks"]


@cache
def glossary() -> dict[str, dict[str, dict[str, str]]]:
    """Return the glossary as {kind: {column: {type, meaning}}}."""
    text = files("recoveryeval.results").joinpath("glossary.json").read_text(encoding="utf-8")
    content: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return {kind: content[kind] for kind in ("tidy", "glance", "checks")}


def allowed(kind: Kind) -> tuple[str, ...]:
    """Return the columns that a table of this kind may have, in their order."""
    columns = glossary()
    shared = tuple(columns["tidy"])
    return shared if kind == "tidy" else (*shared, *columns[kind])


def assert_columns(columns: Iterable[str], kind: Kind) -> None:
    """Raise when a column is not in the glossary."""
    unknown = [name for name in columns if name not in allowed(kind)]
    if unknown:
        raise EstimationError(
            f"Columns outside the glossary: {', '.join(unknown)}",
            code="RE-G01",
            do="Use the names of results/glossary.json, or add the new one there with its meaning.",
        )


def in_order(columns: Iterable[str], kind: Kind = "tidy") -> list[str]:
    """Return the columns in the glossary's order."""
    present = set(columns)
    return [name for name in allowed(kind) if name in present]
