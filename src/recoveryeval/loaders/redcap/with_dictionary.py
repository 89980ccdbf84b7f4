"""A mapping completed by the data dictionary: code lists, check boxes, items, identifiers."""

from __future__ import annotations

from dataclasses import replace

from recoveryeval.errors import LoadError, nearest
from recoveryeval.loaders.mapping.model import ColumnMap, ItemsMap, Source, TableMap
from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.reading import column_type, known_field
from recoveryeval.loaders.redcap.dictionary import (
    CHOSEN,
    Dictionary,
    DictionaryField,
    checkbox_column,
)
from recoveryeval.loaders.redcap.structure import GROUP

# The usual missing data codes; a project that uses others declares them in its mapping.
MISSING = {
    "NI": "left_blank",
    "INV": "invalid",
    "UNK": "dont_know",
    "NASK": "not_asked",
    "ASKU": "refused",
    "NA": "not_applicable",
}
STATUS = {"2": "complete", "1": "partial", "0": "partial"}
_ITEM_TYPES = (*CHOSEN, "yesno", "truefalse", "slider")
_NUMERIC_TEXT = ("integer", "number")


def with_dictionary(source: Source, dictionary: Dictionary, raw: RawTable) -> Source:
    """Return the source with everything filled in that the dictionary knows."""
    _refuse_unknown_forms(source, dictionary)
    tables = tuple(_table(held, dictionary, raw) for held in source.tables)
    items = tuple(_items(held, dictionary, raw) for held in source.items)
    flagged = {f.name for f in dictionary.fields if f.identifier}
    spared = {*source.pseudonymize, *source.keep_identifiers}
    return replace(
        source,
        tables=tables,
        items=items,
        missing=source.missing or MISSING,
        drop=tuple(dict.fromkeys((*source.drop, *sorted(flagged - spared)))),
    )


def _refuse_unknown_forms(source: Source, dictionary: Dictionary) -> None:
    """Raise when the mapping names an instrument the dictionary does not have."""
    for held in (*source.tables, *(items.assessment for items in source.items)):
        form = held.rows.form
        if form and form not in dictionary.forms:
            raise LoadError(
                f"The dictionary has no instrument '{form}'",
                code="RE-RC03",
                file=source.name,
                do="Correct 'form' in the mapping." + nearest(form, dictionary.forms),
            )


def _table(held: TableMap, dictionary: Dictionary, raw: RawTable) -> TableMap:
    """Return a table with code lists from the dictionary; an access group stands for the site."""
    columns = tuple(_column(held.table, column, dictionary) for column in held.columns)
    if held.table == "episode" and held.target("site") is None and GROUP in raw.cells.columns:
        columns = (*columns, ColumnMap("site", column=GROUP))
    return replace(held, columns=columns)


def _column(table: str, held: ColumnMap, dictionary: Dictionary) -> ColumnMap:
    """Return a column with the code list of its field, unless the mapping gives one."""
    field = dictionary.get(held.column) if held.column else None
    if field is None or held.codes:
        return held
    if field.type == "checkbox":
        boxes = {checkbox_column(field.name, code): label for code, label in field.choices.items()}
        return replace(held, column="", checked=boxes)
    text = column_type(held, known_field(table, held)) in ("string", "")
    return replace(held, codes=dict(field.choices)) if text and field.choices else held


def _items(held: ItemsMap, dictionary: Dictionary, raw: RawTable) -> ItemsMap:
    """Return a questionnaire with its items and status taken from its instrument."""
    form = held.assessment.rows.form
    assessment = _table(held.assessment, dictionary, raw)
    status = f"{form}_complete"
    if form and assessment.target("status") is None and status in raw.cells.columns:
        column = ColumnMap("status", column=status, codes=STATUS)
        assessment = replace(assessment, columns=(*assessment.columns, column))
    items = dict(held.items)
    if not items and form:
        mapped = set(assessment.headings)
        fields = [f for f in dictionary.of_form(form) if is_item(f) and f.name not in mapped]
        items = {f.name: f.name for f in fields}
    return replace(held, assessment=assessment, items=items)


def is_item(field: DictionaryField) -> bool:
    """Say whether a field is answered with a number that a scale may use."""
    numeric = field.type == "text" and field.validation.startswith(_NUMERIC_TEXT)
    return not field.identifier and (field.type in _ITEM_TYPES or numeric)


def item_labels(held: ItemsMap, dictionary: Dictionary) -> dict[str, dict[str, str]]:
    """Return the words of each item's codes."""
    fields = {item: dictionary.get(heading) for item, heading in held.items.items()}
    return {item: dict(f.choices) for item, f in fields.items() if f is not None and f.choices}


def why_blank(held: ItemsMap, dictionary: Dictionary) -> dict[str, str]:
    """Return items that may be hidden by branching logic: why they are blank is not known."""
    fields = {item: dictionary.get(heading) for item, heading in held.items.items()}
    return {item: "unknown" for item, f in fields.items() if f is not None and f.branching}
