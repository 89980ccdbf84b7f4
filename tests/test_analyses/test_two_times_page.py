"""What the page on two times tells by hand is what the verbs find."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from national_study import counts, shares
from paths import ROOT
from plain_program import day, plain_program

import recoveryeval as rv

PAGE = (ROOT / "docs" / "explanation" / "two_times.md").read_text(encoding="utf-8")
DIED = [{"person_id": "E", "type": "death", "start": 90}]


def rows(start: str) -> list[list[str]]:
    """Return the cells of the rows of the table with that heading."""
    body = PAGE[PAGE.index(start) :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def five(extract: int) -> rv.Cohort:
    """Return the five people of the page."""
    spells = []
    for who, first, second in rows("| person | housed at intake"):
        word = {"yes": "housed", "no": "shelter"}
        gone = second not in word
        end = {"E": 90, "D": 100}.get(who, 60)
        spells.append((who, word[first], 0, end if gone or first != second else None))
        if not gone and first != second:
            spells.append((who, word[second], 60, None))
    frame = pd.DataFrame(spells, columns=["person_id", "value", "start", "end"])
    frame = frame.assign(**{c: [day(v) for v in frame[c]] for c in ("start", "end")})
    made = plain_program(
        {w: {} for w in "ABCDE"}, extract=day(extract), events=DIED,
        state=frame.assign(domain="housing"),
    )  # fmt: skip
    return rv.cohort(made)


def test_both_denominators_are_those_of_the_page() -> None:
    found = rv.national_outcomes(five(300))
    told = shares(found, "Housed")
    for words, before, after in rows("| denominator |"):
        term = words.removeprefix("of ")
        for level, share in (("before", before), ("after", after)):
            of = Fraction(share)
            assert told[level, term][0] == pytest.approx(float(of), abs=1e-6)
            assert told[level, term][1] == int(share.split("/")[1])
    assert told["change", "people with both answers"] == (pytest.approx(1 / 3, abs=1e-6), 3)
    last = found.tidy().query(
        "level == 'after' and term == 'of all intakes' and outcome == 'Housed'"
    )
    assert last["bound_high"].iloc[0] == pytest.approx(3 / 5)
    assert counts(found, "Housed")["died before the second time"] == 1


def test_harms_are_those_of_the_page() -> None:
    found = rv.harms(five(180), events=["death", "overdose"]).tidy()
    exact = found[(found["estimand"] == "rate") & (found["term"] == "exact")].set_index("outcome")
    assert exact.loc["Death", "denominator"] == pytest.approx(810 / 365.25)
    assert exact.loc["Death", "estimate"].round() == 45
    assert exact.loc["Death", ["conf_low", "conf_high"]].astype(float).round(1).tolist() == [
        1.1,
        251.2,
    ]
    assert exact.loc["Overdose", "conf_high"].round() == 166
    assert "45 per\n100 person-years, with exact limits from 1.1 to 251" in PAGE
    assert "at most 166" in PAGE


def test_custody_comes_back_from_release() -> None:
    state = pd.DataFrame(
        [("A", 10, 30), ("A", 90, 100), ("B", 5, 20), ("C", 50, None)],
        columns=["person_id", "start", "end"],
    )
    state = state.assign(**{c: [day(v) for v in state[c]] for c in ("start", "end")})
    made = plain_program(
        {w: {} for w in "ABCDE"}, extract=day(200),
        state=state.assign(domain="custody", value="jail"),
    )  # fmt: skip
    back = rv.states(rv.cohort(made), "custody", measure="return")
    told = {r.person: (r.time, bool(r.event)) for r in back.data.itertuples()}
    # A is back 60 days after release, B free for 180 days; C is still inside, D and E never were.
    assert told == {"A": (60, True), "B": (180, False)}
    assert back.origin.startswith("the first end of the state")
