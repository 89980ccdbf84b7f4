"""The page on survival claims no more digits than the golden files give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from digits_of_curves import curves
from digits_of_models import models
from digits_of_regressions import regressions
from digits_reached import FEATURES, FILE, RESERVE, compared, digits, features_of, matrix

DATA = {"time": [1, 1, 2], "event": [1, 1, 0], "group": [0, 1, 2], "entry": [0, 0, 1]}


def test_the_page_claims_what_the_golden_files_give() -> None:
    page = pd.read_csv(FILE).set_index("estimator")
    found = matrix([*curves(), *models(), *regressions()]).set_index("estimator")
    assert page.index.tolist() == found.index.tolist()
    assert page["data sets"].tolist() == found["data sets"].tolist()
    claimed, reached = (t[["any", *FEATURES]].astype("Float64") for t in (page, found))
    pd.testing.assert_frame_equal(claimed.isna(), reached.isna())
    better = (claimed > reached + RESERVE).fillna(False)
    assert not better.to_numpy().any(), claimed.where(better)


def test_every_feature_is_reached_by_some_estimator() -> None:
    page = pd.read_csv(FILE)
    assert page[list(FEATURES)].notna().any().all()
    assert (page["any"] >= 5).all()


@pytest.mark.parametrize(("gap", "expected"), [(3e-5, 4), (1.1e-9, 8), (0.0, 13)])
def test_digits_are_those_of_the_worst_number(gap: float, expected: int) -> None:
    theirs = np.array([2.0, 3.0])
    assert digits(compared("x", "y", [], theirs * [1.0, 1 + gap], theirs)) == expected


def test_missing_numbers_are_no_agreement() -> None:
    with pytest.raises(ValueError, match="numbers are missing"):
        compared("x", "y", [], [1.0, np.nan], [1.0, 2.0])


def test_features_are_read_off_the_data() -> None:
    assert features_of(DATA, "strata") == ["ties", "entry", "three groups", "strata"]
