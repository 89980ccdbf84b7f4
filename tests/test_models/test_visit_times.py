"""Events known only at interviews are noticed, and the fitting estimator is offered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv


def outcome(times: list[float], **options: Any) -> rv.Outcome:
    """Return 60 people whose events lie at the given times in turn."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {
            "t": np.resize(np.array(times, dtype=float), 60),
            "e": rng.random(60) < 0.7,
            "arm": rng.choice(["a", "b"], 60),
        }
    )
    return rv.time_to_event(frame, time="t", event="e", unit="months", **options)


@pytest.mark.parametrize(
    "model",
    [
        lambda o: rv.kaplan_meier(o, "arm"),
        lambda o: rv.logrank(o, "arm"),
        lambda o: rv.rmst(o, "arm", horizon=12),
        lambda o: rv.cox(o, "arm"),
        lambda o: rv.parametric(o, "arm"),
    ],
)
def test_interviews_at_three_six_and_twelve_months_are_flagged(model: Any) -> None:
    result = model(outcome([3, 6, 12]))
    row = result.checks().set_index("id").loc["few_event_times"]
    assert row["verdict"] == "concern"
    assert row["statistic"] == 3
    assert "interval_censored()" in row["meaning"]
    assert result.status == "flagged"


@pytest.mark.parametrize("times", [[1, 2, 3, 4], list(range(3, 40, 3)), [0.5, 1.1, 4.2, 9.7]])
def test_whole_months_and_many_times_are_not(times: list[float]) -> None:
    assert "few_event_times" not in set(rv.kaplan_meier(outcome(times)).checks()["id"])


def test_a_handful_of_events_is_not() -> None:
    few = rv.time_to_event(
        pd.DataFrame({"t": [3, 6, 12, 12], "e": [1, 1, 1, 0]}), time="t", event="e"
    )
    assert "few_event_times" not in set(rv.kaplan_meier(few).checks()["id"])
