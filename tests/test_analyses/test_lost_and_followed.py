"""Who was lost against who was followed, the picture by quarter, and retention by definition."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from followup_study import fated
from matplotlib import pyplot as plt
from staying_people import of_contacts

import recoveryeval as rv
from recoveryeval.analyses.standardized_differences import difference_rows, known_columns
from recoveryeval.plots.alt_text import get_alt

FIRST = np.array([True, True, True, False, False, False])


def rows(column: pd.Series) -> dict[str, float]:
    """Return the difference by answer."""
    return {
        r["level"]: r.get("estimate", float("nan")) for r in difference_rows(column, FIRST, ~FIRST)
    }


def test_a_number_is_compared_by_both_spreads() -> None:
    ages = pd.Series([20, 30, 40, 30, 40, 50], name="age")
    assert rows(ages) == pytest.approx({"": -10 / np.sqrt((100 + 100) / 2)})


def test_answers_are_compared_by_their_shares_and_missing_ones_count() -> None:
    sex = pd.Series(["a", "a", "b", "a", None, None], name="own", dtype="string")
    found = rows(sex)
    spread = np.sqrt((2 / 9 + 2 / 9) / 2)
    assert found["a"] == pytest.approx((2 / 3 - 1 / 3) / spread)
    assert found["b"] == pytest.approx((1 / 3 - 0) / np.sqrt(2 / 9 / 2))
    assert found["not recorded"] == pytest.approx((0 - 2 / 3) / np.sqrt(2 / 9 / 2))


def test_without_spread_there_is_no_scale() -> None:
    apart = list(difference_rows(pd.Series([True] * 3 + [False] * 3, name="x"), FIRST, ~FIRST))
    assert {r["status"] for r in apart} == {"not_estimable"}
    alike = pd.Series([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert known_columns(pd.DataFrame({"x": alike}), {"x": "anchor"}) == []


def test_what_became_known_later_and_ids_are_not_compared() -> None:
    frame = pd.DataFrame({"person_id": ["1", "2"], "sex": ["a", "b"], "dose": [1.0, 2.0]})
    known = {"person_id": "always", "sex": "always", "dose": "later"}
    assert known_columns(frame, known) == ["sex"]


def test_the_picture_tells_each_quarter() -> None:
    ax = rv.followup_rate(fated()).plot()
    assert "In all, 17% of 6 people due. By quarter: FFY 2025 Q1: 17% of 6." in get_alt(ax)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["FFY 2025\nQ1\n6 due"]
    plt.close(ax.figure)


def test_retention_by_definition_is_one_picture() -> None:
    names = ["contact_gap", "contact_gap_60", "four_missed_weeks", "contact_gap_returns_stay"]
    found = rv.across(
        [f"retention.{name}" for name in names],
        rv.cohort(of_contacts()),
        model=lambda outcome: rv.kaplan_meier(outcome).at([20]),
    )
    # By a gap of 30 days C left on day 15 and E at once; by one of 60 days nobody had left yet.
    assert found.tidy()["estimate"].tolist() == pytest.approx([3 / 5, 1, 4 / 5, 1])
    ax = found.plot()
    assert len(ax.get_yticklabels()) == 4
    plt.close(ax.figure)
