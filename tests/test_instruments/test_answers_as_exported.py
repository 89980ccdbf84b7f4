"""Answers as exports hold them: text, codes from another number, several forms in one table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(4)


def gse(rows: int = 6) -> pd.DataFrame:
    """Return forms of ten answers from 1 to 4, every answer in use."""
    frame = pd.DataFrame(RNG.integers(1, 5, (rows, 10)))
    return frame.set_axis([f"gse_{k}" for k in range(1, 11)], axis=1)


def totals(data: pd.DataFrame, instrument: str = "GSE", **options: Any) -> list[float]:
    return rv.score_items(data, instrument, **options).table["value"].tolist()


def test_numbers_as_text_blank_text_and_numbered_columns() -> None:
    """Text of numbers counts, text of blanks is blank, columns may be numbers themselves."""
    form = gse()
    sums = form.sum(axis=1).astype(float).tolist()
    assert totals(form.astype(str).add(" ")) == sums
    assert totals(form.astype(str).astype("category")) == sums
    assert totals(form.set_axis(range(1, 11), axis=1)) == sums
    assert totals(form.set_axis(range(1, 11), axis=1), items={k: k for k in range(1, 11)}) == sums
    blank = form.astype(object)
    blank.loc[0, "gse_4"] = "  "
    assert totals(blank)[0] == pytest.approx((sums[0] - form.loc[0, "gse_4"]) / 9 * 10)


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f.replace({1: "Not at all true"}),
        lambda f: f.apply(pd.to_datetime),
        lambda f: f > 2,
        lambda f: f.astype(complex),
        lambda f: (f > 2).astype(object),
    ],
)
def test_words_dates_and_yes_or_no_are_no_answers(make: Any) -> None:
    with pytest.raises(rv.SchemaError, match="have to be numbers") as told:
        rv.score_items(make(gse()), "GSE")
    assert told.value.code == "RE-Q08"
    assert "Not at all" not in str(told.value)


@pytest.mark.parametrize("data", [gse().to_numpy(), {"gse_1": [1]}, None, [1, 2]])
def test_what_is_no_table_is_refused(data: Any) -> None:
    with pytest.raises(rv.SchemaError, match="DataFrame"):
        rv.score_items(data, "GSE")


def test_two_columns_of_one_name_are_refused() -> None:
    twice = pd.concat([gse(), gse()], axis=1)
    with pytest.raises(rv.SchemaError, match="same name"):
        rv.score_items(twice, "GSE")


@pytest.mark.parametrize(
    "items",
    [["gse_1"], {"gse_1": "1"}, {f"gse_{k}": float(k) for k in range(1, 11)}, {"gse_1": True}],
)
def test_items_that_are_no_table_of_numbers_are_refused(items: Any) -> None:
    with pytest.raises(rv.SchemaError) as told:
        rv.score_items(gse(), "GSE", items=items)
    assert told.value.code == "RE-Q06"


def test_a_table_with_several_questionnaires() -> None:
    """The complete set of columns counts; of two complete ones the one named after the form."""
    form = gse()
    sums = form.sum(axis=1).astype(float).tolist()
    phq = pd.DataFrame(RNG.integers(0, 4, (6, 9))).set_axis(
        [f"phq9_{k}" for k in range(1, 10)], axis=1
    )
    both = pd.concat([phq, form], axis=1).assign(site1="north", gse_total=0)
    assert totals(both) == sums
    assert totals(both, "PHQ-9") == phq.sum(axis=1).astype(float).tolist()
    other = form.rename(columns=lambda name: name.replace("gse", "hope"))
    assert totals(pd.concat([other, form], axis=1)) == sums
    waves = pd.concat([form.add_suffix("_intake"), form.add_suffix("_exit")], axis=1)
    with pytest.raises(rv.SchemaError, match="as with two waves"):
        rv.score_items(waves, "GSE")


def test_answers_stored_one_lower_or_higher_are_refused() -> None:
    with pytest.raises(rv.SchemaError, match="one lower") as told:
        rv.score_items(gse() - 1, "GSE")
    assert told.value.code == "RE-Q04"
    phq = pd.DataFrame(RNG.integers(1, 5, (8, 9))).set_axis([f"q{k}" for k in range(1, 10)], axis=1)
    with pytest.raises(rv.SchemaError, match="one higher"):
        rv.score_items(phq, "PHQ-9")
    one = phq.iloc[:1].assign(q1=4, q2=2)
    checks = rv.score_items(one, "PHQ-9", most_missing=8).checks()
    assert "answers_out_of_range" in set(checks["id"])


def test_a_lowest_answer_that_nobody_gives_is_named() -> None:
    """Stored from 1 with nobody at the top, nothing is out of range; many forms without 0 show."""
    phq = pd.DataFrame(RNG.integers(1, 4, (20, 9))).set_axis(
        [f"q{k}" for k in range(1, 10)], axis=1
    )
    checks = rv.score_items(phq, "PHQ-9").checks().set_index("id")
    assert checks.loc["lowest_answer_unused", "verdict"] == "concern"
    fewer = rv.score_items(phq.iloc[:19], "PHQ-9").checks()
    zero = rv.score_items(phq.assign(q1=0), "PHQ-9").checks()
    assert not {"lowest_answer_unused"} & {*fewer["id"], *zero["id"]}


def test_a_rule_for_an_unknown_scale_and_an_odd_format_are_refused() -> None:
    with pytest.raises(rv.SchemaError, match="nearest valid name is 'total'"):
        rv.score_items(gse(), "GSE", most_missing={"totl": 2})
    with pytest.raises(rv.SchemaError, match="no such response format"):
        rv.score_items(gse(), "GSE", response_format=3)  # type: ignore[arg-type]
