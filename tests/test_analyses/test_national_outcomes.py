"""National outcomes: both denominators by hand, what is not collected, and what cannot count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from national_study import CLEAN, WORKS, answers, counts, people, shares, verdicts
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError, OutcomeError

FIVE = answers(
    ("A", 0, {"job": 2, "school": 1}), ("A", 180, {"job": 1, "school": 1}),
    ("B", 2, {"job": 1, "school": 1}), ("B", 170, {"job": 1}),
    ("C", 0, {"job": 2, "school": 3}), ("C", 190, {"job": 2, "school": 1}),
    ("D", 0, {"job": 2, "school": 1}),
    ("E", 1, {"job": 1, "school": 1}),
)  # fmt: skip
DIED = [{"person_id": "E", "type": "death", "start": 90}]


def test_five_people_by_hand() -> None:
    found = rv.national_outcomes(people("ABCDE", **FIVE, events=DIED), domains={"work": WORKS})
    # A came to work, B works, C left school, D was lost, E died.
    assert shares(found, "Works") == {
        ("before", "people with both answers"): (round(2 / 3, 6), 3),
        ("before", "people with an answer then"): (0.6, 5),
        ("before", "all intakes"): (0.6, 5),
        ("after", "people with both answers"): (round(2 / 3, 6), 3),
        ("after", "people with an answer then"): (round(2 / 3, 6), 3),
        ("after", "all intakes"): (0.4, 5),
        ("change", "people with both answers"): (0.0, 3),
    }
    assert counts(found, "Works") == {
        "second time due": 5,
        "answered at both times": 3,
        "answered before only": 1,
        "died before the second time": 1,
    }
    rows = found.tidy()
    last = rows[(rows["level"] == "after") & (rows["term"] == "of all intakes")].iloc[0]
    # The one lost might have worked; the one who died did not.
    assert (last["bound_low"], last["bound_high"]) == (0.4, 0.6)
    assert last["reason"].startswith("1 of 5 without an answer count as no; 1 of 5 had died")


def test_the_change_of_the_matched_is_that_of_paired() -> None:
    rng = np.random.default_rng(3)
    rows = [
        (f"p{i}", when, {"job": int(rng.integers(1, 3)), "school": 1})
        for i in range(40)
        for when in (0, 180)
    ]
    tables = answers(*rows)
    cohort = rv.cohort(plain_program({f"p{i}": {} for i in range(40)}, **tables))
    found = rv.national_outcomes(cohort, domains={"work": WORKS}).tidy()
    wide = tables["assessment"].merge(tables["response"].query("item == 'job'"))
    frame = wide[["person_id"]].assign(works=wide["value"] == 1, wave=[0, 180] * 40)
    same = rv.paired(
        rv.binary(frame, value="works", person="person_id", wave="wave"), before=0, after=180
    ).tidy()
    change = found[found["estimand"] == "change in share"].iloc[0]
    twin = same[same["estimand"] == "change in share"].iloc[0]
    for column in ("estimate", "conf_low", "conf_high", "p_value"):
        assert change[column] == pytest.approx(twin[column], rel=1e-12)


def test_domains_not_collected_are_rows_that_say_so() -> None:
    found = rv.national_outcomes(people("ABCDE", **FIVE), domains={"work": WORKS}).tidy()
    absent = found[found["reason"] == "not collected"]
    assert set(absent["status"]) == {"not_estimable"}
    assert absent["estimate"].isna().all()
    assert {"Housed", "Socially connected", "Cost-effectiveness"} <= set(absent["outcome"])
    item = found[found["outcome"] == "Abstinent (past 30 days)"]
    assert item["reason"].tolist() == ["not collected: there is no item 'days_used'"]
    with pytest.raises(OutcomeError, match="None of the domains"):
        rv.national_outcomes(people("AB"))


def test_a_day_of_use_decides_where_other_items_are_missing() -> None:
    tables = answers(
        ("A", 0, {"alcohol": 0, "drugs": 0}), ("A", 180, {"alcohol": 3}),
        ("B", 0, {"alcohol": 0, "drugs": 0}), ("B", 180, {"alcohol": 0}),
        ("C", 0, {"alcohol": -9, "drugs": 0}), ("C", 180, {"alcohol": 0, "drugs": 0}),
    )  # fmt: skip
    found = rv.national_outcomes(people("ABC", **tables), domains={"clean": CLEAN})
    assert shares(found, "Abstinent")["before", "people with an answer then"] == (1.0, 2)
    assert shares(found, "Abstinent")["after", "people with an answer then"] == (0.5, 2)
    checks = verdicts(found)
    assert checks["clean_codes"] == "concern"  # RE-V01: -9 is no answer and no day of use
    assert checks["clean_partial"] == "concern"


def test_an_interview_outside_its_window_is_counted_and_not_used() -> None:  # RE-D21
    tables = answers(
        ("A", 0, {"job": 1, "school": 1}), ("A", 180, {"job": 1, "school": 1}),
        ("B", 0, {"job": 1, "school": 1}), ("B", 260, {"job": 1, "school": 1}),
        wave="month_6",
    )  # fmt: skip
    tables["assessment"]["wave"] = ["baseline", "month_6"] * 2
    found = rv.national_outcomes(people("AB", **tables), domains={"work": WORKS})
    assert shares(found, "Works")["after", "people with an answer then"] == (1.0, 1)
    assert verdicts(found)["work_out_of_window"] == "note"
    wider = rv.national_outcomes(people("AB", **tables), domains={"work": WORKS}, late=90)
    assert shares(wider, "Works")["after", "people with an answer then"] == (1.0, 2)


def test_people_whose_time_has_not_come_are_in_no_share() -> None:  # RE-D25
    made = plain_program({"A": {}, "B": {"anchor": "2025-09-01"}}, **answers(
        ("A", 0, {"job": 2, "school": 1}), ("A", 180, {"job": 1, "school": 1}),
        ("B", 250, {"job": 1, "school": 1}),
    ))  # fmt: skip
    found = rv.national_outcomes(rv.cohort(made), domains={"work": WORKS})
    assert shares(found, "Works")["before", "all intakes"] == (0.0, 1)
    assert counts(found, "Works")["second time not due yet"] == 1
    with pytest.raises(CohortError, match="Nobody's window"):
        rv.national_outcomes(rv.cohort(made), domains={"work": WORKS}, after=700)


def test_versions_of_a_form_are_never_pooled() -> None:
    tables = answers(*[(w, d, {"job": 1, "school": 1}) for w in "AB" for d in (0, 180)])
    tables["assessment"]["version"] = ["2022", "2023"] * 2
    with pytest.raises(OutcomeError, match="2 versions"):
        rv.national_outcomes(people("AB", **tables), domains={"work": WORKS})
    found = rv.national_outcomes(people("AB", **tables), domains={"work": WORKS}, version="2022")
    assert shares(found, "Works")["before", "people with an answer then"] == (1.0, 2)
    old = plain_program({w: {"anchor": "2022-01-01"} for w in "AB"}, **answers(
        *[(w, d - 1096, {"ArrestedDays": 0}) for w in "AB" for d in (1, 181)]
    ))  # fmt: skip
    gpra = rv.national_outcomes(rv.cohort(old), definition="gpra")
    assert verdicts(gpra)["crime_earlier_tool"] == "concern"


def test_gpra_reads_the_columns_that_have_a_route() -> None:
    item = {"AlcoholDays": 0, "AlcoholRoute": -1, "OpMedMethadoneDays": 30, "ArrestedDays": 0}
    used = {**item, "AlcoholDays": 2, "AlcoholRoute": 1, "TobaccoDays": 9, "TobaccoRoute": 3}
    tables = answers(
        ("A", 0, used | {"LivingWhere": 1}),
        ("A", 180, item | {"LivingWhere": 4, "LivingHoused": 7}),
        ("B", 0, item | {"LivingWhere": 4, "LivingHoused": 1}),
        ("B", 180, used | {"LivingWhere": 2}),
    )  # fmt: skip
    found = rv.national_outcomes(people("AB", **tables), definition="gpra")
    both = "people with both answers"
    assert shares(found, "Abstinent (past 30 days)")["before", both] == (0.5, 2)
    assert shares(found, "Abstinent (past 30 days)")["after", both] == (0.5, 2)
    assert shares(found, "Housed (own or rent)")["after", both] == (0.0, 2)
    assert shares(found, "Housed, or in a recovery residence")["after", both] == (0.5, 2)


@pytest.mark.parametrize(
    ("domain", "match"),
    [
        ({"source": "item"}, "does not exist.*'items'"),
        ({"source": "items", "any": {"a": [1]}, "al": {}}, "does not have.*'all'"),
        ({"source": "items"}, "lacks a key.*either all or any"),
        ({"source": "items", "any": {"job": 1}}, "no list"),
        ({"source": "event", "types": "arrest"}, "another type"),
        ({"source": "event", "types": ["arest"]}, "no event type of that name.*'arrest'"),
        ({"source": "state", "yes": {"house": ["own"]}, "no": {}}, "no state domain.*'housing'"),
    ],
)
def test_domains_are_checked(domain: dict[str, Any], match: str) -> None:
    tables = FIVE | {"event": pd.DataFrame(
        {"event_id": ["x"], "person_id": ["A"], "type": ["ed"], "start": [day(3)]})}  # fmt: skip
    with pytest.raises(OutcomeError, match=match):
        rv.national_outcomes(people("ABCDE", **tables), domains={"own": domain})
