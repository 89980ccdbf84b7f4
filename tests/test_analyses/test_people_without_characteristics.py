"""A roster of nothing but dates: the report leaves out who was served, and says nothing false."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.analyses.people_served import described, people_served
from recoveryeval.errors import CohortError


def _people(**more: list[object]) -> rv.Cohort:
    """Return three people of whom little is known."""
    ids = ["1", "2", "3"]
    person = pd.DataFrame({"person_id": ids, **more})
    episode = pd.DataFrame({"episode_id": ids, "person_id": ids, "anchor": ["2025-01-06"] * 3})
    return rv.cohort(rv.program({"person": person, "episode": episode}, extract_date="2025-12-31"))


def test_nothing_to_describe_is_refused_in_words() -> None:
    cohort = _people()
    assert described(cohort.people) == []
    with pytest.raises(CohortError, match="RE-A08"):
        people_served(cohort)


def test_gender_is_described_where_it_is_recorded() -> None:
    cohort = _people(gender=["woman", "man", "woman"])
    assert described(cohort.people) == ["gender"]
    rows = people_served(cohort).tidy()
    assert rows.loc[rows["level"].str.casefold() == "woman", "n"].tolist() == [2]
