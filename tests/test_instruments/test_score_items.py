"""Scores of forms: by hand, blank items, impossible answers, formats that are not guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

OWN = """
name = "Own"
title = "Own scale"
version = "1"
construct = "hope"
better = "higher"
items = 4
[formats.by_value]
minimum = 1
maximum = 4
meaning = "stored by the value of the answer"
[formats.by_position]
minimum = 1
maximum = 4
meaning = "stored by the position on the page"
reversed = [2]
[scales.total]
combine = "sum"
reversed = [4]
minimum = 4
maximum = 16
most_missing = {value = 1, standing = "house"}
[scales.percent]
combine = "mean"
reversed = [4]
multiply = 33.333333333333336
add = -33.333333333333336
minimum = 0
maximum = 100
most_missing = {reason = "no source gives a rule"}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the path of a user's own instrument."""
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def forms(*rows: list[float | None]) -> pd.DataFrame:
    """Return forms of the own instrument."""
    return pd.DataFrame(rows, columns=[f"item{k}" for k in range(1, 5)], dtype="float64")


def value(scores: rv.Scores, scale: str) -> list[float]:
    """Return the scores of one scale."""
    table = scores.table
    return table.loc[table["scale"] == scale, "value"].tolist()


def test_a_form_scored_by_hand(own: Path) -> None:
    """3 + 2 + 4 + (5 - 1) = 13; their mean 3.25 is 75 percent of the way from 1 to 4."""
    scores = rv.score_items(forms([3, 2, 4, 1]), own, response_format="by_value")
    assert value(scores, "total") == [13.0]
    assert value(scores, "percent") == pytest.approx([75.0])


def test_answers_stored_by_position_are_turned_once_more(own: Path) -> None:
    """Item 2 is printed upside down: 2 counts as 3; storing by value must not turn it again."""
    scores = rv.score_items(forms([3, 2, 4, 1]), own, response_format="by_position")
    assert value(scores, "total") == [14.0]


def test_the_format_is_never_guessed(own: Path) -> None:
    """Two ways of storing answers give different scores, so the caller has to say which."""
    with pytest.raises(rv.SchemaError, match="response_format=") as told:
        rv.score_items(forms([3, 2, 4, 1]), own)
    assert told.value.code == "RE-Q03"


def test_blank_items_on_each_side_of_the_rule(own: Path) -> None:
    """One blank item stands for the mean of the others; with two there is no score."""
    blank = forms([3, 2, 4, None], [3, 2, None, None])
    scores = rv.score_items(blank, own, response_format="by_value", most_missing={"percent": 0})
    total = scores.table.query("scale == 'total'")
    assert total["value"].tolist()[0] == pytest.approx(12.0)
    assert np.isnan(total["value"].tolist()[1])
    assert total["missing"].tolist() == ["", "too_few_answers"]
    assert "prorated_total" in set(scores.checks()["id"])


def test_a_rule_that_no_source_gives_is_asked_for(own: Path) -> None:
    """Blank items in a scale without a published rule need the caller's word."""
    with pytest.raises(rv.SchemaError, match="most_missing=0") as told:
        rv.score_items(forms([3, 2, 4, None]), own, response_format="by_value")
    assert told.value.code == "RE-Q07"
    assert told.value.rows == 1


def test_impossible_answers_count_as_blank_and_are_counted(own: Path) -> None:
    """A nine, a code of a missing value, and a half are no answers."""
    odd = forms([3, 2, 4, 9], [3, -9, 2.5, 1])
    scores = rv.score_items(odd, own, response_format="by_value", most_missing=1)
    checks = scores.checks().set_index("id")
    assert checks.loc["answers_out_of_range", "statistic"] == 3
    assert scores.table.query("scale == 'total'")["missing"].tolist() == ["", "out_of_range"]


def test_an_item_that_runs_against_the_rest_is_flagged(own: Path) -> None:
    """An item stored upside down shows by its correlation with the rest."""
    rng = np.random.default_rng(3)
    level = rng.integers(1, 4, 60)
    items = np.column_stack([np.clip(level + rng.integers(0, 2, 60), 1, 4) for _ in range(4)])
    items[:, 3] = 5 - items[:, 3]
    good = rv.score_items(forms(*items.tolist()), own, response_format="by_value")
    assert "item_rest_total" not in set(good.checks()["id"])
    items[:, 3] = 5 - items[:, 3]
    bad = rv.score_items(forms(*items.tolist()), own, response_format="by_value")
    assert bad.checks().set_index("id").loc["item_rest_total", "verdict"] == "concern"


def test_text_and_unknown_columns_are_refused_without_a_value(own: Path) -> None:
    """The message names the column and never shows an answer."""
    text = forms([3, 2, 4, 1]).astype(object)
    text.loc[0, "item2"] = "Strongly secret"
    with pytest.raises(rv.SchemaError) as told:
        rv.score_items(text, own, response_format="by_value")
    assert told.value.column == "item2"
    assert "secret" not in str(told.value)
    with pytest.raises(rv.SchemaError, match="items="):
        rv.score_items(forms([1, 2, 3, 4]).assign(item4b=1), own, response_format="by_value")


def test_the_mapping_of_columns_can_be_said(own: Path) -> None:
    """Columns in any order and under any name."""
    named = pd.DataFrame({"x": [4.0], "y": [2.0], "a": [3.0], "z": [1.0]})
    scores = rv.score_items(
        named, own, items={"a": 1, "y": 2, "x": 3, "z": 4}, response_format="by_value"
    )
    assert value(scores, "total") == [13.0]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(1, 4), min_size=10, max_size=10), min_size=1, max_size=8))
def test_scores_follow_forms_and_not_their_order(answers: list[list[int]]) -> None:
    """Shuffled forms and shuffled columns give each form the same score, inside the range."""
    columns = [f"gse_{k}" for k in range(1, 11)]
    frame = pd.DataFrame([[float(a) for a in row] for row in answers], columns=columns)
    scores = rv.score_items(frame, "GSE").table.set_index("form")["value"]
    turned = rv.score_items(frame.iloc[::-1, ::-1], "GSE").table.set_index("form")["value"]
    assert scores.sort_index().equals(turned.sort_index())
    assert scores.between(10, 40).all()
    assert scores.tolist() == [float(sum(row)) for row in answers]
