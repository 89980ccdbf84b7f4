"""Numbers are read, never bent."""

from __future__ import annotations

import numpy as np
import pytest
from conforming import column, reasons

from recoveryeval.errors import SchemaError


def test_numbers_in_text_are_read_and_counted() -> None:
    done = column("contact", "minutes", ["30", " 45.5 ", "", None])
    assert done.frame["minutes"].dtype == "Float64"
    assert done.frame["minutes"].fillna(-1).tolist() == [30.0, 45.5, -1.0, -1.0]
    assert reasons(done) == []


def test_each_impossible_number_has_its_reason() -> None:
    done = column("contact", "minutes", [-9, 99999, np.inf, 20, np.nan])
    assert sorted(reasons(done)) == [
        (0, "minutes", "negative_value"),
        (1, "minutes", "outside_range"),
        (2, "minutes", "not_finite"),
    ]
    assert done.frame["minutes"].isna().tolist() == [True, True, True, False, True]
    assert len(done.frame) == 5


def test_words_and_flags_are_no_numbers() -> None:
    done = column("contact", "minutes", ["half an hour", True, "1e400", "20"])
    assert [r for _, _, r in sorted(reasons(done))] == [
        "unreadable_value", "unreadable_value", "not_finite",
    ]  # fmt: skip


def test_whole_numbers_are_not_rounded() -> None:
    done = column("person", "birth_year", [1980.5, 1980.0])
    assert done.frame["birth_year"].dtype == "Int64"
    assert reasons(done) == [(0, "birth_year", "unreadable_value")]


def test_decimal_commas_are_refused_not_guessed() -> None:
    with pytest.raises(SchemaError, match=r"RE-F11.*column 'minutes'; 1 row\)"):
        column("contact", "minutes", ["1,5", "2"])
