"""A user's own file: what contradicts itself is refused with what to correct."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import recoveryeval as rv

OWN = """name = "Own"
title = "Own scale"
version = "1"
construct = "hope"
better = "higher"
items = 3
[formats.answers]
minimum = 1
maximum = 5
meaning = "five answers"
[scales.total]
combine = "sum"
minimum = 3
maximum = 15
most_missing = {value = 1, standing = "house"}
[facts]
reliability = {value = 0.8, source = "pilot"}
[[worked]]
case = "one blank"
answers = [2, 3, ""]
scores = {total = 7.5}
steps = "5 / 2 times 3"
"""
FORM = pd.DataFrame([[1, 2, 3], [5, 5, 5]], columns=["a1", "a2", "a3"])


@pytest.mark.parametrize("name", ["own.toml", "OWN.TOML"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_that_fits_is_scored(tmp_path: Path, name: str, encoding: str) -> None:
    """Also as editors of spreadsheets save text, with a mark at its beginning."""
    path = tmp_path / name
    path.write_bytes(OWN.replace("\n", "\r\n").encode(encoding))
    scores = rv.score_items(FORM, str(path))
    assert scores.table["value"].tolist() == [6, 15]
    assert scores.table["rule"].iloc[0] == "rule of the instrument's file: 1 blank"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("maximum = 15", "maximum = 60", "from 3 to 15"),
        ("minimum = 3", "minimum = 0", "from 3 to 15"),
        ('"sum"', '"sum"\nmultiply = 0', "from 0 to 0"),
        ('"sum"', '"sum"\nadd = inf', "no number"),
        ("maximum = 5\n", "maximum = inf\n", "no range"),
        ("minimum = 1", "minimum = 0.5", "not whole"),
        ("{value = 1, ", "{value = 1.5, ", "impossible number"),
        ("items = 3", "items = 3\nform_most_missing = -1", "form_most_missing"),
        ('"Own"', '" "', "no name"),
        ("value = 0.8", "value = 80", "between 0 and 1"),
        ("value = 0.8", 'value = "high"', "between 0 and 1"),
        ("total = 7.5", "total = 7", "rules give 7.5"),
        ("total = 7.5", 'total = ""', "rules give 7.5"),
        ("total = 7.5", "totl = 7.5", "does not fit"),
        ('[2, 3, ""]', "[2, 3]", "does not fit"),
        ('[2, 3, ""]', '[2, "", ""]', "no score"),
        ("items = 3", "items = " + "[" * 3000, "not valid TOML"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    assert OWN.count(old) == 1
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(rv.SchemaError, match=word) as told:
        rv.score_items(FORM, path)
    assert told.value.code == "RE-Q01"
