"""The contract of a Result: columns, states, one summary row, words, and JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import EstimationError
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import content_hash, make_spec
from recoveryeval.results.status import STATUSES, worst

ESTIMAND = Estimand("people", "log hazard ratio", "intake", "180 days", "none", "nobody")


def made(table: pd.DataFrame, **changes: object) -> Result:
    """Return a small result around a table."""
    spec = make_spec("demo", {"by": "arm"}, table, rows_in=9, rows_used=7, dropped={"x": 2})
    given = {
        "kind": "demo",
        "title": "A demonstration",
        "table": table,
        "summary": pd.DataFrame({"n": [7]}),
        "spec": spec,
        "estimand": ESTIMAND,
        "methods_text": "Methods.",
    }
    return Result(**{**given, **changes})  # type: ignore[arg-type]


def rows(**changes: object) -> pd.DataFrame:
    """Return two tidy rows."""
    base = {
        "term": ["a", "b"],
        "estimate": [math.log(2.0), 0.0],
        "std_error": [0.5, 0.1],
        "conf_low": [-0.1, -0.2],
        "conf_high": [1.5, 0.2],
        "status": ["ok", "ok"],
    }
    return pd.DataFrame({**base, **changes})


def test_columns_outside_the_glossary_are_refused() -> None:
    with pytest.raises(EstimationError, match="outside the glossary: hazard"):
        made(rows().assign(hazard=1.0))


def test_summary_has_exactly_one_row() -> None:
    with pytest.raises(EstimationError, match="one summary row"):
        made(rows(), summary=pd.DataFrame({"n": [1, 2]}))


def test_no_number_stands_where_nothing_is_estimable() -> None:
    result = made(rows(status=["ok", "not_estimable"]))
    table = result.tidy()
    assert table.loc[1, ["estimate", "std_error", "conf_low", "conf_high"]].isna().all()
    assert table.loc[0, "estimate"] == math.log(2.0)
    assert result.status == "not_estimable"


def test_a_check_of_concern_flags_the_result() -> None:
    assert made(rows()).status == "ok"
    assert made(rows(), check_rows=(Check("x", "Of concern.", "concern"),)).status == "flagged"
    assert made(rows(), check_rows=(Check("x", "Only a note.", "note"),)).status == "ok"


def test_exponentiate_turns_every_limit_and_the_error_into_the_ratio_scale() -> None:
    table = made(rows(), log_scale=True).tidy(exponentiate=True)
    assert table.loc[0, "estimate"] == pytest.approx(2.0, rel=1e-15)
    assert table.loc[0, "std_error"] == pytest.approx(1.0, rel=1e-15)
    assert table.loc[0, "conf_high"] == pytest.approx(math.exp(1.5), rel=1e-15)
    with pytest.raises(EstimationError, match="not on a log scale"):
        made(rows()).tidy(exponentiate=True)


def test_a_ratio_is_named_as_one() -> None:
    logs = made(rows(estimand="log hazard ratio"), log_scale=True)
    assert set(logs.tidy(exponentiate=True)["estimand"]) == {"hazard ratio"}
    assert set(logs.tidy()["estimand"]) == {"log hazard ratio"}


def test_what_comes_out_is_a_copy() -> None:
    result = made(rows())
    tidy, glance = result.tidy(), result.glance()
    tidy["estimate"] = 99.0
    glance["n"] = 99
    assert result.tidy()["estimate"].max() < 1
    assert result.glance()["n"].tolist() == [7]


def test_words_and_picture_of_a_notebook_are_escaped() -> None:
    result = made(rows(term=["<script>alert(1)</script>", "b"]), title="<b>t</b>")
    shown = result._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<b>t</b>" not in shown


def test_json_round_trip_keeps_numbers_words_and_record() -> None:
    table = rows(estimate=[0.1 + 0.2, math.nan], conf_high=[math.inf, 1.0], n=[3, 4])
    first = made(table, extras={"a": np.arange(6.0).reshape(2, 3), "b": {"c": [1, None]}})
    text = first.to_json()
    assert json.loads(text)["format"] == "recoveryeval-result/1"
    second = Result.from_json(text)
    pd.testing.assert_frame_equal(first.tidy(), second.tidy(), check_dtype=False, rtol=0)
    assert second.spec == first.spec
    assert second.describe() == first.describe()
    np.testing.assert_array_equal(second.extras["a"], first.extras["a"])
    assert second.to_json() == text


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "recoveryeval-result/9"}'])
def test_a_foreign_text_is_refused(text: str) -> None:
    with pytest.raises(EstimationError, match="not a result of this package"):
        Result.from_json(text)


@given(st.lists(st.sampled_from(STATUSES)))
def test_worst_is_the_last_in_the_order(states: list[str]) -> None:
    expected = max((STATUSES.index(s) for s in states), default=0)  # type: ignore[arg-type]
    assert worst(states) == STATUSES[expected]


@given(st.permutations(range(6)))
def test_the_input_hash_does_not_depend_on_row_order(order: list[int]) -> None:
    frame = pd.DataFrame({"t": [1.0, 2.0, 2.0, np.nan, 5.0, 6.0], "g": list("aabbcc")})
    assert content_hash(frame.iloc[order]) == content_hash(frame)
    assert content_hash(frame.assign(t=frame["t"] + 1)) != content_hash(frame)
