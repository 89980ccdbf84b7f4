"""The harmless part of an identifier: the year of a birth date, three digits of a postal code."""

from __future__ import annotations

import re

import pandas as pd

from recoveryeval.loaders.values.dates import DateRules, dates
from recoveryeval.loaders.values.read import Read, distinct

_YEAR = re.compile(r"(?:18|19|20)\d{2}(?:\.0)?")
_ZIP = re.compile(r"(\d{3})\d{2}(?:-?\d{4})?")
_ZIP_LOST_ZERO = re.compile(r"(\d{2})\d{2}")


def year(
    texts: pd.Series, rules: DateRules, *, label: str, column: str, kinds: pd.Series | None
) -> Read:
    """Return the year of dates, or years as they stand."""
    cells = distinct(texts)
    plain = [bool(_YEAR.fullmatch(text)) for text in cells.texts]
    if all(plain):
        return Read(cells.spread([float(text[:4]) for text in cells.texts], "Float64"))
    found = dates(texts, rules, label=label, column=column, kinds=kinds)
    years = found.values.dt.year.astype("Float64")
    return Read(years, found.bad, {**found.repairs, "year_only": int(years.notna().sum())})


def zip3(texts: pd.Series) -> Read:
    """Return the first three digits of postal codes; a lost leading zero is put back."""
    cells = distinct(texts)
    found = [_three(text) for text in cells.texts]
    unread = [three is None for three, _ in found]
    bad = {"not_a_postal_code": cells.mask(unread)} if any(unread) else {}
    lost = cells.count([zero for _, zero in found])
    repairs = {"leading_zero_restored": lost} if lost else {}
    return Read(cells.spread([three for three, _ in found], "string"), bad, repairs)


def _three(text: str) -> tuple[str | None, bool]:
    """Return the first three digits, and whether a zero had to be put back."""
    if re.fullmatch(r"\d{3}", text):
        return text, False
    if hit := _ZIP.fullmatch(text):
        return hit[1], False
    # Four digits are a New England code that a spreadsheet took for a number.
    hit = _ZIP_LOST_ZERO.fullmatch(text)
    return (f"0{hit[1]}", True) if hit else (None, False)
