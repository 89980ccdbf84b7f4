"""parametric_curves(): smooth curves beside what the data give alone."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot as plt
from visits import interviews

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt


def outcomes() -> dict[str, rv.Outcome]:
    """Return the same people with known and with bracketed times."""
    frame = interviews(4, 200)
    known = frame.assign(event=frame["time"] < 12, time=frame["time"].clip(upper=12))
    return {
        "visits": rv.interval_events(frame[["left", "right", "arm"]], left="left", right="right"),
        "known": rv.time_to_event(known[["time", "event", "arm"]], time="time", event="event"),
    }


@pytest.mark.parametrize("kind", ["visits", "known"])
def test_both_kinds_of_curves_and_their_distance(kind: str) -> None:
    outcome = outcomes()[kind]
    result = rv.parametric_curves(outcome, by="arm")
    table = result.tidy()
    smooth = table[table["estimand"] == "survival"]
    assert smooth.groupby("group").size().tolist() == [61, 61]
    assert (smooth.groupby("group")["estimate"].diff().dropna() < 0).all()
    direct = rv.parametric(outcome, "arm", by="arm", times=[float(smooth["time"].iloc[30])])
    own = direct.tidy().query("estimand == 'survival'")["estimate"]
    assert smooth["estimate"].iloc[30] == pytest.approx(own.iloc[0], rel=1e-12)
    alone = (rv.interval_censored if kind == "visits" else rv.kaplan_meier)(outcome, "arm")
    seen = table[table["estimand"] == "survival, no form assumed"]
    np.testing.assert_allclose(seen["estimate"], alone.tidy()["estimate"])
    gap = result.checks().set_index("id").loc["distance_from_data", "statistic"]
    assert (gap < 0.12).all()  # Weibull is the truth
    ax = result.plot()
    assert ("visits" if kind == "visits" else "Kaplan-Meier") in get_alt(ax)
    plt.close("all")
    assert rv.Result.from_json(result.to_json()).tidy().shape == table.shape


def test_a_wrong_form_shows() -> None:
    outcome = outcomes()["known"]
    far = rv.parametric_curves(outcome, distribution="exponential").checks()
    frame = outcome.data.assign(time=5 + outcome.data["time"] / 10)
    late = rv.time_to_event(frame[["time", "event"]], time="time", event="event")
    wrong = rv.parametric_curves(late, distribution="exponential").checks()
    first, second = (c.set_index("id").loc["distance_from_data", "statistic"] for c in (far, wrong))
    assert second > 0.25 > first
