"""The five people of the explanation are the five people of the tests."""

from __future__ import annotations

import re

from five_engaged import BY_HAND, LOG, five, told
from paths import ROOT

from recoveryeval.outcomes.engagement import engagement

PAGE = (ROOT / "docs" / "explanation" / "engagement.md").read_text(encoding="utf-8")


def rows(start: str) -> list[list[str]]:
    """Return the cells of the rows of the table with that heading."""
    body = PAGE[PAGE.index(start) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def test_the_page_tells_the_same_log() -> None:
    page = [
        (who, int(day), service, status, minutes, needs.replace(", ", ";"))
        for who, day, service, status, minutes, needs in rows("| person | day |")
    ]
    log = [(who, *row) for who, contacts in LOG.items() for row in contacts]
    assert page == [tuple("" if v is None else str(v) if i == 4 else v for i, v in enumerate(row))
                    for row in log]  # fmt: skip


def test_the_page_tells_what_engagement_finds() -> None:
    page = rows("| definition | kind |")
    assert [row[0] for row in page] == [f"`{name}`" for name in BY_HAND]
    for name, kind, _, options, *answers in page:
        found = engagement(five(), definition=name.strip("`"), **_options(options))
        assert (found.kind, told(found)) == (kind, answers), name


def _options(cell: str) -> dict[str, object]:
    """Return the options that a row writes as code."""
    pairs = re.findall(r"`(\w+)=(\"?)(\w+)\"?`", cell)
    return {name: value if quoted else int(value) for name, quoted, value in pairs}
