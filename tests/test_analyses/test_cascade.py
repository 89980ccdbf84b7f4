"""The cascade of five people by hand, of one without an enrollment, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from five_in_cascade import ALL, PREVIOUS, STEPS, people, people_with, table
from plain_program import day

import recoveryeval as rv
from recoveryeval.analyses.cascade import cascade
from recoveryeval.analyses.cascade_step import cascade_step
from recoveryeval.errors import CohortError, OutcomeError


def counts(result: rv.Result, estimand: str) -> dict[str, tuple[int, int]]:
    """Return n and denominator by step."""
    rows = result.tidy()
    rows = rows[rows["estimand"] == estimand]
    return {r.term: (int(r.n), int(r.denominator)) for r in rows.itertuples()}


def ids(result: rv.Result) -> dict[str, float]:
    """Return the statistic of each check."""
    return {check.id: check.statistic for check in result.check_rows}


def test_by_hand() -> None:
    found = cascade(people(), STEPS)
    assert counts(found, ALL) == {
        "at the start": (5, 5),
        "outreach contact": (4, 5),
        "assessed": (3, 5),
        "waiting list (if any)": (1, 5),
        "started medication": (2, 5),
        "retained 90 days": (1, 5),
    }
    assert counts(found, PREVIOUS) == {
        "outreach contact": (4, 5),
        "assessed": (3, 4),
        "waiting list (if any)": (1, 3),
        "started medication": (2, 3),
        "retained 90 days": (1, 2),
    }
    told = ids(found)
    assert (told["people_without_enrollment"], told["step_out_of_order"]) == (1, 1)
    assert rv.Result.from_json(found.to_json()).to_json() == found.to_json()


def test_limits_are_wilsons() -> None:
    rows = cascade(people(), STEPS).tidy()
    row = rows[(rows["term"] == "assessed") & (rows["estimand"] == PREVIOUS)].iloc[0]
    # Wilson's limits of 3 in 4, worked out by hand from z = 1.959964.
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((0.3006418, 0.9544127), abs=1e-6)


def test_ways_out_and_times_by_hand() -> None:
    rows = cascade(people(), STEPS).tidy()
    out = rows[rows["estimand"] == "no further step"]
    assert {(r.term, r.cause): (r.n, r.denominator) for r in out.itertuples()} == {
        ("outreach contact", "still observed, not yet taken"): (1, 5),
        ("assessed", "still observed, not yet taken"): (1, 4),
        ("started medication", "death"): (1, 3),
        ("retained 90 days", "transferred elsewhere"): (1, 2),
    }
    days = rows[rows["estimand"] == "days from the previous step"].set_index(["term", "level"])
    # From outreach to assessment: 8, 12 and 19 days, and D waits for 201 days so far.
    assert days.loc[("assessed", "lower quartile"), "estimate"] == 10
    assert days.loc[("assessed", "median"), "estimate"] == 15.5
    # Death competes: two of three took medication, so the upper quartile is never reached.
    last = days.loc[("started medication", "upper quartile")]
    assert (last["status"], np.isnan(last["estimate"])) == ("flagged", True)
    assert days.loc[("started medication", "median"), ["n", "n_event", "n_censor"]].tolist() == [
        3, 2, 0,
    ]  # fmt: skip


def test_people_without_an_enrollment_may_be_included() -> None:
    found = cascade(people(), STEPS, without_episode="included")
    assert counts(found, ALL)["at the start"] == (6, 6)
    assert counts(found, ALL)["outreach contact"] == (5, 6)
    assert counts(found, ALL)["assessed"] == (4, 6)
    assert found.glance()["n"].tolist() == [6]


def test_steps_in_any_order_count_where_they_are() -> None:
    # E never had outreach; B's medication began before the assessment.
    drug = table({"A": 10, "B": 2}, product="methadone")
    steps = ["assessed", "started_medication"]
    strict, free = (cascade(people_with(drug=drug), steps, order=o) for o in ("after", "any"))
    assert counts(strict, ALL)["started medication"] == (1, 5)
    assert counts(free, ALL)["started medication"] == (2, 5)
    rows = free.tidy()
    soon = (rows["term"] == "started medication") & (rows["level"] == "lower quartile")
    # B after 0 days, A after 7, of four: a quarter is reached from day 0 to day 7.
    assert rows.loc[soon, "estimate"].tolist() == [3.5]


def test_a_step_after_the_end_counts_by_rule() -> None:
    drug = table({"A": 10, "B": 90}, product="methadone")
    steps = ["assessed", "started_medication"]
    assert counts(cascade(people_with(drug=drug), steps), ALL)["started medication"] == (1, 5)
    late = cascade(people_with(drug=drug), steps, after_end="counted")
    assert counts(late, ALL)["started medication"] == (2, 5)


def test_a_horizon_ends_the_way() -> None:
    found = cascade(people(), STEPS, horizon_days=9)
    assert counts(found, ALL)["assessed"] == (1, 5)
    assert "within 9 days" in found.labels["title"]


def test_a_step_of_ones_own() -> None:
    state = table({"A": 30, "C": 10}, "start", domain="housing", value="rents")
    housed = cascade_step("housed", table="state", date="start", where="value == 'rents'")
    found = cascade(people_with(state=state), ["enrolled", housed])
    assert counts(found, ALL)["housed"] == (2, 5)
    nobody = cascade_step("owns", table="state", date="start", where="value == 'owns'")
    assert "step_without_records" in ids(cascade(people_with(state=state), ["enrolled", nobody]))
    wrong = cascade_step("x", table="state", date="start", where="valu == 'rents'")
    with pytest.raises(OutcomeError, match=r"RE-O42.*nearest valid name is 'value'"):
        cascade(people_with(state=state), ["enrolled", wrong])


def test_groups_stand_side_by_side_if_known_at_time_zero() -> None:
    told = {"A": "north", "B": "north", "C": "north", "D": "south", "E": "south"}
    person = pd.DataFrame({"person_id": [*told]})
    episode = pd.DataFrame({"person_id": [*told], "episode_id": [*told], "anchor": day(0)})
    made = people().program.tables
    program = rv.program(
        {"person": person, "episode": episode.assign(site=[*told.values()])}
        | {name: made[name] for name in ("contact", "assessment", "drug")},
        extract_date=day(200),
    )
    found = cascade(rv.cohort(program), ["outreach_contact", "assessed"], by="site").tidy()
    counts = found[found["estimand"] == ALL].set_index(["group", "term"])["n"].to_dict()
    assert counts[("north", "assessed")] == 3
    assert counts[("south", "outreach contact")] == 1
    with pytest.raises(CohortError, match="immortal time"):
        cascade(people(), STEPS, by="end_reason")


def test_outreach_long_before_intake_belongs_to_an_earlier_time() -> None:
    contact = table({"A": -91, "B": -90}, service="outreach", status="completed")
    found = cascade(people_with(contact=contact), ["outreach_contact", "assessed"])
    assert counts(found, ALL)["outreach contact"] == (1, 5)
