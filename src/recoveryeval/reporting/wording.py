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
        return MISSING
    if kind == "text":
        return str(value)
    return KINDS[kind](float(value))  # type: ignore[arg-type]


def percent(share: float) -> str:
    """Return a share as a whole percentage; never 0 % or 100 % for what is not quite that."""
    whole = f"{100 * share:.0f}%"
    if whole == "0%" and share > 0:
        return "less than 1%"
    return "more than 99%" if whole == "100%" and share < 1 else whole


def share(value: float) -> str:
    """Return a share as a whole percentage, short enough for a table."""
    return percent(value).replace("less than ", "<").replace("more than ", ">")


def size(value: float) -> str:
    """Return the size of a number without its sign: whole from 10 on, else with one decimal."""
    away = abs(value)
    if 0 < away < 0.05:
        return "less than 0.1"
    return f"{away:,.0f}" if away >= 9.95 else f"{away:.1f}"


def signed(value: float, digits: int) -> str:
    """Return a number with a true minus sign, and no sign at all where it rounds to zero."""
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text


def people(value: float) -> str:
    """Return a number of people with its noun."""
    return f"{value:,.0f} {'person' if value == 1 else 'people'}"


KINDS: dict[str, Callable[[float], str]] = {
    "equals": lambda value: p_value(value) if value < 0.001 else f"= {p_value(value)}",
    "count": lambda value: f"{value:,.0f}",
    "number": number,
    "one": lambda value: f"{value:,.1f}",
    "p": p_value,
    "people": people,
    "percent": percent,
    "reached": lambda value: "not reached" if math.isinf(value) else f"{value:,.0f}",
    "points": lambda value: signed(100 * value, 0),
    "share": share,
    "short": lambda value: f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}",
    "signed": lambda value: signed(value, 2),
    "size": size,
    "whole": lambda value: f"{value:,.0f}",
}


def capital(text: str) -> str:
    """Return the text with a capital letter first."""
    return text[:1].upper() + text[1:]
