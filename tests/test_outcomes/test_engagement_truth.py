"""Engagement against the known truth of a synthetic program."""

from __future__ import annotations

import numpy as np
import pytest

import recoveryeval as rv
from recoveryeval.outcomes.engagement import engagement
from recoveryeval.synthetic.effects import Effects

ARMS = ("coaching", "usual care")
NO_EXITS = {
    "transfer_rate": 0.0,
    "completion_rate": 0.0,
    "death_rate": 0.0,
    "incarceration_rate": 0.0,
}


def people(n: int, seed: int, **effects: float) -> tuple[rv.Cohort, rv.Truth]:
    """Return a cohort in which nobody leaves but by leaving, and its truth."""
    made = rv.synthetic_program(
        n, rng=seed, effects=Effects(**NO_EXITS, **effects), tables=["contact"]
    )
    return rv.cohort(made.program, arm="arm"), made.truth


@pytest.mark.parametrize("day", [30, 90, 180])
def test_active_people_are_those_who_had_not_left(day: int) -> None:
    # Contacts are at most 21 days apart until someone leaves, so with 22 days looked back on
    # people are active on day d + 22 when they left later than on day d.
    cohort, truth = people(3000, seed=day)
    found = engagement(
        cohort, definition="active", at_days=day + 22, lookback_days=22, after_end="counted"
    )
    for arm, rows in found.data.groupby("arm"):
        share = truth.get(estimand="survival", outcome="retention", group=arm, time=day)
        error = np.sqrt(share * (1 - share) / len(rows))
        assert abs(rows["value"].mean() - share) < 3.5 * error


def test_clinical_contacts_rise_under_coaching_by_the_true_ratio() -> None:
    # People who hardly ever leave, so that time observed is time engaged; the regular contacts of
    # usual care are other services.
    cohort, truth = people(2000, seed=7, leaving_median_days=1e6)
    found = engagement(
        cohort, definition="clinical_contacts", service=["psychiatric", "medication"], window_days=0
    )
    sums = found.data.groupby("arm")[["count", "exposure"]].sum()
    rate = sums["count"] / sums["exposure"]
    ratio = np.log(rate["coaching"] / rate["usual care"])
    error = np.sqrt((1 / sums["count"]).sum())
    true = truth.get(estimand="log rate ratio", outcome="clinical contacts",
                     contrast="coaching - usual care")  # fmt: skip
    assert abs(ratio - true) < 3.5 * error
    assert error < 0.05
