"""Answers in words: coded by the caller or by the instrument's file, refused where unknown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

WORDS = ["Not at all true", "Hardly true", "Moderately true", "Exactly true"]
CODES = {word: k + 1 for k, word in enumerate(WORDS)}
NUMBERS = pd.DataFrame(np.random.default_rng(5).integers(1, 5, (6, 10))).set_axis(
    [f"gse_{k}" for k in range(1, 11)], axis=1
)
SUMS = NUMBERS.sum(axis=1).astype(float).tolist()
IN_WORDS = NUMBERS.apply(lambda column: column.map(lambda k: WORDS[k - 1]))


def totals(data: pd.DataFrame, codes: Any, instrument: str | Path = "GSE") -> list[float]:
    return rv.score_items(data, instrument, codes=codes).table["value"].tolist()


def test_words_count_as_the_caller_codes_them() -> None:
    """Whatever case, blanks and type of column; numbers among the words are themselves."""
    assert totals(IN_WORDS, CODES) == SUMS
    shouted = IN_WORDS.apply(lambda column: "  " + column.str.upper().str.replace(" ", "  "))
    assert totals(shouted, CODES) == SUMS
    assert totals(IN_WORDS.astype("category"), CODES) == SUMS
    assert totals(IN_WORDS.astype("string"), CODES) == SUMS
    mixed = IN_WORDS.assign(gse_1=NUMBERS["gse_1"], gse_2=NUMBERS["gse_2"].astype(str))
    assert totals(mixed, CODES) == SUMS
    blank = IN_WORDS.assign(gse_4=[None, "", *IN_WORDS["gse_4"][2:]])
    assert totals(blank, CODES)[2:] == SUMS[2:]


def test_codes_may_differ_by_column() -> None:
    one = NUMBERS.assign(gse_1=5 - NUMBERS["gse_1"]).astype({"gse_2": "str"})
    words = one.assign(gse_1=one["gse_1"].map(dict(enumerate(WORDS, 1))))
    turned = {word: 4 - k for k, word in enumerate(WORDS)}
    assert totals(words, {"gse_1": turned}) == SUMS


@pytest.mark.parametrize(
    ("codes", "code", "told"),
    [
        (None, "RE-Q08", "codes="),
        ({"Hardly true": 2}, "RE-Q08", "codes="),
        ({}, "RE-Q10", "no table"),
        ([1, 2], "RE-Q10", "no table"),
        ({"Hardly true": "2"}, "RE-Q10", "words and their numbers"),
        ({"Hardly true": float("nan")}, "RE-Q10", "words and their numbers"),
        ({"hardly true": 1, "Hardly  True": 2}, "RE-Q10", "two numbers"),
        ({"gse_1": CODES, "Hardly true": 2}, "RE-Q10", "mixes"),
        ({"gse_11": CODES}, "RE-Q10", "gse_1"),
    ],
)
def test_words_nobody_coded_are_refused(codes: Any, code: str, told: str) -> None:
    with pytest.raises(rv.SchemaError) as refused:
        totals(IN_WORDS, codes)
    assert refused.value.code == code
    assert told in str(refused.value)
    assert "Moderately" not in str(refused.value)


FILE = """
name = "Check-in"
title = "Check-in"
version = "1"
construct = "connectedness"
better = "higher"
items = 2
[formats.agree]
minimum = 1
maximum = 3
labels = ["disagree", "neither", "agree"]
meaning = "1 disagree to 3 agree"
[scales.total]
combine = "sum"
minimum = 2
maximum = 6
most_missing = {value = 0, standing = "house"}
"""


def test_a_file_of_your_own_may_hold_the_words(tmp_path: Path) -> None:
    path = tmp_path / "check_in.toml"
    path.write_text(FILE, encoding="utf-8")
    data = pd.DataFrame({"q1": ["Agree", "neither", "DISAGREE"], "q2": ["neither", "agree", "2"]})
    assert totals(data, None, path) == [5, 5, 3]
    found = rv.reliability(data, instrument=path).tidy()
    assert found["n"].max() == 3
    for bad in ('["no", "yes"]', '["a", "A ", "b"]', '["a", "", "b"]', '["a", 2, "b"]'):
        path.write_text(FILE.replace('["disagree", "neither", "agree"]', bad), encoding="utf-8")
        with pytest.raises(rv.SchemaError, match="'labels' in"):
            totals(data, None, path)


def test_the_page_tells_what_the_package_does() -> None:
    page = (ROOT / "docs" / "how-to" / "answers_in_words.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    *before, last = [line for line in code.splitlines() if not line.startswith("#")]
    held: dict[str, Any] = {}
    exec("\n".join(before), held)  # noqa: S102  our own page
    assert f"# {eval(last, held)}" in code  # noqa: S307  our own page
