"""The account of everyone who is not in a cohort."""

from __future__ import annotations

import pandas as pd
import pytest
from five_people import FIVE, steps
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_program import plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError
from recoveryeval.results.result import Result


def test_people_without_a_date_of_intake_are_counted_out() -> None:
    found = rv.cohort(plain_program({"01": {}, "02": {"anchor": "unknown"}}))
    assert [(s.reason, s.n, s.unknown) for s in found.steps] == [
        ("Date of intake unknown", 1, True)
    ]


def test_people_without_an_enrollment_are_counted_out() -> None:
    person = pd.DataFrame({"person_id": ["1", "2"]})
    episode = pd.DataFrame({"episode_id": ["a"], "person_id": ["1"], "anchor": ["2025-01-01"]})
    found = rv.cohort(rv.program({"person": person, "episode": episode}, extract_date="2025-12-31"))
    assert steps(found) == {"No enrollment recorded": 1}
    assert found.assessed == 2


def test_a_program_without_people_or_enrollments_makes_no_cohort() -> None:
    only = rv.program({"person": pd.DataFrame({"person_id": ["1"]})}, extract_date="2025-12-31")
    with pytest.raises(CohortError, match=r"RE-K10.*'episode'"):
        rv.cohort(only)


def test_when_nobody_is_left_the_counts_are_told_and_no_value() -> None:
    with pytest.raises(CohortError, match="RE-K14") as caught:
        rv.cohort(plain_program(FIVE), include="age > 90")
    assert "Not met: age > 90: 4; age unknown: 1" in str(caught.value)


def test_a_list_of_ids_is_not_repeated_anywhere() -> None:
    found = rv.cohort(plain_program(FIVE), include="not (person_id in ('01', '02'))")
    assert steps(found) == {"Not met: a list of ids": 2}
    flow = found.flow()
    assert "'01'" not in flow.to_json() + flow.methods() + flow.describe() + found._repr_html_()


def test_the_order_of_rows_changes_nothing() -> None:
    turned = dict(reversed(FIVE.items()))
    first, second = (
        rv.cohort(plain_program(people), include="age >= 18") for people in (FIVE, turned)
    )
    assert first.steps == second.steps
    assert set(first.people["person_id"]) == set(second.people["person_id"])


def test_the_flow_is_a_result_that_comes_back_from_json() -> None:
    flow = rv.cohort(plain_program(FIVE), include="age >= 18", arm="site").flow()
    again = Result.from_json(flow.to_json())
    pd.testing.assert_frame_equal(again.tidy(), flow.tidy(), check_dtype=False)
    assert flow.kind == "flow"
    assert flow.glance()["n"].tolist() == [3]
    assert "5 people in the records, 2 were left out" in flow.methods()


VALUES = st.fixed_dictionaries(
    {
        "birth_year": st.one_of(st.none(), st.integers(1950, 2015)),
        "sex": st.sampled_from(["male", "female", None]),
        "site": st.sampled_from(["A", "B", None]),
        "anchor": st.sampled_from(["2024-12-30", "2025-01-01", "2025-06-30", "2025-12-31"]),
        "end": st.one_of(st.none(), st.integers(400, 500)),
    }
)


@settings(max_examples=25)
@given(
    st.lists(VALUES, min_size=1, max_size=8),
    st.sampled_from(
        [None, "age >= 18", "sex == 'male' and site == 'A'", "site is missing or age < 40"]
    ),
    st.sampled_from([None, ("2025-01-01", "2025-06-30")]),
)
def test_people_assessed_are_people_left_out_plus_people_kept(
    people: list[dict], include: str | None, between: tuple | None
) -> None:
    program = plain_program({str(i): told for i, told in enumerate(people)}, extract="2026-12-31")
    try:
        found = rv.cohort(program, include=include, between=between)
    except CohortError as refused:
        if refused.code != "RE-K14":
            raise
        return
    flow = found.flow().tidy()
    counts = flow.groupby("estimand")["n"].sum()
    assert counts["assessed"] == len(people)
    assert counts["assessed"] == counts.get("left out", 0) + counts["in the analysis"]
    assert found.people["person_id"].is_unique
