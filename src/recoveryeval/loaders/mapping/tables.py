"""The tables and questionnaires that a source of a mapping feeds."""

from __future__ import annotations

from collections.abc import Mapping

from recoveryeval.errors import nearest
from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.mapping.columns import columns_of
from recoveryeval.loaders.mapping.keys import refusal, text_table, texts
from recoveryeval.loaders.mapping.model import ItemsMap, Rows, TableMap
from recoveryeval.loaders.mapping.reasons import reasons
from recoveryeval.schema.table_schema import TABLES, load_table

_ROW_KEYS = ("where", "filled", "form")
_ITEM_KEYS = ("instrument", "items", "codes", "missing", "ignore_case", "period_days")
MOST_DAYS = 366  # of the period that a question covers
# Made by the loader, not mapped: one response per item and cell, scores later.
_NOT_MAPPED = ("meta",)


def table_maps(given: object, place: str) -> tuple[TableMap, ...]:
    """Return the tables of a source; a table may be fed several times, as a list."""
    if not isinstance(given, Mapping):
        raise refusal(
            f"'{place}' should be a table of tables", do="Write [sources.x.tables.person]."
        )
    maps: list[TableMap] = []
    for name, body in given.items():
        if name not in TABLES or name in _NOT_MAPPED:
            raise refusal(
                f"There is no table '{name}'",
                code="RE-S01",
                do=f"Use one of {', '.join(TABLES)}." + nearest(str(name), TABLES),
            )
        parts = body if isinstance(body, list) else [body]
        maps.extend(_table_map(name, part, f"{place}.{name}") for part in parts)
    return tuple(maps)


def _table_map(name: str, body: object, place: str) -> TableMap:
    """Return one table: its row filter and its columns."""
    if not isinstance(body, Mapping):
        raise refusal(f"'{place}' should be a table of columns", do="Write [sources.x.tables.y].")
    columns = {str(k): v for k, v in body.items() if k not in _ROW_KEYS}
    held = TableMap(name, columns_of(name, columns, place), _rows(body, place))
    _refuse_incomplete(held, place)
    return held


def _refuse_incomplete(held: TableMap, place: str) -> None:
    """Raise when a column that every row needs is not mapped and cannot be made."""
    schema = load_table(held.table)
    made = {*schema.primary_key[:1]} if schema.make_key else set()
    made |= {"episode_id"} if held.table == "episode" else set()
    made |= {"assessment_id"} if held.table == "assessment" else set()
    made |= {"anchor"}
    for field in schema.fields:
        if field.required and field.name not in made and held.target(field.name) is None:
            raise refusal(
                f"'{place}' does not map '{field.name}', which every row needs",
                code="RE-T03",
                do=f"Add {field.name} = 'its column' to it.",
            )


def _rows(body: Mapping[str, object], place: str) -> Rows:
    """Return which rows are taken."""
    where = body.get("where", {})
    if not isinstance(where, Mapping):
        raise refusal(f"'{place}.where' should be a table", do="Write where = {column = 'text'}.")
    form = body.get("form", "")
    if not isinstance(form, str):
        raise refusal(f"'{place}.form' should be a text", do="Name the instrument.")
    return Rows(
        where={
            normalize(column): tuple(part.strip() for part in texts(value, f"{place}.where"))
            for column, value in where.items()
        },
        filled=tuple(map(normalize, texts(body.get("filled", []), f"{place}.filled"))),
        form=form,
    )


def items_maps(given: object, place: str) -> tuple[ItemsMap, ...]:
    """Return the questionnaires of a source."""
    listed = given if isinstance(given, list) else [given]
    return tuple(_items_map(body, place) for body in listed)


def _items_map(body: object, place: str) -> ItemsMap:
    """Return one questionnaire: its items, and where person, date and wave stand."""
    if not isinstance(body, Mapping) or not isinstance(body.get("instrument"), str):
        raise refusal(
            f"Each '{place}' needs the name of its instrument",
            do="Write instrument = 'GSE' in it.",
        )
    columns = {str(k): v for k, v in body.items() if k not in (*_ROW_KEYS, *_ITEM_KEYS)}
    columns = {"instrument": {"value": body["instrument"]}, **columns}
    assessment = TableMap(
        "assessment", columns_of("assessment", columns, place), _rows(body, place)
    )
    _refuse_incomplete(assessment, place)
    items = body.get("items", {})
    if isinstance(items, list):
        items = {name: name for name in texts(items, f"{place}.items")}
    named = {k: normalize(v) for k, v in text_table(items, f"{place}.items").items()}
    return ItemsMap(
        instrument=str(body["instrument"]),
        assessment=assessment,
        items=named,
        codes=text_table(body.get("codes", {}), f"{place}.codes"),
        ignore_case=bool(body.get("ignore_case", True)),
        missing=reasons(body.get("missing", {}), f"{place}.missing"),
        period_days=_period(body.get("period_days"), named, f"{place}.period_days"),
    )


def _period(given: object, items: Mapping[str, str], place: str) -> int | dict[str, int] | None:
    """Return how many days questions cover: one number for all items, or a number by item."""
    by_item = given if isinstance(given, Mapping) else {"": given}
    whole = all(type(n) is int and 1 <= n <= MOST_DAYS for n in by_item.values())
    if given is not None and not whole:
        raise refusal(
            f"'{place}' is no whole number of days from 1 to {MOST_DAYS}",
            do="Write period_days = 30, or period_days = {item = 30}.",
        )
    for item in by_item if isinstance(given, Mapping) and items else ():
        if item not in items:
            raise refusal(
                f"'{place}' names an item that is not mapped",
                do="Correct its name." + nearest(str(item), items),
            )
    if isinstance(given, Mapping):
        return {str(item): n for item, n in given.items()}
    return given if isinstance(given, int) else None
