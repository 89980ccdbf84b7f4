"""Part D of the catalog: values and codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from test_loaders.catalog import Bad
from test_loaders.roster import MAPPING, roster, told

TABLES = MAPPING["sources"]["roster"]["tables"]


def fees(cell: str | Callable[[str], str], at: int | None = 0) -> Any:
    """Return a builder of an export in which one fee, or all, are another text."""
    text = cell if callable(cell) else lambda _: cell
    return lambda n, s: roster(n, s).changed("fee", lambda i, c: text(c) if at in (i, None) else c)


def answers(*cells: str) -> Any:
    """Return a builder of an export whose column 'sex' holds these answers in turn."""
    return lambda n, s: roster(n, s).changed("sex", lambda i, _: cells[i % len(cells)])


def flag(**settings: Any) -> dict[str, Any]:
    """Return a mapping that reads the column 'sex' as a covariate."""
    person = {"person_id": "client", "flag": {"column": "sex", **settings}}
    tables = {"person": person, "episode": TABLES["episode"]}
    return {**MAPPING, "sources": {"roster": {"tables": tables}}}


def asked(instrument: str, **settings: Any) -> dict[str, Any]:
    """Return a mapping that reads the column 'fee' as the answer to a question."""
    form = {
        "instrument": instrument,
        "person_id": "client",
        "date": "intake",
        "items": {"q1": "fee"},
    }
    return told(items=[{**form, **settings}])


def answered(number: int) -> Any:
    """Return a builder of an export whose column 'fee' holds small numbers, and one other."""
    return lambda n, s: roster(n, s).changed("fee", lambda i, _: str(i % 10 if i else number))


YES_NO = flag(type="boolean")
VALUES = [
    Bad("V01", fees("-9"), repair="missing_code_left_blank", same=False,
        mapping=told(missing={"-9": "left_blank"})),
    Bad("F13", fees(lambda c: f"${c}", None), repair="currency_sign"),
    Bad("F13 euro", fees(lambda c: f"{c} EUR", None), repair="currency_sign"),
    Bad("F13 unread", fees("zqzqzq"), reason="not_a_number", same=False, least=30),
    Bad("F13 no numbers", fees(lambda c: f"zq{c}", None), error="RE-F13"),
    Bad("F12", fees("1,234.50"), repair="thousands_mark", same=False),
    Bad("V03", answered(11), reason="outside_range", warning="RE-V03", same=False,
        mapping=asked("Readiness Ruler")),
    Bad("V04", answered(31), reason="days_above_period", warning="RE-V04", same=False,
        mapping=asked("check-in", period_days=30)),
    Bad("V04 by item", answered(8), reason="days_above_period", warning="RE-V04", same=False,
        mapping=asked("check-in", period_days={"q1": 7}), least=30),
    Bad("V08", answers("2", "1"), error="RE-V08", mapping=YES_NO),
    Bad("V09", lambda n, s: roster(n, s).changed("reason", lambda i, c: c if i else "9"),
        reason="code_not_listed", same=False, least=2),
    Bad("V10", answers("yes", "No"), same=False, mapping=YES_NO),
    Bad("V11", answers("1", "0", "1.0"), same=False, mapping=YES_NO),
    Bad("V12", answers("Yes", "FALSE", "1", "maybe"), reason="not_yes_or_no", same=False,
        mapping=YES_NO, least=30),
    Bad("V12 no code", answers("weiblich"), error="RE-V12"),
    Bad("V14", answers("1", "2", "3", "4"), warning="RE-V14", same=False, mapping=flag(), least=30),
    Bad("V21", fees("inf"), reason="not_finite", same=False),
    Bad("V24", fees("90+"), repair="top_coded", same=False),
    Bad("V16", fees("n/a"), repair="blank_word", same=False),
]  # fmt: skip
