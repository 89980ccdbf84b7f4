"""discrete_hazard() on interviews: unequal periods, brackets, and what it must refuse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from visits import GRID, interviews

import recoveryeval as rv
from recoveryeval.engines.glm import Link
from recoveryeval.errors import EstimationError
from recoveryeval.stats.bracketed.visit_periods import visit_periods

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "discrete.json").read_text())


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_unequal_periods_equal_glm(link: Link) -> None:
    frame = pd.DataFrame(GOLDEN["data"])
    frame["status"] = frame["status"].where(frame["time"] <= 180, 0)
    frame["time"] = frame["time"].clip(upper=180)
    own = rv.time_to_event(frame, time="time", event="status")
    model = rv.discrete_hazard(own, "trt + karno", visits=GOLDEN["visits"], link=link)
    fit = GOLDEN["on_visits"][link]
    digits = 1e-8 if link == "logit" else 2e-7  # glm stops before the eighth digit of cloglog
    np.testing.assert_allclose(model.tidy()["estimate"], fit["beta"], rtol=digits)
    np.testing.assert_allclose(model.tidy()["std_error"], fit["std_error"], rtol=digits)
    found = model.glance()["log_likelihood"].iloc[0]
    assert found == pytest.approx(fit["log_likelihood"], rel=1e-10)
    assert "visits at 20, 60, 180 days" in model.methods()


def test_brackets_between_interviews_give_what_their_visits_give() -> None:
    frame = interviews(7, 300, kept=1.0)
    seen = rv.interval_events(frame[["left", "right", "arm"]], left="left", right="right")
    known = frame.assign(event=np.isfinite(frame["right"]))
    known["at"] = np.where(known["event"], known["right"], known["left"])
    timed = rv.time_to_event(known[["at", "event", "arm"]], time="at", event="event")
    first = rv.discrete_hazard(seen, "arm").tidy()
    second = rv.discrete_hazard(timed, "arm", visits=GRID[1:].tolist()).tidy()
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-10)
    np.testing.assert_allclose(first["std_error"], second["std_error"], rtol=1e-10)
    cells = rv.interval_events(seen.cells(by=["arm"]), left="left", right="right", n="n")
    third = rv.discrete_hazard(cells, "arm").tidy()
    np.testing.assert_allclose(first["estimate"], third["estimate"], rtol=1e-10)
    # Grouped proportional hazards: the ratio is that of the underlying hazards, 1.2 log(14 / 8).
    row = first.iloc[-1]
    assert abs(row["estimate"] - 1.2 * np.log(14 / 8)) < 3 * row["std_error"]


def test_missed_visits_and_odd_visits_are_refused() -> None:
    missed = interviews(7, 100, kept=0.6)[["left", "right", "arm"]]
    seen = rv.interval_events(missed, left="left", right="right")
    with pytest.raises(EstimationError, match="RE-M48"):
        rv.discrete_hazard(seen, "arm")
    own = rv.time_to_event(pd.DataFrame(GOLDEN["data"]), time="time", event="status")
    with pytest.raises(EstimationError, match="RE-M47"):
        rv.discrete_hazard(own, "trt", visits=[90, 30])
    with pytest.raises(EstimationError, match="RE-M49"):
        rv.discrete_hazard(own, "trt", visits=[30, 90])


def test_late_entry_and_censoring_count_whole_periods() -> None:
    # Visits at 3 and 6: event in period 2, entered within period 1; censored within period 2,
    # entered with visit 1; event at visit 1; censored at visit 2; event at time zero.
    entry, time = visit_periods(
        np.array([2.0, 3.0, -np.inf, -np.inf, 0.0]),
        np.array([5.0, 4.0, 3.0, 6.0, 0.0]),
        np.array([True, False, True, False, True]),
        np.array([3.0, 6.0]),
    )
    assert entry.tolist() == [1, 1, -np.inf, -np.inf, 0]
    assert time.tolist() == [2, 1, 1, 2, 1]
