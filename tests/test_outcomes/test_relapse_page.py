"""The five people of the explanation are answered as the page says."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from paths import ROOT
from reference_page import reference_page

import recoveryeval as rv

PAGE = (ROOT / "docs" / "explanation" / "returning.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-E]) \| `(.+?)` \|(.*)\|$", PAGE, re.MULTILINE)
COLUMNS = [
    {"definition": "ctn0094"},
    {"definition": "lee_2016"},
    {"definition": "mokri_2016"},
    {"definition": "ctn0094", "missing": "unknown"},
]


@pytest.mark.parametrize("column", range(4))
def test_the_page_tells_what_relapse_finds(column: int) -> None:
    assert [who for who, *_ in ROWS] == list("ABCDE")
    tests = rv.weekly_results(pd.DataFrame({"w": [text for _, text, _ in ROWS]}), pattern="w")
    found = rv.relapse(tests, **COLUMNS[column]).data
    page = [cells.split("|")[column].split() for *_, cells in ROWS]
    assert found["time"].tolist() == [float(cell[0]) for cell in page]
    assert found["event"].tolist() == [cell[1:] != ["censored"] for cell in page]
    assert f"weeks = {[text for _, text, _ in ROWS]}".replace("'", '"') in PAGE


def test_the_reference_page_lists_every_definition() -> None:
    page = reference_page("definition_page", "definitions_page")
    listed = rv.definitions()
    assert listed["id"].is_unique
    assert len(listed) > 40
    assert all(f"`{name}`" in page for name in listed["id"])
    assert set(listed["standing"]) <= {"read", "unverified", "house"}
    relapse = rv.definitions("relapse")
    assert (relapse["citation"] != "").sum() >= 10
    counts_as_use = relapse["parameters"].str.contains("missing = use;")
    assert relapse.loc[counts_as_use, "parameters"].str.contains("observed_only = ").all()
