"""What a file may say beyond items: points, classes, license, cautions, facts of one scale."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.instruments.list_instruments import every_fact

OWN = """
name = "Own"
title = "Own scale"
version = "1"
construct = "hope"
better = "higher"
items = 3
caution = "Ask in private."
[license]
kind = "paid"
value = "A fee per person"
source = "shop"
[formats.answers]
minimum = 1
maximum = 5
points = [1, 1, 2, 3, 3]
reversed = [3]
meaning = "five answers"
[scales.total]
combine = "sum"
reversed = [2]
minimum = 3
maximum = 9
most_missing = {value = 1, standing = "house"}
[scales.part]
items = [1, 2]
combine = "sum"
minimum = 2
maximum = 6
most_missing = {value = 0, standing = "house"}
facts.reliability = {value = 0.7, source = "shop", standing = "read"}
[bands.total]
starts = [5, 8]
labels = ["low", "middle", "high"]
source = "shop"
[facts]
reliability = {value = 0.9, source = "shop", standing = "read"}
scoring = {value = "recalled", source = "shop"}
[sources]
shop = "shop.org"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def forms(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a1", "a2", "a3"], dtype="float64")


def test_points_are_counted_after_storage_and_before_wording(own: Path) -> None:
    """4 counts 3; 5 counts 3, turned by its wording 1; 1 stored upside down is 5, counting 3."""
    scores = rv.score_items(forms([4, 5, 1]), own)
    assert scores.table["value"].tolist() == [3 + 1 + 3, 6]


def test_published_classes_of_a_score(own: Path) -> None:
    """A class begins with its lowest score; an absent score has none."""
    made = rv.score_items(forms([1, 5, 5], [2, 3, 3], [4, 1, 1], [9, 9, 9]), own).bands()
    assert made["value"].tolist()[:3] == [3, 5, 9]
    assert made["band"].astype("string").tolist()[:3] == ["low", "middle", "high"]
    assert made["band"].isna().tolist() == [False, False, False, True]
    with pytest.raises(rv.SchemaError, match="classes") as told:
        rv.score_items(forms([1, 2, 3]).rename(columns=str.upper), "UCLA-3").bands()
    assert told.value.code == "RE-Q18"


def test_terms_and_recalled_rules_are_told_with_every_score(own: Path) -> None:
    checks = rv.score_items(forms([4, 5, 1]), own).checks().set_index("id")["meaning"]
    assert checks["license_paid"].endswith("A fee per person (shop.org).")
    assert checks["instrument_caution"] == "Ask in private."
    assert "items and range" in checks["scoring_unverified"]


def test_the_license_of_a_paid_form_is_stated() -> None:
    form = pd.DataFrame([[4, 3, 3, 4, 3, 3, 4, 4]], columns=[f"csq{k}" for k in range(1, 9)])
    checks = rv.score_items(form, "CSQ-8", response_format="by_value").checks().set_index("id")
    assert "fee for each use" in checks.loc["license_paid", "meaning"]
    assert "csqscales.com" in checks.loc["license_paid", "meaning"]


def test_figures_of_the_main_scale_never_stand_for_another(own: Path) -> None:
    tool = load_instrument(own)
    assert tool.facts_of("total")["reliability"].value == 0.9
    assert tool.facts_of("part")["reliability"].value == 0.7
    social = load_instrument("WHOQOL-BREF").facts_of("social")
    assert social["reliability"].value == 0.68
    assert "cut_off" not in social


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("points = [1, 1, 2, 3, 3]", "points = [1, 2, 3]", "points"),
        ("points = [1, 1, 2, 3, 3]", "whole = false\npoints = [1, 1, 2, 3, 3]", "points"),
        ("points = [1, 1, 2, 3, 3]", 'points = [1, 1, "2", 3, 3]', "no number"),
        ("starts = [5, 8]", "starts = [8, 5]", "divide"),
        ("starts = [5, 8]", "starts = [5, 80]", "divide"),
        ('["low", "middle", "high"]', '["low", "high"]', "divide"),
        ("[bands.total]", "[bands.totl]", "bands"),
        ('kind = "paid"', 'kind = "payed"', "nearest valid name is 'paid'"),
        ('value = "A fee per person"\n', "", "neither a value nor a reason"),
        ("caution =", "cautoin =", "nearest valid name is 'caution'"),
    ],
)
def test_a_wrong_file_is_refused(own: Path, old: str, new: str, word: str) -> None:
    assert OWN.count(old) == 1
    own.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(rv.SchemaError, match=word) as told:
        load_instrument(own)
    assert told.value.code == "RE-Q01"


def test_the_list_counts_every_fact_once() -> None:
    listed = rv.list_instruments().set_index("name")
    counted = listed[["read", "unverified", "house", "absent"]].sum(axis=1)
    for name in listed.index:
        assert counted[name] == len(list(every_fact(load_instrument(name))))
    assert listed.loc["BARC-10", "blank_items"] == "to be said"
    assert listed.loc["CSQ-8", "license"] == "paid"
    assert set(listed.loc[listed["subject"] == "coach"].index) == {"CBI", "Role-Clarity", "TIS-6"}
    assert rv.list_instruments("self-efficacy")["name"].tolist() == ["AASE", "BSCQ", "GSE"]
    with pytest.raises(rv.SchemaError, match="nearest valid name is 'hope'"):
        rv.list_instruments("hoppe")


def test_a_shipped_file_is_read_once() -> None:
    assert load_instrument("GSE") is load_instrument("gse")
