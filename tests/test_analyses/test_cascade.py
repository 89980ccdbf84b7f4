"""The cascade of five people by hand, of one without an enrollment, and what is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.analyses.cascade import cascade
from recoveryeval.analyses.cascade_step import cascade_step
from recoveryeval.errors import CohortError, OutcomeError

STEPS = ["outreach_contact", "assessed", "waiting_list", "started_medication", "retained"]
OUTREACH = {"A": -5, "B": -2, "C": 1, "D": -1, "F": 0}
ASSESSED = {"A": 3, "B": 10, "C": 20, "E": 5, "F": 7}
PREVIOUS, ALL = "share of the previous step", "share of all at the start"


def table(days: dict[str, int], column: str = "date", **more: object) -> pd.DataFrame:
    """Return a row per person on a day."""
    frame = pd.DataFrame({"person_id": [*days], column: [day(d) for d in days.values()]})
    return frame.assign(**more)


@cache
def people() -> rv.Cohort:
    """Return the five people as they are."""
    return people_with()


def people_with(**tables: pd.DataFrame) -> rv.Cohort:
    """Return the five people of docs/explanation/engagement.md; F has records, no enrollment."""
    told = {"A": {}, "B": {"end": 60, "end_reason": "transfer"}, "C": {}, "D": {}, "E": {}}
    contact = pd.concat(
        [
            table(OUTREACH, service="outreach", status="completed"),
            table({"A": 105}, service="peer", status="completed"),
        ]
    )
    made = {
        "contact": contact,
        "assessment": table(ASSESSED, status="complete", instrument="GSE").assign(
            assessment_id=list("abcde")
        ),
        "referral": table({"A": 4}, "waitlist_start", referral_id="r"),
        "drug": table({"A": 10, "B": 10}, product="methadone"),
    }
    program = plain_program(
        told,
        extract=day(200),
        events=[{"person_id": "C", "type": "death", "start": 50}],
        **(made | tables),
    )
    return rv.cohort(program)


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


def test_groups_stand_side_by_side() -> None:
    found = cascade(people(), STEPS, by="end_reason")
    rows = found.tidy()
    assert set(rows["group"]) == {"not recorded", "transfer"}
    start = rows[rows["term"] == "at the start"].set_index("group")["n"]
    assert start.to_dict() == {"not recorded": 4, "transfer": 1}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: cascade(people(), ["assessed"]), "two steps"),
        (lambda: cascade(people(), "assessed"), "two steps"),
        (lambda: cascade(people(), ["assessed", "asessed"]), "nearest valid name is 'assessed'"),
        (lambda: cascade(people(), ["assessed", "assessed"]), "same name"),
        (lambda: cascade(people(), STEPS, by="sit"), "no column"),
        (lambda: cascade(people(), STEPS, horizon_days=0), "horizon_days"),
        (lambda: cascade(people(), STEPS, order="none"), "order"),
        (lambda: cascade(people().program, STEPS), "cohort"),
        (lambda: cascade_step(" ", table="drug"), "no name"),
        (lambda: cascade_step("x", table="drugs"), "nearest valid name is 'drug'"),
        (lambda: cascade_step("x", table="drug", date="dat"), "nearest valid name is 'date'"),
        (lambda: cascade_step("x", table="drug", from_days=9, to_days=3), "earliest"),
        (lambda: cascade_step("x", table="drug", from_days=-1), "whole numbers"),
    ],
)
def test_what_is_not_allowed_is_refused(call, says: str) -> None:
    with pytest.raises(OutcomeError, match=says):
        call()


def test_a_condition_outside_the_grammar_is_refused() -> None:
    with pytest.raises(CohortError, match="RE-K02"):
        cascade_step("x", table="drug", where="product ==")
