"""A folder of synthetic exports read back as one program."""

from __future__ import annotations

from functools import reduce

import pandas as pd

import recoveryeval as rv
from recoveryeval.loaders.read_csv import read_csv
from recoveryeval.loaders.read_excel import read_excel
from recoveryeval.loaders.read_redcap import read_redcap

CSV = ("survey", "claims", "pharmacy", "enrollment")
SHEETS = ("staff", "caseload", "staff_log", "sites", "coaching_log")
ASSESSMENT_KEY = ["person_id", "instrument", "wave"]


def read_all(folder) -> rv.Program:
    """Read every export; the large ones come last, since each joining looks at all rows."""
    mapping, book = folder / "mapping.toml", folder / "coaching_log.xlsx"
    parts = [read_csv(folder / f"{name}.csv", mapping=mapping, source=name) for name in CSV]
    parts += [read_excel(book, mapping=mapping, source=name) for name in SHEETS]
    words = folder / "redcap_dictionary.csv"
    data = folder / "redcap.csv"
    parts.append(read_redcap(data, dictionary=words, mapping=mapping, source="redcap"))
    return reduce(lambda one, other: one.combine(other), parts)


def comparable(program, table):
    """A table in a fixed order, without what an export cannot hold.

    The ids of scale interviews are made by whoever reads them; the text of a
    cell and the words of its code are known only to a reader.
    """
    frame = program.tables[table]
    if table == "response":
        key = program.tables["assessment"][["assessment_id", *ASSESSMENT_KEY]]
        frame = frame.merge(key, on="assessment_id", validate="m:1")
        frame = frame.drop(columns=["value_raw", "label", "period_days"])
    if table in ("response", "assessment"):
        frame = frame.drop(columns="assessment_id")
    frame = frame[sorted(frame.columns)]
    return frame.sort_values(list(frame.columns)).reset_index(drop=True)


def differences(one, other, table):
    """Number of cells that differ, by column; -1 where the shapes already do."""
    left, right = comparable(one, table), comparable(other, table)
    if list(left.columns) != list(right.columns) or len(left) != len(right):
        return {"shape": -1}
    found = {}
    for column in left.columns:
        same = (left[column] == right[column]).fillna(False)
        same |= left[column].isna() & right[column].isna()
        if not same.all() or left[column].dtype != right[column].dtype:
            found[column] = int((~same).sum())
    return found


def rows_of(program) -> pd.DataFrame:
    """The ledger of files, one row per source."""
    ledger = program.ledger
    return ledger[ledger["table"] == "(file)"].set_index("source")
