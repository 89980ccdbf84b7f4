"""Rows are kept, or set aside with their original."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest
from conforming import column, reasons

from recoveryeval.errors import SchemaError
from recoveryeval.schema.conform import conform


def test_blank_rows_and_rows_without_a_key_are_told_apart() -> None:
    frame = pd.DataFrame({"person_id": ["a", None, " "], "sex": ["f", "", "m"]})
    done = conform(frame, "person")
    assert done.frame.index.tolist() == [0]
    assert reasons(done) == [(1, "", "blank_row"), (2, "", "missing_key")]


def test_the_original_row_can_be_read_back() -> None:
    frame = pd.DataFrame(
        {
            "person_id": [None, None],
            "birth_year": [1980, 1981],
            "sex": ["f", "\u00e9\u201d\n"],
            "score": [1.5, np.inf],
            "seen": pd.to_datetime(["2025-01-01", None]),
        }
    )
    rows = [json.loads(text) for text in conform(frame, "person").set_aside["original"]]
    seen = ["2025-01-01T00:00:00", None]
    first, second = (
        {"person_id": None, **dict(zip(frame.columns[1:], values, strict=True))}
        for values in ((1980, "f", 1.5, seen[0]), (1981, "\u00e9\u201d\n", "inf", seen[1]))
    )
    # The second row stands there twice: as a whole, and for its infinite cell.
    assert rows == [first, second, second]


def test_other_columns_are_kept_behind_in_the_type_they_have() -> None:
    frame = pd.DataFrame(
        {
            "severity": [1, 2],
            "person_id": ["a", "b"],
            "dose": [0.5, None],
            "code": ["007", " 8"],
            "dual": [True, False],
            "seen": [dt.date(2025, 1, 1), None],
            "sex": ["f", "m"],
        }
    )
    done = conform(frame, "person").frame
    assert list(done.columns)[:6] == ["person_id", "sex", "severity", "dose", "code", "dual"]
    assert done["code"].tolist() == ["007", "8"]
    assert [str(done[c].dtype) for c in ("severity", "dose", "dual", "seen")] == [
        "Int64", "Float64", "boolean", "datetime64[s]",
    ]  # fmt: skip


def test_long_whole_numbers_keep_their_last_digit() -> None:
    number = 9007199254740993
    for dtype in ("int64", "Int64", object):
        case = pd.Series([number], dtype=dtype)
        done = conform(pd.DataFrame({"person_id": ["a"], "case": case}), "person")
        assert done.frame["case"].tolist() == [number]
    frame = pd.DataFrame({"person_id": ["a"], "case": pd.Series([2**70], dtype=object)})
    assert conform(frame, "person").frame["case"].tolist() == [str(2**70)]


def test_an_episode_stands_in_for_its_person() -> None:
    frame = pd.DataFrame({"event_id": ["v", "w"], "episode_id": ["e1", None], "type": ["ed", "ed"]})
    done = conform(frame, "event")
    assert done.frame.index.tolist() == [0]
    assert reasons(done) == [(1, "", "missing_key")]
    assert conform(frame.assign(person_id=[None, "p"]), "event").frame.index.tolist() == [0, 1]


def test_a_lacking_key_column_is_named_with_the_nearest_one() -> None:
    with pytest.raises(SchemaError, match=r"column 'person_id'.*nearest valid name is 'person id'"):
        conform(pd.DataFrame({"person id": ["a"]}), "person")


def test_two_columns_of_one_name_are_refused() -> None:
    frame = pd.DataFrame([["a", "b"]], columns=["person_id", "person_id"])
    with pytest.raises(SchemaError, match="RE-F20"):
        conform(frame, "person")


def test_cells_that_hold_lists_are_refused() -> None:
    with pytest.raises(SchemaError, match="RE-S04"):
        column("person", "gender", [["a"], ["b"]])


def test_the_input_is_left_alone() -> None:
    frame = pd.DataFrame({"person_id": [" a "], "sex": ["F"], "birth_year": ["1980"]})
    before = frame.copy()
    conform(frame, "person")
    pd.testing.assert_frame_equal(frame, before)
