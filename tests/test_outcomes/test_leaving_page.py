"""The ten people of the explanation are the ten people of the tests."""

from __future__ import annotations

import re

from paths import ROOT
from ten_people import BY_HAND, TEN, rows, ten

PAGE = (ROOT / "docs" / "explanation" / "leaving.md").read_text(encoding="utf-8")
STATES = {"left": True, "censored": False}
RECORDED = {"dropped out": "dropout", "completed": "completed"}


def told() -> dict[str, list[str]]:
    """Return the table of the page: the cells of each person's row."""
    found = re.findall(r"^\| ([A-J]) \|(.*)\|$", PAGE, re.MULTILINE)
    return {who: [cell.strip() for cell in cells.split("|")] for who, cells in found}


def test_the_page_tells_what_retention_finds() -> None:
    page = {w: (float(c[2]), STATES[c[3]], c[4]) for w, c in told().items()}
    assert page == BY_HAND == rows(ten())


def test_the_page_tells_the_same_contacts_and_ends() -> None:
    for who, cells in told().items():
        ends, days = TEN[who]
        assert [int(d) for d in re.findall(r"\d+", cells[0])] == days
        if ends:
            word, day = re.fullmatch(r"(.+) on day (\d+)", cells[1]).groups()
            assert ends == {"end": int(day), "end_reason": RECORDED[word]}
    assert told()["J"][1] == "died on day 50"
