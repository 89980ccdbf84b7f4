"""Definitions of retention against the mechanism that made the synthetic people."""

from __future__ import annotations

import numpy as np
import pytest

import recoveryeval as rv

# Exits of their own are switched off where a definition takes them for leaving or staying.
CALM = rv.Effects(transfer_rate=0.0, completion_rate=0.0, incarceration_rate=0.0, death_rate=0.0)
N = 800


def z_score(curve: rv.Curve, truth: dict[str, float], day: int) -> float:
    """Return by how many standard errors arms are off the truth on a day, at most."""
    rows = curve.at([day]).tidy().set_index("group")
    off = [(rows.loc[g, "estimate"] - t) / rows.loc[g, "std_error"] for g, t in truth.items()]
    return float(np.abs(off).max())


def survival(truth: rv.Truth, day: int) -> dict[str, float]:
    """Return the true share still there after a day, by arm."""
    return {
        arm: truth.get(estimand="survival", outcome="retention", group=arm, time=day)
        for arm in ("coaching", "usual care")
    }


@pytest.fixture(scope="module")
def people() -> tuple[rv.Cohort, rv.Truth]:
    made = rv.synthetic_program(N, rng=np.random.default_rng(11), effects=CALM, tables=["contact"])
    return rv.cohort(made.program, arm="arm"), made.truth


@pytest.mark.parametrize("name", ["contact_gap", "contact_gap_60", "contact_gap_returns_stay"])
def test_gap_rules_meet_the_truth(name: str, people) -> None:
    cohort, truth = people
    curve = rv.kaplan_meier(rv.retention(cohort, definition=name), by="arm")
    for day in (30, 90, 180):
        assert z_score(curve, survival(truth, day), day) < 3.5


def test_missed_weeks_bracket_the_truth_by_a_week(people) -> None:
    # Leaving is dated on the start of the week after the last contact: up to seven days later.
    cohort, truth = people
    curve = rv.kaplan_meier(rv.retention(cohort, definition="four_missed_weeks"), by="arm")
    rows = curve.at([90, 97]).tidy().set_index(["group", "time"])
    for arm, true in survival(truth, 90).items():
        early, late = rows.loc[(arm, 90)], rows.loc[(arm, 97)]
        assert early["estimate"] > true - 3.5 * early["std_error"]
        assert late["estimate"] < true + 3.5 * late["std_error"]


def test_a_fixed_day_gives_the_curve_where_all_are_observed(people) -> None:
    cohort, truth = people
    still = rv.retention(cohort, definition="in_care_day_90").data
    for arm, true in survival(truth, 90).items():
        own = still.loc[still["arm"] == arm, "value"]
        assert abs(own.mean() - true) < 3.5 * np.sqrt(true * (1 - true) / len(own))


def test_keeping_known_leavers_and_dropping_the_rest_would_miss_the_truth(people) -> None:
    # The reason for leaving out by calendar: recent leavers are known to have left, stayers not.
    cohort, truth = people
    stay = rv.retention(cohort).data
    known = stay[stay["event"] | (stay["time"] > 180)]
    naive = 1 - (known["event"] & (known["time"] <= 180)).groupby(known["arm"]).mean()
    true = survival(truth, 180)
    n = known["arm"].value_counts()
    low = [(naive[a] - t) / np.sqrt(t * (1 - t) / n[a]) for a, t in true.items()]
    assert min(low) < -2


def test_medication_stops_as_it_was_made_to() -> None:
    effects = rv.Effects(medication_share=0.99, incarceration_rate=0.0, death_rate=0.0)
    made = rv.synthetic_program(
        N, rng=np.random.default_rng(2), effects=effects, tables=["drug", "span"]
    )
    cohort = rv.cohort(made.program, arm="arm")
    rate = {
        "usual care": effects.medication_stop_rate / 365,
        "coaching": effects.medication_stop_rate / 365 * np.exp(effects.medication_stop_coaching),
    }
    # A supply of 28 days is renewed unless the person stopped, at a constant rate per day.
    stay = rv.retention(cohort, definition="medication_7_days", products="buprenorphine")
    curve = rv.kaplan_meier(stay, by="arm")
    for day in (50, 90, 170):
        truth = {arm: float(np.exp(-r * 28 * (day // 28))) for arm, r in rate.items()}
        assert z_score(curve, truth, day) < 3.5
    full = rv.retention(cohort, definition="medication_180_days", products="buprenorphine").data
    for arm, r in rate.items():
        own, true = full.loc[full["arm"] == arm, "value"], float(np.exp(-r * 28 * 6))
        assert abs(own.mean() - true) < 3.5 * np.sqrt(true * (1 - true) / len(own))
