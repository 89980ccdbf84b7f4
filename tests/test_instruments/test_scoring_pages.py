"""What the pages on scoring say holds, and their file works."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.instruments.instrument_file import instrument_names, load_instrument

CHECK_IN = ROOT / "docs" / "how-to" / "own_scale" / "check_in.toml"


def main_score(name: str, answers: list[float | None], **options: object) -> float:
    """Return the main score of one form."""
    columns = [f"i{k}" for k in range(1, len(answers) + 1)]
    frame = pd.DataFrame([answers], columns=columns, dtype="float64")
    return float(rv.score_items(frame, name, **options).table["value"].iloc[0])  # type: ignore[arg-type]


def test_satisfied_by_value_and_by_position() -> None:
    by_place = [1, 4, 1, 4, 4, 1, 1, 4]
    assert main_score("CSQ-8", [4] * 8, response_format="by_value") == 32
    assert main_score("CSQ-8", by_place, response_format="by_position") == 32
    others = np.isin(np.arange(1, 9), [2, 4, 5, 8])
    assert np.where(others, 5 - 4, 4).sum() == 20
    assert np.where(others, 5 - np.array(by_place), by_place).sum() == 8


def test_one_form_in_several_codes() -> None:
    codes = {"zero_to_four": 2, "one_to_five": 3, "one_to_five_all_first": 3}
    for code, answer in codes.items():
        assert main_score("K6", [answer] * 6, response_format=code) == 12
    cut_off = load_instrument("K6").facts["cut_off"].value
    assert isinstance(cut_off, float)
    assert 12 < cut_off <= 6 * 3


def test_sum_and_mean_times_four() -> None:
    form: list[float | None] = [3] * 26
    assert main_score("WHOQOL-BREF", form) == 12
    assert 4 * 3 * len(load_instrument("WHOQOL-BREF").scales["physical"].items) == 84


def test_both_rules_of_the_manual_for_blanks() -> None:
    form = [3.0] * 26
    blank = [None if k in (16, 17) else a for k, a in enumerate(form, start=1)]
    assert main_score("WHOQOL-BREF", blank) == 12
    strict = {"physical": 1, "psychological": 1}
    assert np.isnan(main_score("WHOQOL-BREF", blank, most_missing=strict))


def test_the_file_of_the_page_works() -> None:
    """Its worked form, stored both ways."""
    tool = load_instrument(CHECK_IN)
    (form,) = tool.worked
    frame = pd.DataFrame([form.answers], columns=[f"c{k}" for k in range(1, 6)])
    for stored, answers in (("one_to_five", frame), ("words", 6 - frame)):
        table = rv.score_items(answers, CHECK_IN, response_format=stored).table
        assert dict(zip(table["scale"], table["value"], strict=True)) == form.scores


def test_the_reference_page_says_where_every_fact_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every instrument has its entry, every fact its row, and what is not verified says so."""
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "_ext"))
    page = __import__("instrument_page")
    text = page.instruments_page()
    for name in instrument_names():
        assert f"\n## {name}\n" in text
    listed = rv.list_instruments()
    assert text.count("| **not verified** |") == int(listed["unverified"].sum())
    assert text.count("| **absent**: ") == int(listed["absent"].sum())
    sys.modules.pop("instrument_page")
