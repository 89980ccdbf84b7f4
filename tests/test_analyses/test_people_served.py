"""Who was served, counted by hand; free text and words outside vocabularies never shown."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.analyses.people_served import people_served
from recoveryeval.errors import CohortError


def people(**extra: list[object]) -> rv.Program:
    """Return a program of six people: ages 20, 30, 40, 50, 60 and one unknown."""
    born = [2005, 1995, 1985, 1975, 1965, None]
    person = pd.DataFrame(
        {
            "person_id": list("abcdef"),
            "birth_year": pd.array(born, dtype="Int64"),
            "sex": ["female", "female", "male", "unknown", None, "female"],
            **extra,
        }
    )
    episode = pd.DataFrame(
        {
            "episode_id": list("abcdef"),
            "person_id": list("abcdef"),
            "anchor": ["2025-03-01"] * 6,
            "arm": ["peer", "peer", "peer", "usual", "usual", "usual"],
        }
    )
    known = dict.fromkeys(["arm", *extra], "anchor")
    tables = {"person": person, "episode": episode}
    return rv.program(tables, extract_date="2025-12-31", known=known)


def rows(result: rv.Result, term: str, group: str = "Everyone") -> dict[str, tuple[float, float]]:
    """Return (estimate, n) of each level of one characteristic."""
    table = result.tidy()
    own = table[(table["term"] == term) & (table["group"] == group)]
    return {r["level"]: (r["estimate"], r["n"]) for r in own.to_dict("records")}


def test_counts_shares_and_quartiles_by_hand() -> None:
    found = people_served(rv.cohort(people(), arm="arm"))
    age = rows(found, "Age, years")
    assert [age[k] for k in ("lower quartile", "median", "upper quartile")] == [
        (30.0, 5),
        (40.0, 5),
        (50.0, 5),
    ]
    assert age["Not recorded"][1] == 1
    sex = rows(found, "Sex")
    assert sex["Female"] == (0.75, 3)
    assert sex["Male"] == (0.25, 1)
    assert sex["Not recorded"][1] == 2, "'unknown' is no answer"
    assert rows(found, "Sex", "usual")["Female"] == (1.0, 1)
    assert found.glance()["n"].tolist() == [6]


def test_answers_and_missing_ones_add_up_to_everyone() -> None:
    table = people_served(rv.cohort(people(), arm="arm")).tidy()
    counted = table[table["estimand"].isin(["share", "count"]) & (table["term"] == "Sex")]
    assert counted.groupby("group")["n"].sum().to_dict() == {"Everyone": 6, "peer": 3, "usual": 3}


def test_numbers_and_truth_values_read_as_such() -> None:
    extra = {"severity": [1, 2, 3, 4, 5, 6], "dual": [True, False, True, True, None, False]}
    found = people_served(rv.cohort(people(**extra)), columns=["severity", "dual"])
    assert rows(found, "Severity")["median"] == (3.5, 6)
    assert rows(found, "Dual")["Yes"] == (0.6, 3)


def test_free_text_and_unknown_columns_are_refused_without_a_value() -> None:
    notes = [f"Planted{n}" for n in range(6)]
    many = people(note=list(notes))
    with pytest.raises(CohortError, match="RE-K41") as caught:
        people_served(rv.cohort(many), columns=["note"])
    assert "Planted" not in str(caught.value)
    with pytest.raises(CohortError, match=r"RE-K40.*nearest valid name is 'note'"):
        people_served(rv.cohort(many), columns=["notes"])


def test_more_answers_than_a_table_shows_are_refused() -> None:
    number = range(20)
    ids = [f"p{n}" for n in number]
    person = pd.DataFrame({"person_id": ids, "note": [f"Planted{n}" for n in number]})
    episode = pd.DataFrame({"episode_id": ids, "person_id": ids, "anchor": ["2025-03-01"] * 20})
    made = rv.program({"person": person, "episode": episode}, extract_date="2025-12-31")
    with pytest.raises(CohortError, match="RE-K41") as caught:
        people_served(rv.cohort(made), columns=["note"])
    assert "Planted" not in str(caught.value)
