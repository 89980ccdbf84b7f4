"""The first event with death competing, the day of time zero, and the truth of what is given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from plain_program import plain_program

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def people(who: str, *rows: tuple[str, str, int]) -> rv.Cohort:
    """Return people of 2025 with events told by person, kind and day."""
    events = [{"person_id": w, "type": kind, "start": at} for w, kind, at in rows]
    return rv.cohort(plain_program({w: {} for w in who}, events=events))


def test_five_families_by_hand() -> None:
    cohort = people(
        "ABCDE",
        ("A", "child_removal", 40), ("A", "child_welfare_report", 60),
        ("B", "child_welfare_report", 10),
        ("C", "death", 90),
        ("D", "child_reunification", 20),
    )  # fmt: skip
    found = rv.utilization(cohort, definition="child_welfare", form="first", last_day=200)
    told: dict[str, tuple[float, int]] = {
        r.person: (r.time, r.cause) for r in found.data.itertuples()
    }
    assert told == {"A": (40, 1), "B": (10, 1), "C": (90, 2), "D": (200, 0), "E": (200, 0)}
    assert found.causes == {1: "child welfare events", 2: "death"}
    share = rv.cumulative_incidence(found).at([100]).tidy().set_index("cause")["estimate"]
    assert share["child welfare events"] == pytest.approx(0.4)
    assert share["death"] == pytest.approx(0.2)


def test_the_day_of_time_zero_counts_where_it_is_asked_for() -> None:
    cohort = people("AB", ("A", "naloxone_given", 0), ("A", "naloxone_given", 0))
    found = rv.utilization(cohort, definition="naloxone_given")
    told: dict[str, Any] = found.data.set_index("person")[["count", "exposure"]].T.to_dict("list")
    assert told == {"A": [1, 31], "B": [0, 31]}
    later = rv.utilization(cohort, definition="naloxone_given", first_day=1)
    assert later.data["count"].sum() == 0
    for form in ("recurrent", "mirrored", "first"):
        with pytest.raises(OutcomeError, match="first_day"):
            rv.utilization(cohort, definition="naloxone_given", form=form)  # type: ignore[arg-type]


def test_the_first_of_several_is_that_of_the_recurrent_form() -> None:
    program, _ = rv.synthetic_program(300, rng=8)
    cohort = rv.cohort(program)
    first = rv.utilization(cohort, definition="emergency", form="first", last_day=300).data
    every = rv.utilization(cohort, definition="emergency", form="recurrent", last_day=300).data
    began = every[every["event"]].groupby("person")["stop"].min()
    happened = first[first["cause"] == 1].set_index("person")["time"]
    assert happened.sort_index().equals(began.sort_index())
    assert len(first) == every["person"].nunique()


def test_what_people_are_given_and_go_through_converges_to_the_truth() -> None:
    program, truth = rv.synthetic_program(1500, rng=21)
    cohort = rv.cohort(program, arm="arm")
    given = rv.utilization(cohort, definition="naloxone_given").data
    whole = given[given["exposure"] == 31]
    met = rv.goals(cohort, days=179).data
    arrests = rv.utilization(cohort, definition="arrest", form="recurrent").data
    for arm in ("coaching", "usual care"):
        share = (whole.loc[whole["arm"] == arm, "count"] > 0).mean()
        value = truth.get(estimand="probability", outcome="naloxone given", group=arm)
        n = int((whole["arm"] == arm).sum())
        assert share == pytest.approx(value, abs=4 * np.sqrt(value * (1 - value) / n))
        own = met[met["arm"] == arm]["value"]
        value = truth.get(estimand="probability", outcome="goal met", group=arm, time=180)
        assert own.mean() == pytest.approx(value, abs=4 * np.sqrt(0.25 / len(own)) + 0.01)
        rows = arrests[arrests["arm"] == arm]
        rate = rows["event"].sum() / (rows["stop"] - rows["start"]).sum()
        mean = truth.get(estimand="mean number of events", outcome="arrest", group=arm, time=180)
        error = np.sqrt(rows["event"].sum()) / (rows["stop"] - rows["start"]).sum()
        assert rate == pytest.approx(mean / 181, abs=4 * error)


def test_days_of_use_are_those_of_the_truth() -> None:
    program, truth = rv.synthetic_program(1200, rng=22)
    cohort = rv.cohort(program, arm="arm")
    response, held = (program.tables[t] for t in ("response", "assessment"))
    rows = response[response["item"] == "days_used"].merge(held, on="assessment_id")
    rows = rows.merge(cohort.people[["person_id", "arm"]], on="person_id")
    first = rows[(rows["wave"] == "baseline") & rows["value"].notna()]
    for arm in ("coaching", "usual care"):
        own = first.loc[first["arm"] == arm, "value"].astype(float)
        value = truth.get(estimand="mean", outcome="USE30", group=arm, level="baseline")
        assert own.mean() == pytest.approx(value, abs=4 * own.std() / np.sqrt(len(own)))
    days = first.assign(days=28)[["person_id", "value", "days", "arm"]]
    made = rv.counts(days, count="value", exposure="days", person="person_id", unit="days")
    # The mean of the days, whatever their distribution: half of the people report none.
    rows = rv.rates(made, by="arm").tidy()
    rows = rows[(rows["estimand"] == "rate") & (rows["term"] == "robust")]
    assert ((rows["conf_low"] < 6.2 / 28) & (rows["conf_high"] > 6.2 / 28)).all()
