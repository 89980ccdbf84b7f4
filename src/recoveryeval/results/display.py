"""Numbers as people read them, and a result as a notebook shows it."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from recoveryeval.results.result import Result

ROWS_SHOWN = 20


def number(value: object, digits: int = 3) -> str:
    """Return a number with few digits, or an en dash where there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NA:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    return f"{value:.2e}" if size < 10 ** (-digits) else f"{value:,.{digits}f}"


def p_value(value: float) -> str:
    """Return a p value as journals print it."""
    if math.isnan(value):
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def as_html(result: Result) -> str:
    """Return title, status and the first tidy rows; every text escaped."""
    table = result.tidy()
    shown = table.head(ROWS_SHOWN)
    heads = "".join(f"<th scope='col'>{html.escape(str(c))}</th>" for c in shown.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(n, v))}</td>" for n, v in row.items()) + "</tr>"
        for row in shown.to_dict("records")
    )
    more = len(table) - len(shown)
    tail = f"<p>{more} more rows: see <code>tidy()</code></p>" if more > 0 else ""
    return (
        f"<p><strong>{html.escape(result.title)}</strong> · {html.escape(result.status)}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{tail}"
    )


def _cell(name: object, value: object) -> str:
    """Return one cell as text."""
    if name == "p_value" and isinstance(value, float):
        return p_value(value)
    if value is None or value is pd.NA:
        return "–"
    return number(value)
