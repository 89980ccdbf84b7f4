"""Commas, points, blanks and apostrophes in numbers: read where one reading is left."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_loaders.roster import load

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.infer import inferred_type, missing_like
from recoveryeval.loaders.values.numbers import numbers


def _read(cells: list[str], delimiter: str) -> list[float]:
    """Return the numbers that the cells hold."""
    texts = pd.Series(cells, dtype=object)
    return numbers(texts, label="log", column="cost", delimiter=delimiter).values.tolist()


@pytest.mark.parametrize("cells", [["1.200", "800"], ["1,200", "800"], ["1.200,50", "1"]])
def test_one_mark_before_three_digits_is_unclear_beside_semicolons(cells: list[str]) -> None:
    with pytest.raises(LoadError, match="RE-F11") as told:
        _read(cells, ";")
    assert cells[0] not in str(told.value)


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["1.200", "0.5"], [1.2, 0.5]),
        (["1,200", "1,234,567"], [1200, 1234567]),
        (["1,200", "1,200.50"], [1200, 1200.5]),
        (["1 200.50", "1'200"], [1200.5, 1200]),
    ],
)
def test_another_cell_of_the_column_proves_what_the_mark_means(
    cells: list[str], meant: list[float]
) -> None:
    assert _read(cells, ";") == meant


@pytest.mark.parametrize("cell", ["0,125", "1.234.567", "7,25"])
def test_decimal_commas_are_refused_in_any_file(cell: str) -> None:
    with pytest.raises(LoadError, match="RE-F11"):
        _read([cell, "3", "4"], ",")


def test_a_top_coded_age_does_not_make_a_column_text() -> None:
    assert inferred_type(pd.Series(["34", "90+"])) == "number"
    assert inferred_type(pd.Series(["90+", "90+"])) == "string"
    assert inferred_type(pd.Series(["34", "old"])) == "string"


@pytest.mark.parametrize(
    ("cells", "codes"), [(["15", "-9", "14"], 1), (["-3", "-9", "14"], 0), (["-9", "-9"], 0)]
)
def test_codes_of_missing_answers_are_told_from_negative_numbers(
    cells: list[str], codes: int
) -> None:
    assert missing_like(pd.Series(cells, dtype="Float64")) == codes


def test_a_covariate_with_such_codes_is_told(tmp_path: Path) -> None:
    person = {"person_id": "id", "severity": "score"}
    mapping = {"version": 1, "sources": {"list": {"tables": {"person": person}}}}
    told = load(b"id,score\n1,15\n2,-9\n3,14\n", tmp_path, mapping).checks()
    assert told.loc[told["id"] == "RE-V01", "count"].tolist() == [1]
