"""Which conversion a column gets: by its field, or by what it holds where it is a covariate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.cells import Cells
from recoveryeval.schema.dates import date_cells
from recoveryeval.schema.numbers import number_cells
from recoveryeval.schema.table_schema import Field, Type
from recoveryeval.schema.terms import boolean_cells, term_cells
from recoveryeval.schema.texts import text_cells

_INFERRED: dict[str, Type] = {
    "boolean": "boolean",
    "integer": "integer",
    "floating": "number",
    "mixed-integer-float": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "date",
    "datetime64": "date",
}


def field_cells(column: pd.Series, field: Field) -> Cells:
    """Return a column converted as its field says."""
    if field.vocabulary:
        return term_cells(column, field.vocabulary)
    if field.type == "date":
        return date_cells(column, open_end=field.open_end)
    if field.type == "boolean":
        return boolean_cells(column)
    if field.type in ("integer", "number"):
        return number_cells(column, field)
    return text_cells(column, identifier=field.identifier)


def covariate_cells(column: pd.Series) -> Cells:
    """Return a column the schema does not know, in the type it already has."""
    kind = covariate_type(column)
    if kind == "integer":
        try:  # never through a float, which would lose the last digits of long numbers
            exact = column.astype("Int64")
        except (OverflowError, ValueError, TypeError):
            return text_cells(column, identifier=False)
        return Cells(exact, np.array(exact.isna(), dtype=bool))
    return field_cells(column, Field(str(column.name), kind, ""))


def covariate_type(column: pd.Series) -> Type:
    """Return the type of a column from its dtype; text is never read as a number or a date."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "integer"
    if pd.api.types.is_float_dtype(column.dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date"
    if column.dtype == object and not column.isna().all():
        return _INFERRED.get(pd.api.types.infer_dtype(column, skipna=True), "string")
    return "string"
