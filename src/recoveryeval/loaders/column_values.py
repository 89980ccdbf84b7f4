"""One column of a table: from text cells through codes to typed values."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.loaders.mapping.model import ColumnMap
from recoveryeval.loaders.reading import NUMERIC, Reading, column_type
from recoveryeval.loaders.values import taken
from recoveryeval.loaders.values.booleans import booleans
from recoveryeval.loaders.values.clean_text import clean_text
from recoveryeval.loaders.values.coded import banded, coded
from recoveryeval.loaders.values.dates import dates
from recoveryeval.loaders.values.ids import ids
from recoveryeval.loaders.values.infer import inferred_type
from recoveryeval.loaders.values.listed import split_list, ticked
from recoveryeval.loaders.values.missing_codes import missing_codes
from recoveryeval.loaders.values.numbers import numbers
from recoveryeval.loaders.values.read import Read
from recoveryeval.loaders.values.units import in_unit
from recoveryeval.programs.pseudonyms import pseudonyms
from recoveryeval.schema.table_schema import Field


def column_values(reading: Reading, rows: pd.Index, held: ColumnMap, field: Field | None) -> Read:
    """Return the values of one column for the rows that a table takes."""
    if held.value is not None:
        texts = pd.Series([held.value] * len(rows), index=rows, dtype=object)
        return _typed(reading, texts, held, field)
    cells = reading.raw.cells.loc[rows, list(held.headings)]
    if held.checked:
        return ticked(cells, held.checked)
    texts, unwrapped, broken = _texts(cells, held)
    kind = column_type(held, field)
    # An id may be spelled NA or -9: only codes declared for that very column are missing there.
    listed = held.missing if kind == "id" else {**reading.source.missing, **held.missing}
    texts, why, counts = missing_codes(texts, listed)
    read = _typed(reading, texts, held, field)
    repairs = {**counts, **read.repairs}
    if unwrapped:
        repairs["unwrapped_text"] = unwrapped
    bad = {**read.bad, "incomplete_id": broken} if broken.any() else read.bad
    return Read(read.values, bad, repairs, why, read.unknown)


def _texts(cells: pd.DataFrame, held: ColumnMap) -> tuple[pd.Series, int, np.ndarray]:
    """Return the text of a column or of several joined to one id, and which (n,) lack a part."""
    if held.column:
        return (*clean_text(cells[held.column]), np.zeros(len(cells), dtype=bool))
    parts = [clean_text(cells[heading])[0] for heading in held.columns]
    filled = [np.asarray(part != "", dtype=bool) for part in parts]
    whole = np.logical_and.reduce(filled)
    joined = parts[0].astype(object)
    for part in parts[1:]:
        joined = joined + held.join + part
    return joined.where(whole, ""), 0, ~whole & np.logical_or.reduce(filled)


def _typed(reading: Reading, texts: pd.Series, held: ColumnMap, field: Field | None) -> Read:
    """Return texts with their codes replaced, in the type of the column."""
    if held.split:
        return split_list(texts, held.split, held.codes, ignore_case=held.ignore_case)
    if held.type == "band" and field is None:
        return Read(banded(texts, held.codes, ignore_case=held.ignore_case))
    label, name = reading.raw.label, held.column or held.target
    terms, bad = coded(texts, held.codes, ignore_case=held.ignore_case, label=label, column=name)
    read = _of_type(reading, terms, held, field)
    return Read(read.values, {**bad, **read.bad}, read.repairs, unknown=read.unknown)


def _of_type(reading: Reading, texts: pd.Series, held: ColumnMap, field: Field | None) -> Read:
    """Return texts in the type of the column."""
    label, name = reading.raw.label, held.column or held.target
    kind = column_type(held, field)
    rules = reading.date_rules(held)
    kinds = reading.kinds(held.column, texts.index) if held.column and not held.codes else None
    if held.take == "zip3":
        return taken.zip3(texts)
    if held.take == "year":
        return taken.year(texts, rules, label=label, column=name, kinds=kinds)
    if kind == "date":
        return dates(texts, rules, label=label, column=name, kinds=kinds)
    if kind == "boolean":
        return booleans(texts, label=label, column=name)
    if kind in NUMERIC or (not kind and inferred_type(texts) == "number"):
        return _number(reading, texts, held, field)
    if kind == "id":
        return _pseudonymized(reading, ids(texts), held)
    return Read(texts.where(texts != "").astype("string"))


def _number(reading: Reading, texts: pd.Series, held: ColumnMap, field: Field | None) -> Read:
    """Return texts as numbers in the schema's unit."""
    name = held.column or held.target
    read = numbers(
        texts,
        label=reading.raw.label,
        column=name,
        decimal=held.decimal or reading.source.decimal,
        thousands=held.thousands or reading.source.thousands,
        delimiter=reading.raw.delimiter,
    )
    timed = field is not None and field.unit in ("minutes", "hours", "days")
    values, rule = in_unit(read.values, held.unit, field.unit if field and timed else "", name)
    repairs: Mapping[str, int] = {rule: int(values.notna().sum())} if rule else {}
    bad = dict(read.bad)
    if field is None and held.type == "integer":
        broken = np.asarray((values % 1 != 0).fillna(False), dtype=bool)
        bad |= {"not_whole": broken} if broken.any() else {}
        values = values.mask(broken).astype("Int64")
    return Read(values, bad, {**read.repairs, **repairs})


def _pseudonymized(reading: Reading, plain: Read, held: ColumnMap) -> Read:
    """Return ids, replaced by keyed pseudonyms where the mapping asks for it."""
    if reading.key is None or not set(held.headings) & set(reading.source.pseudonymize):
        return plain
    made = pseudonyms(plain.values, reading.key, domain=held.target)
    return Read(made, {}, {**plain.repairs, "pseudonymized": int(made.notna().sum())})
