"""What reliability cannot tell: odd tables, words without order, scores that repeat exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(3)
ITEMS = pd.DataFrame(RNG.normal(size=(30, 1)) + RNG.normal(size=(30, 4)), columns=list("abcd"))
WORDS = pd.DataFrame({"x": ["never", "often", "always"] * 3, "y": ["never", "always", "often"] * 3})
CODES = WORDS.apply(lambda column: column.map({"never": 0, "often": 1, "always": 2}))


@pytest.mark.parametrize(
    ("data", "options", "word"),
    [
        (ITEMS.to_numpy(), {}, "DataFrame"),
        (pd.concat([ITEMS, ITEMS], axis=1), {}, "twice"),
        (ITEMS, {"columns": ["a", "a", "b"]}, "twice"),
        (ITEMS, {"columns": "abc"}, "one name"),
        (ITEMS * 1e200, {}, "too large"),
        (ITEMS.apply(pd.to_datetime), {}, "have to be numbers"),
        (ITEMS, {"of": "scores", "instrument": "GSE"}, "instrument="),
        (ITEMS, {"of": "scores", "weighting": "linear"}, "weighting="),
        (ITEMS, {"scale": "total"}, "instrument="),
        (ITEMS, {"items": {"a": 1}}, "instrument="),
        (ITEMS[["a", "b"]], {"of": "categories"}, "intraclass"),
        (WORDS, {"of": "categories", "weighting": "linear"}, "order"),
        (WORDS, {"of": "categories", "weighting": "square"}, "no such choice"),
        (WORDS.assign(y=1), {"of": "categories"}, "alike"),
        (WORDS.add_suffix("1"), {"instrument": "Readiness-Ruler"}, "told"),
    ],
)
def test_a_typed_error_says_what_to_do(data: Any, options: dict[str, Any], word: str) -> None:
    with pytest.raises(rv.RecoveryEvalError, match=word):
        rv.reliability(data, **options)


def test_words_of_an_instrument_are_refused_and_not_blank() -> None:
    form = pd.DataFrame(RNG.choice(["true", "false"], (20, 10))).add_prefix("gse_")
    form.columns = [f"gse_{k}" for k in range(1, 11)]
    with pytest.raises(rv.EstimationError, match="have to be numbers") as told:
        rv.reliability(form, instrument="GSE")
    assert told.value.rows == 20


@pytest.mark.parametrize("kind", ["string", "category", "object"])
def test_columns_of_any_kind(kind: str) -> None:
    """Numbered columns, text that may differ in its levels, categories in their own order."""
    plain = rv.reliability(CODES, of="categories").tidy()
    own = rv.reliability(WORDS.astype(kind), of="categories").tidy()
    assert own["estimate"].tolist() == plain["estimate"].tolist()
    numbered = ITEMS.set_axis(range(4), axis=1)
    assert rv.reliability(numbered).tidy()["estimate"].tolist() == pytest.approx(
        rv.reliability(ITEMS).tidy()["estimate"].tolist()
    )


def test_ordered_categories_give_weights_their_order() -> None:
    order = pd.CategoricalDtype(["never", "often", "always"], ordered=True)
    for weighting in ("linear", "quadratic"):
        own, plain = (
            rv.reliability(frame, of="categories", weighting=weighting).tidy()  # type: ignore[arg-type]
            for frame in (WORDS.astype(order), CODES)
        )
        assert own["estimate"].tolist() == plain["estimate"].tolist()


def test_scores_that_repeat_exactly_but_for_a_shift() -> None:
    """People 1 to 4, once more a point higher: (5/3) / (5/3 + 1/2) agree by hand."""
    once = pd.Series([1.0, 2, 3, 4])
    shifted = rv.reliability(pd.DataFrame({"a": once, "b": once + 1}), of="scores")
    by = shifted.tidy().set_index("estimand")
    assert by.loc["intraclass correlation, agreement", "estimate"] == pytest.approx(10 / 13)
    assert by.loc["intraclass correlation, consistency", "status"] == "not_estimable"
    same = rv.reliability(pd.DataFrame({"a": once, "b": once}), of="scores").tidy()
    assert (same["status"] == "not_estimable").all()
    assert same["estimate"].isna().all()


def test_people_who_differ_less_than_their_scores_do() -> None:
    turned = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [4.0, 3, 2, 1.5]})
    table = rv.reliability(turned, of="scores").tidy()
    rows = table[table["estimand"].str.contains("correlation")]
    assert not (rows["status"] == "ok").any()
    assert not (rows["estimate"] > 0).any()


@pytest.mark.parametrize("second", [[1, 1, 1, 1, 1, 1], [1, 2, 1, 2, 1, 2]])
def test_a_kappa_without_an_error_has_no_limits(second: list[int]) -> None:
    """One rater who says one thing, or full agreement: nothing is known for sure."""
    said = pd.DataFrame({"first": [1, 2, 1, 2, 1, 2], "second": second})
    row = rv.reliability(said, of="categories").tidy().iloc[0]
    assert row["status"] == "flagged"
    assert np.isnan(row["conf_low"])
    assert np.isnan(row["conf_high"])


def test_items_under_any_name_are_turned_by_their_number() -> None:
    """Items 3 and 6 of the hope index are turned, wherever they stand."""
    answers = pd.DataFrame(
        np.clip(RNG.integers(1, 5, (30, 1)) + RNG.integers(-1, 2, (30, 12)), 1, 4)
    )
    numbered = answers.set_axis([f"h{k}" for k in range(1, 13)], axis=1)
    named = answers.set_axis(list("abcdefghijkl"), axis=1)
    numbers = {name: k for k, name in enumerate("abcdefghijkl", start=1)}
    turned = rv.reliability(numbered, instrument="HHI").tidy()
    shuffled = named[list("lcfabdeghijk")].assign(site=1)
    own = rv.reliability(shuffled, instrument="HHI", items=numbers).tidy()
    assert own["estimate"].tolist() == pytest.approx(turned["estimate"].tolist())
    assert set(own["term"]) == {"scale", *numbers}


def test_totals_that_differ_by_rounding_alone_have_no_alpha() -> None:
    """0.1 + 0.9 and 0.3 + 0.7 are one number."""
    halves = pd.DataFrame({"a": [0.1, 0.2, 0.3, 0.7], "b": [0.9, 0.8, 0.7, 0.3]})
    rows = rv.reliability(halves).tidy()
    assert rows["status"].tolist() == ["not_estimable"]
