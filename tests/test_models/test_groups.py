"""Groups from any column: their order, their labels, and what is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from recoveryeval.models.groups import EVERYONE, groups


@pytest.mark.parametrize(
    ("column", "labels", "codes"),
    [
        (pd.Series(["b", "a", None]), ("a", "b"), [1, 0, -1]),
        (pd.Series(["b", "a", pd.NA], dtype="string"), ("a", "b"), [1, 0, -1]),
        (pd.Series([1.0, 0.0, np.nan]), ("0", "1"), [1, 0, -1]),
        (pd.Series([2, 10, pd.NA], dtype="Int64"), ("2", "10"), [0, 1, -1]),
        (pd.Series([True, False, pd.NA], dtype="boolean"), ("False", "True"), [1, 0, -1]),
        (pd.Series([True, False, True]), ("False", "True"), [1, 0, 1]),
        (pd.Series([1.5, 0.5, 1.5]), ("0.5", "1.5"), [1, 0, 1]),
        (pd.Series([1, "1", "a"], dtype=object), ("1", "a"), [0, 0, 1]),
        (pd.Series(pd.Categorical(["x", "y", None], ["y", "x"])), ("y", "x"), [1, 0, -1]),
    ],
)
def test_labels_and_codes(column: Any, labels: tuple[str, ...], codes: list[int]) -> None:
    found = groups(column, len(column))
    assert found.labels == labels
    assert found.codes.tolist() == codes


def test_without_a_column_everyone_is_one_group() -> None:
    found = groups(None, 3)
    assert found.labels == (EVERYONE,)
    assert found.codes.tolist() == [0, 0, 0]
