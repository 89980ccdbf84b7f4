"""read_redcap: a REDCap export and its data dictionary as a Program."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping as MappingABC
from typing import Any

import pandas as pd

from recoveryeval.loaders.mapping.read_mapping import one_source, read_mapping
from recoveryeval.loaders.project import given_path, project_folder
from recoveryeval.loaders.read_source import source_key
from recoveryeval.loaders.redcap.redcap_source import redcap_source
from recoveryeval.loaders.to_program import to_program
from recoveryeval.programs.build import as_date
from recoveryeval.programs.program import Program


def read_redcap(
    data: str | os.PathLike[str] | pd.DataFrame,
    *,
    dictionary: str | os.PathLike[str] | pd.DataFrame,
    mapping: str | os.PathLike[str] | MappingABC[str, Any],
    source: str | None = None,
    root: str | os.PathLike[str] | None = None,
    extract_date: str | dt.date | None = None,
    key_file: str | os.PathLike[str] | None = None,
) -> Program:
    r"""Read a REDCap project from its export and data dictionary.

    The mapping says which instrument is which table and which event is which
    wave; the dictionary supplies code lists, the items of questionnaires, and
    which fields are identifiers, which are dropped. Events, arms, repeating
    instruments and repeating events are understood.

    Parameters
    ----------
    data : str, path or pandas.DataFrame
        Raw export as CSV, or the frame that PyCap returns. A labeled export is
        turned back into codes, with a warning in ``checks()``.
    dictionary : str, path or pandas.DataFrame
        Data dictionary, as downloaded or as the API gives it.
    mapping : str, path or mapping
        ``mapping.toml``, or its content as a dictionary.
    source : str or None
        Which source of the mapping this export is; not needed if there is one.
    root : str, path or None
        Project folder that the files must lie in; by default any folder will do.
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
        If the export, the dictionary or the mapping cannot be read without guessing.
    SchemaError
        If the tables do not fit together.

    Notes
    -----
    Besides the export's own columns, a mapping may use ``redcap_wave`` and
    ``redcap_arm``, which ``waves`` and ``arms`` of the source make from the event
    name. A check box of an instrument that nobody opened is exported as 0 like
    one left unticked; it is read as not asked.

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> dictionary = pd.DataFrame(
    ...     {
    ...         "field_name": ["record_id", "intake_date", "sex", "phone"],
    ...         "form_name": ["intake"] * 4,
    ...         "field_type": ["text", "text", "radio", "text"],
    ...         "field_label": ["Record", "Date of intake", "Sex", "Phone"],
    ...         "select_choices_or_calculations": ["", "", "1, Female | 2, Male", ""],
    ...         "identifier": ["", "", "", "y"],
    ...     }
    ... )
    >>> export = pd.DataFrame(
    ...     {
    ...         "record_id": ["1", "2"],
    ...         "intake_date": ["2025-01-06", "2025-02-03"],
    ...         "sex": ["1", "2"],
    ...         "phone": ["555-0100", "555-0101"],
    ...         "intake_complete": ["2", "2"],
    ...     }
    ... )
    >>> mapping = {
    ...     "version": 1,
    ...     "sources": {
    ...         "redcap": {
    ...             "tables": {
    ...                 "person": {"person_id": "record_id", "sex": "sex"},
    ...                 "episode": {"person_id": "record_id", "anchor": "intake_date"},
    ...             },
    ...         }
    ...     },
    ... }
    >>> program = rv.read_redcap(
    ...     export, dictionary=dictionary, mapping=mapping, extract_date="2025-06-30"
    ... )
    >>> program.tables["person"][["person_id", "sex"]]
      person_id     sex
    0         1  female
    1         2    male
    """
    held = read_mapping(mapping)
    told = one_source(held, source)
    key = source_key(told, key_file, project_folder(data, mapping, root))
    export = data if isinstance(data, pd.DataFrame) else given_path(data, root)
    words = dictionary if isinstance(dictionary, pd.DataFrame) else given_path(dictionary, root)
    return to_program([redcap_source(export, words, told, key)], held, as_date(extract_date))
