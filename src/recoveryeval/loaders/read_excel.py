"""read_excel: a sheet of a workbook as a Program."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping as MappingABC
from dataclasses import replace
from typing import Any

from recoveryeval.loaders.mapping.read_mapping import one_source, read_mapping
from recoveryeval.loaders.project import given_path, project_folder
from recoveryeval.loaders.read_sheet_table import read_sheet_table
from recoveryeval.loaders.read_source import read_source, source_key
from recoveryeval.loaders.to_program import to_program
from recoveryeval.programs.build import as_date
from recoveryeval.programs.program import Program


def read_excel(
    path: str | os.PathLike[str],
    *,
    mapping: str | os.PathLike[str] | MappingABC[str, Any],
    source: str | None = None,
    sheet: str | None = None,
    root: str | os.PathLike[str] | None = None,
    extract_date: str | dt.date | None = None,
    key_file: str | os.PathLike[str] | None = None,
) -> Program:
    """Read one sheet of an Excel workbook into the tables that a mapping names.

    Real dates stay dates; a column in which Excel turned only some texts into
    dates is refused, since day and month may be swapped in half of it. Formulas
    are not computed: a workbook whose formulas hold no values is refused.

    Parameters
    ----------
    path : str or path
        The ``.xlsx`` file.
    mapping : str, path or mapping
        ``mapping.toml``, or its content as a dictionary.
    source : str or None
        Which source of the mapping this workbook is; not needed if there is one.
    sheet : str or None
        Name of the sheet; by default the one the mapping names, or the only
        visible sheet that holds data.
    root : str, path or None
        Project folder that the file must lie in; by default any folder will do.
    extract_date : str, datetime.date or None
        Day the export was made, as year-month-day; by default what the mapping says.
    key_file : str, path or None
        Key for pseudonyms, outside the project; by default the file that the
        environment variable ``RECOVERYEVAL_KEY_FILE`` names.

    Returns
    -------
    Program
        The tables, the ledger of rows, and everything that was set aside or repaired.

    Raises
    ------
    LoadError
        If the workbook or the mapping cannot be read without guessing.
    SchemaError
        If the tables do not fit together.

    Examples
    --------
    >>> import tempfile, pathlib, datetime
    >>> import openpyxl
    >>> import recoveryeval as rv
    >>> book = openpyxl.Workbook()
    >>> book.active.append(["client", "session", "outcome"])
    >>> book.active.append(["007", datetime.datetime(2025, 1, 13), "Held"])
    >>> book.active.append(["007", datetime.datetime(2025, 1, 20), "No show"])
    >>> mapping = {
    ...     "version": 1,
    ...     "sources": {
    ...         "log": {
    ...             "tables": {
    ...                 "contact": {
    ...                     "person_id": "client",
    ...                     "date": "session",
    ...                     "status": {
    ...                         "column": "outcome",
    ...                         "codes": {"held": "completed", "no show": "no_show"},
    ...                     },
    ...                 }
    ...             },
    ...         }
    ...     },
    ... }
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "log.xlsx"
    ...     book.save(file)
    ...     program = rv.read_excel(file, mapping=mapping, extract_date="2025-06-30")
    >>> program.tables["contact"]["status"].tolist()
    ['completed', 'no_show']
    """
    held = read_mapping(mapping)
    told = one_source(held, source)
    layout = replace(told.layout, sheet=sheet) if sheet is not None else told.layout
    told = replace(told, layout=layout)
    key = source_key(told, key_file, project_folder(path, mapping, root))
    done = read_source(given_path(path, root), told, key, read=read_sheet_table)
    return to_program([done], held, as_date(extract_date))
