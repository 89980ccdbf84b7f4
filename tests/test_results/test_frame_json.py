"""Tables of results come back from JSON exactly as they were."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from recoveryeval.results.frame_json import frame_from_json, frame_to_json

COLUMNS = {
    "words": pd.Series(["a", "b", "c"], dtype=object),
    "words, some not said": pd.Series(["a", np.nan, "c"], dtype=object),
    "words, some None": pd.Series(["a", None, "c"], dtype=object),
    "text": pd.Series(["a", pd.NA, "c"], dtype="string"),
    "plain": pd.Series(["a", "b", "c"]),
    "levels": pd.Series(pd.Categorical(["b", None, "a"], categories=["b", "a"], ordered=True)),
    "numbered levels": pd.Series(pd.Categorical([3, 1, 3])),
    "whole": pd.Series([1, 2, 3], dtype="int64"),
    "whole, one unknown": pd.Series([1, None, 3], dtype="Int64"),
    "numbers": pd.Series([1.5, np.nan, np.inf]),
    "truth": pd.Series([True, False, True]),
    "truth, one unknown": pd.Series([True, None, False], dtype="boolean"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_comes_back_with_its_type(name: str) -> None:
    table = pd.DataFrame({name: COLUMNS[name]})
    again = frame_from_json(json.loads(json.dumps(frame_to_json(table), allow_nan=False)))
    pd.testing.assert_frame_equal(again, table)


def test_no_column_makes_an_empty_table() -> None:
    assert frame_from_json(frame_to_json(pd.DataFrame())).empty


def test_files_written_before_types_were_kept_are_read() -> None:
    old = {
        "group": {"dtype": "text", "values": ["a", None]},
        "n": {"dtype": "int64", "values": [1]},
    }
    assert frame_from_json({"group": old["group"]})["group"].tolist() == ["a", pd.NA]
    assert frame_from_json({"n": old["n"]})["n"].tolist() == [1]
