"""One column of a mapping: a heading in quotation marks, or a table of settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from recoveryeval.errors import nearest
from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.mapping.keys import (
    as_text,
    checked,
    choice,
    refusal,
    text_table,
    texts,
)
from recoveryeval.loaders.mapping.model import ColumnMap, Take
from recoveryeval.loaders.mapping.reasons import reasons
from recoveryeval.schema.table_schema import load_table

_SPEC: dict[str, tuple[type, ...]] = {
    "column": (str,),
    "columns": (list,),
    "join": (str,),
    "checked": (dict,),
    "value": (str, int, float, bool, dt.date),
    "codes": (dict,),
    "ignore_case": (bool,),
    "missing": (dict,),
    "date_formats": (str, list),
    "dayfirst": (bool,),
    "decimal": (str,),
    "thousands": (str,),
    "type": (str,),
    "unit": (str,),
    "known_at": (str,),
    "take": (str,),
    "split": (str,),
    "keep_reason": (bool,),
}
_ORIGINS = ("column", "columns", "checked", "value")
TYPES = ("", "string", "integer", "number", "boolean", "date", "id", "band")


def column_map(target: str, given: object, place: str) -> ColumnMap:
    """Return where a column comes from."""
    if isinstance(given, str):
        return ColumnMap(target, column=normalize(given))
    held = checked(given, _SPEC, place)
    if sum(name in held for name in _ORIGINS) != 1:
        raise refusal(
            f"'{place}' needs exactly one of {', '.join(_ORIGINS)}",
            do="Say where the column comes from, for example column = 'Date of intake'.",
        )
    codes = text_table(held.get("codes", {}), f"{place}.codes")
    _refuse_twin_codes(codes, held.get("ignore_case", True), place)
    return ColumnMap(
        target=target,
        column=normalize(held.get("column", "")),
        columns=tuple(map(normalize, texts(held.get("columns", []), f"{place}.columns"))),
        checked=_normalized(text_table(held.get("checked", {}), f"{place}.checked")),
        value=as_text(held["value"]) if "value" in held else None,
        codes=codes,
        missing=reasons(held.get("missing", {}), f"{place}.missing"),
        date_formats=texts(held.get("date_formats", []), f"{place}.date_formats"),
        type=choice(held.get("type", ""), TYPES, f"{place}.type"),
        take=cast("Take", choice(held.get("take", ""), ("", "year", "zip3"), f"{place}.take")),
        **_plain(held),
    )


def _plain(held: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that are taken as they are."""
    names = (
        "join", "ignore_case", "dayfirst", "decimal", "thousands", "unit", "known_at", "split",
        "keep_reason",
    )  # fmt: skip
    return {name: held[name] for name in names if name in held}


def _normalized(table: dict[str, str]) -> dict[str, str]:
    """Return a table whose keys are headings as the reader writes them."""
    return {normalize(key): value for key, value in table.items()}


def _refuse_twin_codes(codes: dict[str, str], ignore_case: bool, place: str) -> None:
    """Raise when two codes differ only in case or blanks but mean different things."""
    meanings: dict[str, set[str]] = {}
    for code, term in codes.items():
        meanings.setdefault(code.strip().casefold(), set()).add(term)
    if ignore_case and any(len(terms) > 1 for terms in meanings.values()):
        raise refusal(
            f"'{place}.codes' has codes that differ only in case and mean different things",
            do="Set ignore_case = false for this column.",
        )


def columns_of(table: str, given: dict[str, object], place: str) -> tuple[ColumnMap, ...]:
    """Return the columns of a table; a name the schema lacks must be a covariate."""
    schema = load_table(table)
    maps = tuple(column_map(name, value, f"{place}.{name}") for name, value in given.items())
    for held in maps:
        if held.target not in schema.columns and not _covariate(held, schema.columns):
            raise refusal(
                f"The table '{table}' has no column '{held.target}'",
                code="RE-T02",
                do="If it is a covariate of your own, give its type (string, integer, number, "
                f"boolean or date).{nearest(held.target, schema.columns)}",
            )
    _refuse_times(maps, schema.columns, place)
    return maps


def _covariate(held: ColumnMap, columns: Iterable[str]) -> bool:
    """Say whether a column the schema lacks is meant: it has a type, or resembles no known name."""
    return bool(held.type) or not nearest(held.target, columns)


def _refuse_times(maps: tuple[ColumnMap, ...], columns: Iterable[str], place: str) -> None:
    """Raise when known_at is neither a word for it nor a column that holds the day."""
    words = ["always", "anchor", "later", "unknown"]
    days = [*words, *columns, *(m.target for m in maps)]
    for held in maps:
        if held.known_at and held.known_at not in days:
            raise refusal(
                f"'{place}.{held.target}.known_at' is neither one of {', '.join(words)} nor a "
                "column of the table",
                do="Name when the column became known." + nearest(held.known_at, days),
            )
