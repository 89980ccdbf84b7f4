"""A difference between two groups, in a sentence that says which way and how surely."""

from __future__ import annotations

import math
from typing import Any

from recoveryeval.models.curves.rmst_rows import DIFFERENCE
from recoveryeval.reporting.filling import fill
from recoveryeval.reporting.findings import state, unit
from recoveryeval.results.result import Result

_START = "Over the first {time:number} {unit:text}, people in “{first:text}” were {state:text} "
_CLEAR = (
    "for {estimate:size} {unit:text} {way:text} on average than people in “{second:text}” "
    "(range {near:size} to {far:size} {unit:text} {way:text})."
)
_OPEN = (
    "for {estimate:size} {unit:text} {way:text} on average than people in “{second:text}”, "
    "but the data are compatible with no difference: the range goes from {conf_low:size} "
    "{unit:text} shorter to {conf_high:size} {unit:text} longer."
)
_EQUAL = (
    "as long on average as people in “{second:text}”; the range goes from {conf_low:size} "
    "{unit:text} shorter to {conf_high:size} {unit:text} longer."
)
_NONE = (
    "How much longer people in “{first:text}” were {state:text} than people in “{second:text}” "
    "cannot be told: {reason:text}."
)


def difference_sentence(result: Result) -> list[str]:
    """Return one sentence for each difference of restricted means."""
    rows = result.tidy()
    found = rows[rows["estimand"] == DIFFERENCE].to_dict("records")
    return [fill(_template(row), _cells(row, result)) for row in found]


def _template(row: dict[str, Any]) -> str:
    """Return the sentence that fits the estimate and its limits."""
    low, high = row["conf_low"], row["conf_high"]
    if row["status"] == "not_estimable" or math.isnan(low) or math.isnan(high):
        return _NONE
    if low > 0 or high < 0:
        return _START + _CLEAR
    return _START + (_EQUAL if row["estimate"] == 0 else _OPEN)


def _cells(row: dict[str, Any], result: Result) -> dict[str, Any]:
    """Return the row's cells with the words that the sentence needs."""
    first, second = sides(row["contrast"], result)
    low, high = row["conf_low"], row["conf_high"]
    shorter = row["estimate"] < 0
    return {
        **row,
        "first": first,
        "second": second,
        "state": state(result),
        "unit": unit(result),
        "way": "shorter" if shorter else "longer",
        "near": high if shorter else low,
        "far": low if shorter else high,
        "reason": row["reason"] or "no limits could be estimated",
    }


def sides(contrast: str, result: Result) -> tuple[str, str]:
    """Return the two groups of a contrast, which is written 'first - second'."""
    names = [str(name) for name in result.tidy()["group"].dropna().unique()]
    for first in names:
        for second in names:
            if contrast in (f"{first} - {second}", f"{first} / {second}"):
                return first, second
    return contrast, ""
