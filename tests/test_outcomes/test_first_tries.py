"""What somebody new would try first: numbers of numpy, wrong words, programs that lack a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError
from recoveryeval.outcomes.agreement import agree

WHO = ["01", "02", "03"]
BARE = {
    "person": pd.DataFrame({"person_id": WHO}),
    "episode": pd.DataFrame({"episode_id": WHO, "person_id": WHO, "anchor": "2025-01-01"}),
}


@pytest.fixture(scope="module")
def people() -> rv.Cohort:
    tables = ["contact", "event", "panel", "goal", "state", "assessment"]
    return rv.cohort(rv.synthetic_program(60, rng=4, tables=tables).program, arm="arm")


@pytest.fixture(scope="module")
def bare() -> rv.Cohort:
    return rv.cohort(rv.program(BARE, extract_date="2025-12-31"))


def refused(tried, **words: str) -> None:
    """Hold that an error of ours says these words."""
    with pytest.raises(RecoveryEvalError) as raised:
        tried()
    for where, word in words.items():
        assert word in str(getattr(raised.value, where)), (where, str(raised.value))


def test_numbers_of_numpy_are_numbers(people: rv.Cohort) -> None:
    ours = rv.engagement(people, window_days=30).data["count"]
    assert rv.engagement(people, window_days=np.int64(30)).data["count"].equals(ours)
    seen = rv.engagement(people, definition="active", at_days=np.array([30, 60]))
    assert set(seen.data["wave"]) == {"day 30", "day 60"}
    days = rv.states(people, "housing", values="housed", day=np.array([30, 60]))
    assert days.data["wave"].nunique() == 2


@pytest.mark.parametrize(
    "verb",
    [
        rv.engagement,
        rv.retention,
        rv.relapse,
        rv.weekly_results,
        rv.readmission,
        rv.utilization,
        rv.follow_up_after,
        rv.goals,
        rv.dose_over_time,
        rv.followup_rate,
        lambda c: rv.states(c, "housing", values="housed"),
        lambda c: rv.relapse(c, definition="first_use"),
        lambda c: rv.relapse(c, definition="interview_use"),
    ],
)
def test_a_program_without_the_table_is_refused_and_told_which(verb, bare: rv.Cohort) -> None:
    with pytest.raises(RecoveryEvalError) as raised:
        verb(bare)
    assert raised.value.do


def test_words_that_do_not_exist_are_told_with_the_nearest(people: rv.Cohort) -> None:
    refused(lambda: rv.states(people, "house"), do="'housing'")
    refused(lambda: rv.dose_over_time(people, measure="contact"), do="'contacts'")  # type: ignore[arg-type]
    refused(lambda: rv.relapse(people, missing="used"), what="missing", do="'use'")  # type: ignore[arg-type]
    refused(lambda: rv.goals(people, self_defined="yes"), what="self_defined")  # type: ignore[arg-type]
    refused(lambda: rv.relapse(people, weeks=0), what="weeks")
    refused(lambda: rv.retention(people, exits="death"), do="exits=")  # type: ignore[arg-type]
    refused(lambda: rv.before_after(people), do="mirrored")  # type: ignore[arg-type]
    refused(lambda: rv.weekly_results(people.program), do="cohort(program")


def test_a_model_that_is_none_is_refused(people: rv.Cohort) -> None:
    names = ["relapse.lee_2016"]
    refused(lambda: rv.across(names, people, model="km"), do="lambda")  # type: ignore[arg-type]
    refused(lambda: rv.across(names, people, model=lambda o: o.data), do="Return")  # type: ignore[arg-type,return-value]


def test_follow_up_is_compared_by_the_name_of_its_definitions(people: rv.Cohort) -> None:
    seen = rv.across(
        ["follow_up.fua_7", "follow_up.fua_30"], people, model=lambda o: rv.risk(o, "arm")
    )
    assert seen.tidy()["outcome"].nunique() == 2


def test_codes_that_no_contact_has_are_told(people: rv.Cohort) -> None:
    seen = rv.follow_up_after(people, definition="fua_30", codes=["Z99"])
    assert not seen.data["value"].any()
    assert "no_contact_has_the_codes" in {c.id for c in seen.check_rows}


def test_a_kind_of_event_that_nobody_has_is_told(people: rv.Cohort) -> None:
    none = rv.utilization(people, events="child_removal")
    assert "no_such_event_recorded" in {c.id for c in none.check_rows}
    some = rv.utilization(people, definition="emergency")
    assert "no_such_event_recorded" not in {c.id for c in some.check_rows}


def test_one_ground_for_exclusion_may_be_a_word(people: rv.Cohort) -> None:
    one = rv.readmission(people, exclude="died")  # type: ignore[arg-type]
    assert one.data.equals(rv.readmission(people, exclude=["died"]).data)


def test_an_outcome_without_rows_says_why_in_words(people: rv.Cohort) -> None:
    refused(
        lambda: rv.engagement(people, definition="active", at_days=9999),
        do="not observed to day 9999 (60)",
    )


def test_counts_agree_with_their_words() -> None:
    assert agree(1, "stay", "have no discharge") == "1 stay has no discharge"
    assert agree(2, "stay", "have no discharge") == "2 stays have no discharge"
    assert agree(1, "person", "died") == "1 person died"
    assert agree(1200, "person", "lose coverage") == "1,200 people lose coverage"


def test_a_sentence_tells_the_window_that_was_used(people: rv.Cohort) -> None:
    month = rv.engagement(people, window_days=30).definition.sentence
    assert "in the first 30 days from time zero" in month
    assert "0 days: to the end" not in month
    whole = rv.engagement(people, window_days=0).definition.sentence
    assert "from time zero to the end of observation" in whole
    assert "first 0 days" not in whole
