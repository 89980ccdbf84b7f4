"""The one formatter: how a number of a tidy frame reads, in a sentence and in a table alike."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from recoveryeval.results.display import number, p_value

MISSING = "–"


def shown(value: object, kind: str) -> str:
    """Return one cell as a reader sees it; a dash where there is no value."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "not reached" if kind == "reached" else MISSING
    if kind == "text":
        return str(value)
    return KINDS[kind](float(value))  # type: ignore[arg-type]


def percent(share: float) -> str:
    """Return a share as a whole percentage; never 0 % or 100 % for what is not quite that."""
    whole = f"{100 * share:.0f}%"
    if whole == "0%" and share > 0:
        return "less than 1%"
    return "more than 99%" if whole == "100%" and share < 1 else whole


def size(value: float) -> str:
    """Return the size of a number without its sign, whole; less than 1 is said so."""
    whole = f"{abs(value):,.0f}"
    return "less than 1" if whole == "0" and value != 0 else whole


def people(value: float) -> str:
    """Return a number of people with its noun."""
    return f"{value:,.0f} {'person' if value == 1 else 'people'}"


KINDS: dict[str, Callable[[float], str]] = {
    "count": lambda value: f"{value:,.0f}",
    "number": number,
    "one": lambda value: f"{value:,.1f}",
    "p": p_value,
    "people": people,
    "percent": percent,
    "reached": lambda value: f"{value:,.0f}",
    "size": size,
    "whole": lambda value: f"{value:,.0f}",
}
