"""Harms by person-time: by hand, without events, and against the truth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from plain_program import plain_program

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError

YEARS = 364 / 365.25


def happened(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
    """Return events told by person, kind and day."""
    return [{"person_id": who, "type": kind, "start": at} for who, kind, at in rows]


def exact(result: rv.Result, estimand: str = "rate") -> pd.DataFrame:
    """Return exact rows by harm and group, or contrast."""
    rows = result.tidy()
    rows = rows[(rows["estimand"] == estimand) & (rows["term"] == "exact")]
    return rows.set_index(["outcome", "group" if estimand == "rate" else "contrast"])


ARMS = {w: {"site": "x" if w in "AB" else "y"} for w in "ABCDE"}
FIVE = happened(
    ("A", "overdose", 10), ("A", "overdose", 10), ("A", "overdose", 50), ("C", "overdose", 0),
    ("B", "death", 100), ("D", "overdose", 400),
)  # fmt: skip


def test_five_people_by_hand() -> None:
    cohort = rv.cohort(plain_program(ARMS, events=FIVE, extract="2025-12-31"))
    found = rv.harms(cohort, by="site")
    rows = exact(found)
    # B is observed for 100 days, the others for 364; two overdoses on one day are one.
    assert rows.loc[("Overdose", "x"), "n_event"] == 2
    assert rows.loc[("Overdose", "x"), "denominator"] == pytest.approx(464 / 365.25)
    assert rows.loc[("Overdose", "x"), "estimate"] == pytest.approx(200 / (464 / 365.25))
    assert rows.loc[("Overdose", "y"), "estimate"] == 0
    assert rows.loc[("Overdose", "y"), "status"] == "fallback"
    # Garwood: without an event the upper limit is -ln(0.025) over the time.
    assert rows.loc[("Overdose", "y"), "conf_high"] == pytest.approx(
        -np.log(0.025) / (3 * YEARS) * 100
    )
    assert rows.loc[("Death", "everyone"), "n_event"] == 1
    assert rows.loc[("Adverse event", "everyone"), "reason"] == "not collected"
    checks = dict(zip(found.checks()["id"], found.checks()["meaning"], strict=True))
    assert "1 on the day of time zero" in checks["overdose_on_day_zero"]
    people = found.tidy()
    people = people[people["estimand"] == "number of people with one or more"]
    assert people.set_index(["outcome", "group"]).loc[("Overdose", "x"), "estimate"] == 1


def test_the_ratio_is_exact_given_the_number_of_events() -> None:
    who = {f"p{i}": {"site": "x" if i < 10 else "y"} for i in range(20)}
    events = happened(*[(f"p{i}", "overdose", 30) for i in (0, 1, 2, 3, 4, 12)])
    cohort = rv.cohort(plain_program(who, events=events, extract="2026-01-01"))
    found = rv.harms(cohort, events="overdose", by="site", reference="y")
    row = exact(found, "rate ratio").loc[("Overdose", "x vs y")]
    # Clopper and Pearson for 5 of 6: 0.3588 and 0.9958.
    assert row["estimate"] == pytest.approx(5.0)
    assert row["conf_low"] == pytest.approx(0.358765 / (1 - 0.358765), rel=1e-5)
    assert row["conf_high"] == pytest.approx(0.995789 / (1 - 0.995789), rel=1e-3)
    with pytest.raises(EstimationError, match="nearest valid name is 'x'"):
        rv.harms(cohort, events="overdose", by="site", reference="xx")


def test_a_kind_never_recorded_is_not_collected_unless_named() -> None:
    cohort = rv.cohort(plain_program(ARMS, extract="2026-01-01"))
    with pytest.raises(OutcomeError, match="records none"):
        rv.harms(cohort)
    found = rv.harms(cohort, events=["overdose", "child_removal"])
    rows = exact(found)
    assert rows["status"].tolist() == ["fallback", "fallback"]
    assert rows.loc[("Child removed from home", "everyone"), "conf_high"] == pytest.approx(
        -np.log(0.025) / (5 * 365 / 365.25) * 100
    )
    assert "overdose_never_recorded" in set(found.checks()["id"])
    with pytest.raises(OutcomeError, match="'overdose'"):
        rv.harms(cohort, events="overdos")


def test_a_death_ends_the_time_and_is_no_spread_of_counts() -> None:
    who = {f"p{i}": {} for i in range(200)}
    events = happened(*[(f"p{i}", "death", 2) for i in range(6)])
    found = rv.harms(rv.cohort(plain_program(who, events=events, extract="2026-01-01")))
    row = exact(found).loc[("Death", "everyone")]
    assert row["denominator"] == pytest.approx((194 * 365 + 6 * 2) / 365.25)
    assert row["status"] == "ok"
    assert "overdispersion" not in set(found.checks()["id"])


def test_several_events_of_one_person_are_flagged_where_limits_are_exact() -> None:
    who = {f"p{i}": {} for i in range(60)}
    events = happened(*[("p0", "overdose", d) for d in range(10, 300, 10)])
    found = rv.harms(rv.cohort(plain_program(who, events=events)), events="overdose").tidy()
    rows = found[found["estimand"] == "rate"].set_index("term")
    assert rows.loc["exact", "status"] == "flagged"
    assert rows.loc["robust", "conf_high"] > rows.loc["exact", "conf_high"]


def test_rates_converge_to_the_truth() -> None:
    program, truth = rv.synthetic_program(2500, rng=4)
    rows = exact(rv.harms(rv.cohort(program, arm="arm"), events=["overdose", "death"], by="arm"))
    for arm in ("coaching", "usual care"):
        mean = truth.get(estimand="mean number of events", outcome="overdose", group=arm, time=180)
        per_100_years = mean / 181 * 365.25 * 100
        own = rows.loc[("Overdose", arm)]
        assert own["conf_low"] < per_100_years < own["conf_high"]


def test_words_put_people_first() -> None:
    cohort = rv.cohort(plain_program(ARMS, events=FIVE))
    found = rv.harms(cohort, by="site")
    text = " ".join([found.describe(), found.methods(), *found.checks()["meaning"]]).lower()
    for word in ("addict", "abuser", "patients", "clients", "victim"):
        assert word not in text
    assert "upper limit" in found.plot().get_figure().axes[0].texts[-1].get_text()


def test_a_reference_without_groups_is_refused() -> None:
    cohort = rv.cohort(plain_program(ARMS, events=FIVE))
    with pytest.raises(EstimationError, match=r"by=") as told:
        rv.harms(cohort, reference="x")
    assert told.value.code == "RE-M32"
