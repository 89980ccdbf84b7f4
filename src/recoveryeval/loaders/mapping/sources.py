"""One source of a mapping: an export, its layout, its codes and its tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from recoveryeval.loaders.dialect import DELIMITERS
from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.mapping.keys import checked, choice, refusal, text_table, texts
from recoveryeval.loaders.mapping.model import Source
from recoveryeval.loaders.mapping.reasons import reasons
from recoveryeval.loaders.mapping.tables import items_maps, table_maps

_SPEC: dict[str, tuple[type, ...]] = {
    "encoding": (str,),
    "delimiter": (str,),
    "sheet": (str,),
    "header_row": (int,),
    "header_rows": (int,),
    "skip_after_header": (int,),
    "repeated_headings": (str,),
    "duplicates": (str,),
    "decimal": (str,),
    "thousands": (str,),
    "missing": (dict,),
    "date_formats": (str, list),
    "dayfirst": (bool,),
    "timezone": (str,),
    "sentinel_dates": (dict,),
    "drop": (str, list),
    "pseudonymize": (str, list),
    "keep_identifiers": (str, list),
    "tables": (dict,),
    "items": (dict, list),
    "waves": (dict,),
    "arms": (dict,),
}


def source(name: str, given: object, place: str) -> Source:
    """Return one source, with every setting checked."""
    held = checked(given, _SPEC, place)
    sentinels = checked(
        held.get("sentinel_dates", {}), {"open_end": (list,), "unknown": (list,)}, place
    )
    made = Source(
        name=name,
        layout=_layout(held, place),
        decimal=_mark(held, "decimal", place),
        thousands=held.get("thousands"),
        missing=reasons(held.get("missing", {}), f"{place}.missing"),
        date_formats=texts(held.get("date_formats", []), f"{place}.date_formats"),
        dayfirst=held.get("dayfirst"),
        timezone=held.get("timezone"),
        open_end=_days(sentinels.get("open_end", []), place),
        unknown=_days(sentinels.get("unknown", []), place),
        drop=_headings(held, "drop", place),
        pseudonymize=_headings(held, "pseudonymize", place),
        keep_identifiers=_headings(held, "keep_identifiers", place),
        tables=table_maps(held.get("tables", {}), f"{place}.tables"),
        items=items_maps(held.get("items", []), f"{place}.items"),
        waves=text_table(held.get("waves", {}), f"{place}.waves"),
        arms=text_table(held.get("arms", {}), f"{place}.arms"),
    )
    _refuse_contradictions(made, place)
    return made


def _layout(held: dict[str, Any], place: str) -> Layout:
    """Return the settings that concern the file alone."""
    mark = held.get("delimiter")
    if mark is not None:
        choice(mark, tuple(DELIMITERS), f"{place}.delimiter")
    words = {"repeated_headings": ("refuse", "number"), "duplicates": ("collapse", "keep")}
    for name, options in words.items():
        if name in held:
            choice(held[name], options, f"{place}.{name}")
    for name, least in {"header_row": 1, "header_rows": 1, "skip_after_header": 0}.items():
        if name in held and not least <= held[name] <= 1000:
            raise refusal(f"'{place}.{name}' should be {least} or more", do="Count rows from 1.")
    names = (
        "encoding", "delimiter", "sheet", "header_row", "header_rows", "skip_after_header",
        "repeated_headings", "duplicates",
    )  # fmt: skip
    return Layout(**{name: held[name] for name in names if name in held})


def _mark(held: dict[str, Any], name: str, place: str) -> str | None:
    """Return the decimal mark, a point or a comma."""
    return choice(held[name], (".", ","), f"{place}.{name}") if name in held else None


def _headings(held: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    """Return headings as the reader writes them."""
    return tuple(map(normalize, texts(held.get(name, []), f"{place}.{name}")))


def _days(given: list[object], place: str) -> frozenset[dt.date]:
    """Return sentinel dates, written as TOML dates or as year-month-day."""
    days = set()
    for item in given:
        try:
            days.add(item if isinstance(item, dt.date) else dt.date.fromisoformat(str(item)))
        except ValueError:
            raise refusal(
                f"'{place}.sentinel_dates' holds something that is no date",
                do="Write dates as year-month-day, such as 9999-12-31.",
            ) from None
    return frozenset(days)


def _refuse_contradictions(held: Source, place: str) -> None:
    """Raise when an identifier is both dropped and used, or nothing is mapped at all."""
    used = {h for t in held.tables for h in t.headings} | {
        h for i in held.items for h in i.headings
    }
    for heading in held.drop:
        if heading in used or heading in held.pseudonymize:
            raise refusal(
                f"'{place}' drops the column '{heading}' and also uses it",
                code="RE-T04",
                do="Take it out of 'drop', or do not map it.",
            )
    if not held.tables and not held.items:
        raise refusal(
            f"'{place}' maps no table",
            code="RE-T05",
            do=f"Add at least one, such as [{place}.tables.person].",
        )
