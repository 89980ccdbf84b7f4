"""Readmission and utilization of the synthetic program against its truth."""

from __future__ import annotations

import functools

import numpy as np
import pytest

import recoveryeval as rv
from recoveryeval.synthetic.synthetic_program import Synthetic

TABLES = ["person", "episode", "event", "span"]
DAYS = [30, 90, 180, 365]


@functools.cache
def made(n: int) -> Synthetic:
    return rv.synthetic_program(n, rng=11, tables=TABLES)


def scores(n: int, **options) -> np.ndarray:
    """How many standard errors the incidence by arm is off the truth."""
    program, truth = made(n)
    ways = {"exits": {"incarceration": "competing"}}
    found = rv.readmission(rv.cohort(program, arm="arm"), **{**ways, **options})
    rows = rv.cumulative_incidence(found, by="arm").at(DAYS).tidy()
    rows = rows[rows["cause"] == "readmission"]
    true = [
        truth.get(estimand="cumulative incidence", outcome="readmission", cause="readmission",
                  group=row.group, time=row.time)
        for row in rows.itertuples()
    ]  # fmt: skip
    return np.asarray((rows["estimate"] - true) / rows["std_error"])


def test_the_incidence_of_readmission_agrees_with_the_truth() -> None:
    assert np.abs(scores(3000)).max() < 3.2


def test_the_mean_number_of_admissions_agrees_with_the_truth() -> None:
    program, truth = made(3000)
    found = rv.readmission(
        rv.cohort(program, arm="arm"), form="recurrent", exits={"incarceration": "competing"}
    )
    rows = rv.mean_cumulative_function(found, by="arm").at(DAYS).tidy()
    true = [
        truth.get(estimand="mean number of events", outcome="readmission", group=row.group,
                  time=row.time)
        for row in rows.itertuples()
    ]  # fmt: skip
    assert np.abs((rows["estimate"] - true) / rows["std_error"]).max() < 3.2


@pytest.mark.slow
def test_the_incidence_converges_to_the_truth() -> None:
    assert np.abs(scores(60_000)).max() < 3


@pytest.mark.slow
def test_time_without_coverage_counted_as_seen_would_miss_the_truth() -> None:
    # The reason for ending observation with coverage: the same people, followed beyond it.
    assert scores(60_000, seen="cohort").min() < -3
