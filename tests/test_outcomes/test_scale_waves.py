"""Waves as people name them: numbers of any kind, words, labels without dates, versions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

ROWS = [("p", 0, "baseline"), ("p", 92, "month_3"), ("q", None, "baseline"), ("q", None, "month_3")]


def cohort(rows: list[tuple[str, int | None, Any]], **columns: Any) -> rv.Cohort:
    """Return interviews of (person, day, label); every answer of interview k is 1 + k % 4."""
    people = sorted({who for who, _, _ in rows})
    anchor = pd.Timestamp("2025-01-01")
    who = [who for who, _, _ in rows]
    dates = [d if d is None else str((anchor + pd.Timedelta(days=d)).date()) for _, d, _ in rows]
    form = [f"a{k}" for k in range(len(rows))]
    assessment = pd.DataFrame(
        {"assessment_id": form, "person_id": who, "episode_id": who, "instrument": "GSE",
         "wave": [label for _, _, label in rows], "date": dates, "status": "complete", **columns}
    )  # fmt: skip
    response = pd.DataFrame(
        {"assessment_id": np.repeat(form, 10), "item": [f"i{j}" for j in range(1, 11)] * len(rows),
         "value": np.repeat([1.0 + k % 4 for k in range(len(rows))], 10)}
    )  # fmt: skip
    tables = {
        "person": pd.DataFrame({"person_id": people}),
        "episode": pd.DataFrame(
            {"episode_id": people, "person_id": people, "anchor": "2025-01-01"}
        ),
        "assessment": assessment,
        "response": response,
    }
    return rv.cohort(rv.program(tables, extract_date="2026-06-30"))


@pytest.fixture(scope="module")
def four() -> rv.Cohort:
    """Return two people with two interviews each, one of them without dates."""
    return cohort(ROWS)


def values(held: rv.Cohort, waves: Any, **options: Any) -> list[float]:
    return rv.scale(held, "GSE", waves=waves, **options).data["value"].tolist()


@pytest.mark.parametrize(
    "waves",
    [
        [0, 90], [0.0, 90.0], np.array([0, 90]), ["0", "90"], ["baseline", "month_3"],
        ["Intake", "3 months"], ["baseline", 90], (90, 0), pd.Series([0, 90]),
    ],
)  # fmt: skip
def test_a_wave_is_its_day_whatever_it_is_called(four: rv.Cohort, waves: Any) -> None:
    """Interviews without a date go by their label, and the label by its day."""
    assert values(four, waves) == [10, 20, 30, 40]


@pytest.mark.parametrize("days", [30.0, np.int64(30), [30, 30]])
def test_a_window_is_a_whole_number_of_days(four: rv.Cohort, days: Any) -> None:
    assert values(four, [0, 90], window_days=days) == [10, 20, 30, 40]


@pytest.mark.parametrize("labels", [("0", "90"), ("day_0", "day_90"), ("Intake", "3 month")])
def test_labels_in_an_export_mean_their_day(labels: tuple[str, str]) -> None:
    rows = [("p", None, labels[0]), ("p", None, labels[1])]
    assert values(cohort(rows), [0, 90]) == [10, 20]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"waves": 0}, "no list"),
        ({"waves": "baseline"}, "no list"),
        ({"waves": []}, "no list"),
        ({"waves": [0, "baseline"]}, "same day"),
        ({"waves": [0, 0]}, "same day"),
        ({"waves": [0.5]}, "no planned day"),
        ({"waves": [None]}, "no planned day"),
        ({"waves": [True]}, "no planned day"),
        ({"window_days": {0: (30, 30)}}, "not those of the waves"),
        ({"window_days": {0: (30, 30), 90: (5, 5), 180: (5, 5)}}, "not those of the waves"),
        ({"window_days": -1}, "no pair"),
        ({"window_days": "30"}, "no pair"),
        ({"window_days": (30, 0.5)}, "no pair"),
        ({"window_days": None}, "no pair"),
        ({"window_days": 60}, "overlap"),
    ],
)
def test_waves_that_cannot_be_planned_are_refused(
    four: rv.Cohort, options: dict[str, Any], word: str
) -> None:
    with pytest.raises(rv.OutcomeError, match=word) as told:
        rv.scale(four, "GSE", **{"waves": [0, 90], **options})
    assert told.value.code == "RE-O30"


def test_versions_are_named_by_their_number_and_blanks_are_counted() -> None:
    """A blank version may be either; it counts only while nobody chooses."""
    two = cohort(ROWS, version=["1", "2", "1", None])
    with pytest.raises(rv.OutcomeError, match="2 versions"):
        values(two, [0, 90])
    chosen = values(two, [0, 90], version=1)
    assert chosen[::2] == [10, 30]
    assert np.isnan(chosen[1::2]).all()
    with pytest.raises(rv.OutcomeError, match="this version") as told:
        values(two, [0, 90], version="3")
    assert told.value.code == "RE-O32"
    one = rv.scale(cohort(ROWS, version=["1", "1", "1", None]), "GSE", waves=[0, 90])
    assert {c.id: c.statistic for c in one.check_rows}["version_unknown"] == 1
    assert one.data["value"].tolist() == [10, 20, 30, 40]


def test_interviews_under_a_longer_name_are_told() -> None:
    """One site may write the form's name otherwise; AASE-T is a form of its own."""
    names = ["GSE", "gse", "GSE (10 items)", "General Self-Efficacy Scale, GSE"]
    found = rv.scale(cohort(ROWS, instrument=names), "GSE", waves=[0, 90])
    assert {c.id: c.statistic for c in found.check_rows}["named_otherwise"] == 2
    assert found.data["value"].notna().sum() == 2
    other = rv.scale(cohort(ROWS, instrument=["GSE", "GSE", "PHQ-9", "GSEX"]), "GSE", waves=[0])
    assert "named_otherwise" not in {c.id for c in other.check_rows}
