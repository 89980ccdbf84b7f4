"""Which mark stands before decimals, told by the whole column or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.read import Distinct

_LEAD = r"[+-]?[1-9]\d{0,2}"
# What only one reading allows: 7,25 and 1.200,50 have decimals; 1,200.50 and 1,234,567 groups.
_COMMA_DECIMALS = re.compile(
    rf"(?!{_LEAD},\d{{3}}$)[+-]?\d+,\d+|{_LEAD}(?:\.\d{{3}})+,\d+|{_LEAD}(?:\.\d{{3}}){{2,}}"
)
_COMMA_GROUPS = re.compile(rf"{_LEAD}(?:,\d{{3}})+\.\d+|{_LEAD}(?:,\d{{3}}){{2,}}")
_POINT_DECIMALS = re.compile(rf"(?!{_LEAD}\.\d{{3}}$)[+-]?\d*\.\d+")
# What two readings allow.
_ONE_COMMA = re.compile(rf"{_LEAD},\d{{3}}")
_ONE_POINT = re.compile(rf"{_LEAD}\.\d{{3}}")


def refuse_unclear_marks(
    cells: Distinct, bare: Sequence[str], label: str, column: str, delimiter: str
) -> None:
    """Raise when a column's numbers may have two values and nobody said which mark is which.

    ``bare`` holds the distinct texts without currency and signs. A file with
    semicolons comes from a program that may write decimals with a comma, so
    there one comma or point before three digits needs a proof beside it.
    """
    by_comma = _fits(_COMMA_DECIMALS, bare)
    groups = any(_fits(_COMMA_GROUPS, bare))
    commas, points = _fits(_ONE_COMMA, bare), _fits(_ONE_POINT, bare)
    abroad = delimiter == ";"
    if any(by_comma) or (abroad and any(commas) and not groups):
        doubtful = [a or (abroad and b) for a, b in zip(by_comma, commas, strict=True)]
        raise _unclear("comma", cells.count(doubtful), label, column)
    if abroad and any(points) and not groups and not any(_fits(_POINT_DECIMALS, bare)):
        raise _unclear("point", cells.count(points), label, column)


def _fits(pattern: re.Pattern[str], texts: Sequence[str]) -> list[bool]:
    """Return which texts have a form."""
    return [bool(pattern.fullmatch(text)) for text in texts]


def _unclear(mark: str, rows: int, label: str, column: str) -> LoadError:
    """Return the error for a mark that may stand for decimals or thousands."""
    sign = "," if mark == "comma" else "."
    other = "." if mark == "comma" else ","
    return LoadError(
        f"Numbers are written with a {mark}, which may mark decimals or thousands",
        code="RE-F11",
        file=label,
        column=column,
        rows=rows,
        do=f"Declare decimal = '{sign}' (or decimal = '{other}' if the {mark} marks thousands) for "
        "this source.",
    )
