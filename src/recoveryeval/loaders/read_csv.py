"""read_csv: a CSV export as a Program."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping as MappingABC
from typing import Any

from recoveryeval.loaders.mapping.read_mapping import one_source, read_mapping
from recoveryeval.loaders.project import given_path, project_folder
from recoveryeval.loaders.read_source import read_source, source_key
from recoveryeval.loaders.read_text import read_text
from recoveryeval.loaders.to_program import to_program
from recoveryeval.programs.build import as_date
from recoveryeval.programs.program import Program


def read_csv(
    path: str | os.PathLike[str],
    *,
    mapping: str | os.PathLike[str] | MappingABC[str, Any],
    source: str | None = None,
    root: str | os.PathLike[str] | None = None,
    extract_date: str | dt.date | None = None,
    key_file: str | os.PathLike[str] | None = None,
) -> Program:
    r"""Read a CSV export into the tables that a mapping names, losing and guessing nothing.

    Every cell is read as text first, so that ids keep their zeros; the mapping
    then says what it means. What cannot be read is set aside and counted; what
    could be read in two ways is refused with a reason.

    Parameters
    ----------
    path : str or path
        The file. Encoding and delimiter are found; repairs are counted.
    mapping : str, path or mapping
        ``mapping.toml``, or its content as a dictionary.
    source : str or None
        Which source of the mapping this file is; not needed if there is one.
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
        If the file or the mapping cannot be read without guessing.
    SchemaError
        If the tables do not fit together.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import recoveryeval as rv
    >>> text = "client,intake,left\n007,2025-01-06,2025-03-01\n008,2025-02-03,\n"
    >>> mapping = {
    ...     "version": 1,
    ...     "extract_date": "2025-06-30",
    ...     "sources": {
    ...         "roster": {
    ...             "tables": {
    ...                 "person": {"person_id": "client"},
    ...                 "episode": {"person_id": "client", "anchor": "intake", "end": "left"},
    ...             }
    ...         }
    ...     },
    ... }
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "roster.csv"
    ...     _ = file.write_text(text, encoding="utf-8")
    ...     program = rv.read_csv(file, mapping=mapping)
    >>> program.tables["episode"][["person_id", "end_day", "status"]]
      person_id  end_day  status
    0       007       54  closed
    1       008     <NA>    open
    """
    held = read_mapping(mapping)
    told = one_source(held, source)
    key = source_key(told, key_file, project_folder(path, mapping, root))
    done = read_source(given_path(path, root), told, key, read=read_text)
    return to_program([done], held, as_date(extract_date))
