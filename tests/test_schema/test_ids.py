"""Ids are text, always."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conforming import reasons

from recoveryeval.errors import SchemaError
from recoveryeval.schema.conform import conform


def test_ids_stay_text_with_their_leading_zeros() -> None:
    done = conform(pd.DataFrame({"person_id": ["00123", "0123", "1E5", "100000"]}), "person")
    assert done.frame["person_id"].tolist() == ["00123", "0123", "1E5", "100000"]
    assert done.frame["person_id"].dtype == "string"


def test_words_that_look_missing_are_ids_all_the_same() -> None:
    done = conform(pd.DataFrame({"person_id": ["NA", "None", "null", "nan"]}), "person")
    assert done.frame["person_id"].tolist() == ["NA", "None", "null", "nan"]


def test_whole_numbers_become_text_without_a_point() -> None:
    done = conform(pd.DataFrame({"person_id": [7.0, 12.0, np.nan]}), "person")
    assert done.frame["person_id"].tolist() == ["7", "12"]
    assert reasons(done) == [(2, "", "blank_row")]


def test_quotes_and_blanks_around_ids_go_and_are_counted() -> None:
    done = conform(pd.DataFrame({"person_id": ["'A1'", "\u00a0A2 ", '"A3"', "A4"]}), "person")
    assert done.frame["person_id"].tolist() == ["A1", "A2", "A3", "A4"]
    assert {(r.repair, r.count) for r in done.repairs} == {
        ("quotes_stripped", 2),
        ("blanks_trimmed", 1),
    }


def test_text_and_numbers_in_one_id_column_are_refused() -> None:
    with pytest.raises(SchemaError, match=r"RE-I05.*text in 1 cells and numbers in 2"):
        conform(pd.DataFrame({"person_id": ["00123", 123, 124]}), "person")


def test_ids_that_floats_cannot_hold_are_refused() -> None:
    with pytest.raises(SchemaError, match="RE-I07"):
        conform(pd.DataFrame({"person_id": [9007199254740993.0, np.nan]}), "person")
