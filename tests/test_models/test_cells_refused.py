"""Where cells would lose something they are refused; sites that pool cells pool their people."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cell_questions import COLUMNS, KINDS, again, brought, people

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

SPLIT = pd.DataFrame(
    {
        "id": ["a", "a", "b"], "start": [0, 3, 0], "stop": [3, 6, 4], "event": [0, 1, 1],
        "score": [1.0, 2.0, 3.0], "wave": ["w1", "w2", "w1"],
    }
)  # fmt: skip
TIGHT = {"rtol": 1e-10, "atol": 1e-10, "check_dtype": False}


def repeats() -> Any:
    return rv.recurrent_events(SPLIT, start="start", stop="stop", event="event", person="id")


def several_rows() -> Any:
    return rv.time_to_event(SPLIT, time="stop", event="event", entry="start", person="id")


def scores() -> Any:
    return rv.repeated_measures(SPLIT, value="score", person="id", wave="wave")


@pytest.mark.parametrize("make", [repeats, several_rows, scores])
def test_rows_that_belong_to_one_person_are_not_collapsed(make: Any) -> None:
    with pytest.raises(OutcomeError, match="RE-O04"):
        make().cells()


def test_a_small_cell_of_counts_has_no_neighbor() -> None:
    with pytest.raises(OutcomeError, match="RE-O04"):
        brought("count", people()).cells(min_n=5)


@pytest.mark.parametrize("kind", KINDS)
def test_pooled_cells_of_sites_are_pooled_people(kind: str) -> None:
    frame = people()
    whole = brought(kind, frame)
    sites = [brought(kind, part).cells(covariates=COLUMNS) for _, part in frame.groupby("site")]
    pooled = reduce(lambda a, b: pd.concat([a, b]), sites)
    key = [c for c in pooled if c != "n"]
    summed = pooled.groupby(key, as_index=False)["n"].sum()
    own = whole.cells(covariates=COLUMNS)
    pd.testing.assert_frame_equal(
        summed.sort_values(key, ignore_index=True), own.sort_values(key, ignore_index=True)
    )
    name = next(iter(KINDS[kind]))
    ask = KINDS[kind][name]
    pd.testing.assert_frame_equal(ask(again(kind, whole)).tidy(), ask(whole).tidy(), **TIGHT)


def test_merged_cells_hold_everybody_and_come_close() -> None:
    whole = brought("time_to_event", people())
    merged = whole.cells(by=["arm"], min_n=11)
    assert merged["n"].min() >= 11
    assert merged["n"].sum() == len(people())
    coarse = rv.time_to_event(merged, time="time", event="event", n="n", covariates=["arm"])
    fine, rough = (rv.kaplan_meier(o, "arm").at([5, 10, 20]).tidy() for o in (whole, coarse))
    assert fine["n"].tolist() == rough["n"].tolist()
    # Coarser times are other data: close, and said to be so, but not equal.
    np.testing.assert_allclose(rough["estimate"], fine["estimate"], atol=0.1)
    assert merged["time"].max() == whole.cells()["time"].max()


def test_one_column_is_named_by_itself() -> None:
    whole = brought("time_to_event", people())
    pd.testing.assert_frame_equal(whole.cells("arm"), whole.cells(["arm"]))
    pd.testing.assert_frame_equal(whole.cells(covariates="arm"), whole.cells(["arm"]))
    few = rv.time_to_event(SPLIT, time="stop", event="event", covariates="score")
    assert few.covariates == ("score",)


@pytest.mark.parametrize("least", ["5", 0, -3, np.nan])
def test_the_smallest_cell_is_a_number_above_zero(least: Any) -> None:
    with pytest.raises(OutcomeError, match=r"RE-O10.*min_n=11"):
        brought("time_to_event", people()).cells("arm", min_n=least)
