"""National outcomes from states, events, panels, scores and retention; groups, and the lost."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from national_study import counts, people, shares, verdicts
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError

THEN = "people with an answer then"


def spells(*rows: tuple[str, str, int, int | None], domain: str = "housing") -> pd.DataFrame:
    """Return spells told by person, value, first day and day of the end."""
    frame = pd.DataFrame(rows, columns=["person_id", "value", "start", "end"])
    return frame.assign(domain=domain, **{c: [day(v) for v in frame[c]] for c in ("start", "end")})


def test_words_that_mean_neither_yes_nor_no_are_not_known() -> None:
    state = spells(
        ("A", "Housed", 0, None),
        ("B", "shelter", 0, None),
        ("C", "with an aunt", 0, None),
        ("D", "housed", 0, 180),  # the day of the end is no longer housed
        ("E", "shelter", 0, None),
        ("E", "rents", 100, None),  # the one that began last holds
    )
    found = rv.national_outcomes(people("ABCDE", state=state))
    assert shares(found, "Housed")["before", THEN] == (0.5, 4)
    assert shares(found, "Housed")["after", THEN] == (round(2 / 3, 6), 3)
    assert shares(found, "Housed")["after", "all intakes"] == (0.4, 5)
    assert verdicts(found)["housing_unsorted"] == "concern"


def test_work_or_education_is_enough() -> None:
    state = pd.concat([
        spells(("A", "unemployed", 0, None), ("B", "employed", 0, None), ("C", "retired", 0, None),
               ("D", "unemployed", 0, None), domain="employment"),
        spells(("A", "enrolled", 0, None), ("C", "not enrolled", 0, None), domain="education"),
    ])  # fmt: skip
    found = rv.national_outcomes(people("ABCD", state=state))
    # Of D's education nothing is known, so that it is not known whether D is in work or education.
    assert shares(found, "Working or in education")["before", THEN] == (round(2 / 3, 6), 3)


def arrested(*rows: tuple[str, int]) -> list[dict[str, Any]]:
    """Return arrests told by person and day."""
    return [{"person_id": who, "type": "arrest", "start": at} for who, at in rows]


def test_no_arrest_recorded_before_intake_is_not_no_arrest() -> None:
    after = arrested(("A", 151), ("B", 150), ("C", 300))
    found = rv.national_outcomes(people("ABCD", events=after))
    crime = "Not arrested (past 30 days)"
    # Day 151 is the first of the 30 days up to day 180.
    assert shares(found, crime)["after", THEN] == (0.75, 4)
    rows = found.tidy().query("outcome == @crime and level == 'before'")
    assert rows["reason"].tolist() == ["not observed before time zero: none recorded is not none"]
    assert verdicts(found)["crime_no_first"] == "concern"
    earlier = rv.national_outcomes(people("ABCD", events=[*after, *arrested(("D", -10))]))
    assert shares(earlier, crime)["before", THEN] == (0.75, 4)
    assert shares(earlier, crime)["change", "people with both answers"] == (0.0, 4)


def test_panel_weeks_count_whole_and_one_with_use_decides() -> None:
    weeks = [
        *[("A", p, "neg") for p in (0, 22, 23, 24, 25)],
        *[("B", p, v) for p, v in ((0, "pos"), (22, "neg"), (23, "pos"), (24, None), (25, "neg"))],
        *[("C", p, v) for p, v in ((0, "neg"), (22, "neg"), (23, "neg"), (24, None), (25, "neg"))],
    ]
    panel = pd.DataFrame(weeks, columns=["person_id", "period", "value"]).assign(
        unit="week", substance="opioids", source="urine"
    )
    own = {"abstinence": {"source": "panel", "within_days": 28, "label": "Abstinent"}}
    found = rv.national_outcomes(people("ABC", panel=panel), domains=own)
    assert shares(found, "Abstinent")["before", THEN] == (round(2 / 3, 6), 3)
    assert shares(found, "Abstinent")["after", THEN] == (0.5, 2)


def test_scores_and_retention_answer_too() -> None:
    program, _ = rv.synthetic_program(200, rng=5)
    cohort = rv.cohort(program)
    barc = {"source": "scale", "instrument": "BARC-10", "at_least": 47, "most_missing": 1}
    own = {"recovery": barc}
    found = rv.national_outcomes(cohort, domains=own)
    scores = rv.scale(cohort, "BARC-10", waves=[0, 180], window_days=(30, 60), most_missing=1).data
    due = counts(found, "Recovery")["second time due"]
    seen = shares(found, "Recovery")["after", THEN]
    # An answer counts where the whole window is over, lest only the early ones be seen.
    anchor = cohort.people.set_index("person_id")["anchor"]
    closed = anchor[(pd.Timestamp(program.extract_date) - anchor).dt.days >= 240].index
    late = scores[(scores["wave"].astype(str) == "180") & scores["value"].notna()]
    late = late[late["person"].isin(closed)]
    assert seen == (round((late["value"] >= 47).mean(), 6), len(late))
    stay = rv.retention(cohort, day=180).data
    inside = shares(found, "Still in the program")["after", THEN]
    assert due == len(closed)
    assert due >= inside[1] > 0
    assert inside[0] == pytest.approx(stay["value"].mean(), abs=0.05)


def test_groups_are_those_known_at_time_zero() -> None:
    state = spells(*[(w, "housed" if w in "AB" else "shelter", 0, None) for w in "ABCD"])
    made = plain_program({w: {"site": "x" if w in "AC" else None} for w in "ABCD"}, state=state)
    rows = rv.national_outcomes(rv.cohort(made), by="site").tidy()
    own = rows[(rows["outcome"] == "Housed") & (rows["term"] == "of all intakes")]
    assert list(dict.fromkeys(own["group"])) == ["Everyone", "x", "not recorded"]
    assert own["denominator"].tolist() == [4, 4, 2, 2, 2, 2]
    with pytest.raises(CohortError, match="after time zero"):
        rv.national_outcomes(rv.cohort(made), by="end_reason")


def test_who_was_lost_is_set_beside_who_was_followed() -> None:
    who = [f"p{i}" for i in range(40)]
    ends = {w: 90 if i < 20 else None for i, w in enumerate(who)}
    state = spells(*[(w, "housed" if i < 15 else "shelter", 0, ends[w]) for i, w in enumerate(who)])
    people_of = {w: {"site": "far" if i < 20 else "near"} for i, w in enumerate(who)}
    found = rv.national_outcomes(rv.cohort(plain_program(people_of, state=state)))
    rows = found.tidy()
    lost = rows[rows["contrast"] == "lost - followed"]
    assert set(lost["term"]) == {"site", "answer before"}
    assert lost.loc[lost["term"] == "site", "status"].tolist() == ["not_estimable"] * 2
    assert lost.loc[lost["term"] == "answer before", "estimate"].iloc[0] == pytest.approx(2.4494897)
    assert verdicts(found)["lost_differ"] == "concern"


def test_estimates_on_a_large_program_converge_to_its_truth() -> None:
    program, truth = rv.synthetic_program(2000, rng=11)
    rows = rv.national_outcomes(rv.cohort(program, arm="arm"), by="arm").tidy()
    rows = rows[(rows["level"] == "after") & (rows["term"] == "of people with an answer then")]
    for outcome, domain in (("Housed", "housing"), ("Working or in education", "employment")):
        own = rows[rows["outcome"] == outcome].set_index("group")
        for arm in ("coaching", "usual care"):
            value = truth.get(estimand="probability", outcome=domain, group=arm, time=180)
            low, high = own.loc[arm, ["conf_low", "conf_high"]]
            reach = (high - low) / 2
            assert own.loc[arm, "estimate"] == pytest.approx(value, abs=2 * reach)
            assert reach < 0.05
