"""The cascade of the explanation is the cascade of the tests."""

from __future__ import annotations

import re

import pandas as pd
from paths import ROOT
from plain_program import day, plain_program

import recoveryeval as rv

PAGE = (ROOT / "docs" / "explanation" / "engagement.md").read_text(encoding="utf-8")
STEPS = ["outreach_contact", "assessed", "waiting_list", "started_medication", "retained"]


def rows(start: str) -> list[list[str]]:
    """Return the cells of the rows of the table with that heading."""
    body = PAGE[PAGE.index(start) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def dated(page: list[list[str]], place: int, column: str = "date", **more: object) -> pd.DataFrame:
    """Return a row for each person with a day in that cell."""
    found = [(r[0], re.findall(r"-?\d+", r[place])) for r in page]
    days = [(who, day(int(told[0]))) for who, told in found if told]
    return pd.DataFrame(days, columns=["person_id", column]).assign(**more)


def test_the_page_tells_what_the_cascade_finds() -> None:
    page = rows("| person | outreach |")
    died = {r[0]: int(r[6].split()[-1]) for r in page if r[6].startswith("died")}
    moved = {r[0]: int(r[6].split()[-1]) for r in page if r[6].startswith("transferred")}
    program = plain_program(
        {r[0]: {"end": moved.get(r[0]), "end_reason": "transfer" if r[0] in moved else None}
         for r in page},
        extract=day(200),
        events=[{"person_id": who, "type": "death", "start": d} for who, d in died.items()],
        contact=pd.concat([
            dated(page, 1, service="outreach", status="completed"),
            dated(page, 5, service="peer", status="completed"),
        ]),
        assessment=dated(page, 2, status="complete", instrument="GSE").assign(
            assessment_id=lambda f: f["person_id"]
        ),
        referral=dated(page, 3, "waitlist_start").assign(referral_id=lambda f: f["person_id"]),
        drug=dated(page, 4, product="methadone"),
    )  # fmt: skip
    found = rv.cascade(rv.cohort(program), STEPS).tidy()
    shares = found[found["estimand"].str.startswith("share")]
    told = {(r.term, r.estimand): f"{r.n:g}/{r.denominator:g}" for r in shares.itertuples()}
    for step, people, before, everyone in rows("| step | people |")[1:]:
        assert told[(step, "share of the previous step")] == before
        assert told[(step, "share of all at the start")] == everyone
        assert everyone.startswith(f"{people}/")
    median = found[(found["term"] == "assessed") & (found["level"] == "median")]
    assert median["estimate"].tolist() == [15.5]
    assert "15.5 days" in PAGE
