"""Numbers as people write them: thousands, currency, parentheses; nothing is coerced away."""

from __future__ import annotations

import math
import re
from functools import cache

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.marks import refuse_unclear_marks
from recoveryeval.loaders.values.read import Distinct, Read, distinct
from recoveryeval.loaders.words import plural

# Words that mean 'no number here'; ids and categories never pass through this list.
BLANK_WORDS = frozenset({"na", "n/a", "null", "none", "nan", ".", "-", "--", "n.a."})
_SIGNS = re.compile(r"^(?:US\$|USD|EUR|GBP|CAD|[$€£¥])\s*|\s*(?:USD|EUR|GBP|CAD|[$€£¥])$")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
TOP_CODED = re.compile(r"(\d{2,3})\s*(?:\+|(?:and|or) (?:over|older|above|more))", re.IGNORECASE)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}([ '\u2019\u2009\u202f])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")


def numbers(
    texts: pd.Series,
    *,
    label: str,
    column: str,
    decimal: str | None = None,
    thousands: str | None = None,
    delimiter: str = ",",
) -> Read:
    """Return a column of text as Float64; what is no number is set aside."""
    cells = distinct(texts)
    if decimal is None:
        refuse_unclear_marks(cells, [_bare(t)[0] for t in cells.texts], label, column, delimiter)
    mark = thousands if thousands is not None else _other(decimal)
    found = [_number(text, decimal or ".", mark) for text in cells.texts]
    infinite = [value is not None and math.isinf(value) for value, _ in found]
    unread = [value is None and rule != "blank_word" for value, rule in found]
    _refuse_no_numbers(cells, unread, label, column)
    kept = [None if bad else value for (value, _), bad in zip(found, infinite, strict=True)]
    bad = {"not_a_number": cells.mask(unread), "not_finite": cells.mask(infinite)}
    repairs = {
        rule: cells.count([r == rule for _, r in found]) for rule in {r for _, r in found if r}
    }
    return Read(cells.spread(kept, "Float64"), {r: m for r, m in bad.items() if m.any()}, repairs)


def _other(decimal: str | None) -> str:
    """Return the usual thousands mark beside a decimal mark."""
    return "." if decimal == "," else ","


def _number(text: str, decimal: str, thousands: str) -> tuple[float | None, str]:
    """Return a number (None where there is none) and the name of the repair it took."""
    if text.casefold() in BLANK_WORDS:
        return None, "blank_word"
    if _PLAIN.fullmatch(text) and decimal == ".":
        return float(text), ""
    top = TOP_CODED.fullmatch(text)
    if top:
        return float(top[1]), "top_coded"
    if text.casefold().lstrip("+-") in ("inf", "infinity"):
        return math.inf, ""
    body, rule = _bare(text)
    plain, grouped = _ungrouped(body, decimal, thousands)
    if not _PLAIN.fullmatch(plain):
        return None, ""
    return float(plain), rule or ("thousands_mark" if grouped else "")


def _bare(text: str) -> tuple[str, str]:
    """Return a number without currency, percent sign or accountant's minus, and the repair."""
    body, rule = text.replace("\xa0", " ").replace("\u2212", "-"), ""
    negative = body.startswith("(") and body.endswith(")")
    if negative:
        body, rule = body[1:-1].strip(), "parentheses_negative"
    if body.endswith("-") and body[:1].isdigit():
        body, rule, negative = body[:-1].strip(), "trailing_minus", True
    if body.startswith("-") and not negative:
        body, negative = body[1:].strip(), True
    unsigned = _SIGNS.sub("", body).strip()
    rule = rule or ("currency_sign" if unsigned != body else "")
    if unsigned.endswith("%"):
        unsigned, rule = unsigned[:-1].strip(), rule or "percent_sign"
    spaced = _SPACED.fullmatch(unsigned)
    if spaced:
        unsigned, rule = unsigned.replace(spaced[1], ""), rule or "thousands_mark"
    return f"-{unsigned}" if negative else unsigned, rule


def _ungrouped(body: str, decimal: str, thousands: str) -> tuple[str, bool]:
    """Return a number without thousands marks and with a decimal point."""
    shaped = body.replace(decimal, "D", 1) if decimal in body else body
    if thousands != decimal and _grouped(thousands).fullmatch(shaped):
        return shaped.replace(thousands, "").replace("D", "."), True
    if "D" in shaped:
        return shaped.replace("D", "."), False
    # Without its decimal mark a text may still hold the other one, which must not pass as a point.
    return (body if decimal == "." or "." not in body else ""), False


@cache
def _grouped(thousands: str) -> re.Pattern[str]:
    """Return the form of a number in groups of three; D stands for its decimal mark."""
    return re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+(?:D\d+)?")


def _refuse_no_numbers(cells: Distinct, unread: list[bool], label: str, column: str) -> None:
    """Raise when hardly any cell is a number: the mapping then points at the wrong column."""
    lost, all_cells = cells.count(unread), int((cells.codes >= 0).sum())
    if lost and lost * 2 > all_cells:
        raise LoadError(
            f"The column should hold numbers, but {plural(lost, 'cell')} of {all_cells} are none",
            code="RE-F13",
            file=label,
            column=column,
            rows=lost,
            do="Map another column, or declare 'codes' or 'missing' for the words it holds.",
        )
