"""Pictures at their edges: thousands of people, long names, one event, no limits, tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt

LONG = (
    "Peer recovery coaching with telephone follow-up",
    "Usual care and referral to community services",
    "Recovery housing, first six months",
    "Medication only",
    "Group sessions twice a week in the evening",
)
CAUSES = {1: "use", 2: "death"}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def people(size: int, groups: int) -> pd.DataFrame:
    """Return people of several arms, followed for up to 200 days."""
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "day": rng.integers(1, 200, size),
            "status": rng.choice([0, 1, 1, 2], size),
            "arm": [LONG[i % groups] for i in range(size)],
            "age": rng.integers(20, 70, size),
            "site": np.arange(size) // groups % 2,
        }
    )


def once(frame: pd.DataFrame) -> rv.Outcome:
    """Return the first event of each person."""
    own = frame.assign(event=frame["status"] == 1).drop(columns="status")
    return rv.time_to_event(own, time="day", event="event", name="relapse")


def boxes(ax: Any, texts: list[Text]) -> list[Any]:
    """Return the boxes of texts as drawn."""
    ax.figure.canvas.draw()
    return [t.get_window_extent() for t in texts if t.get_text()]


@pytest.mark.parametrize("groups", [2, 5])
def test_letters_keep_clear_of_thousands(groups: int) -> None:
    ax = rv.kaplan_meier(once(people(11_000, groups)), "arm").plot()
    short = [t for t in ax.texts if len(t.get_text()) == 1 or t.get_text()[:1].isdigit()]
    for one, other in combinations(boxes(ax, short), 2):
        assert not one.overlaps(other)


def test_titles_of_panels_keep_clear_of_the_row_above() -> None:
    ax = rv.proportional_hazards(once(people(400, 5)), "arm + age").plot()
    ax.figure.canvas.draw()
    parts = ax.child_axes
    ticks = [t.get_window_extent() for part in parts for t in part.get_xticklabels()]
    titles = [t for part in parts for t in part.get_children() if isinstance(t, Text)]
    for title in (t.get_window_extent() for t in titles if t.get_text()):
        assert ax.figure.bbox.x0 <= title.x0
        assert title.x1 <= ax.figure.bbox.x1
        assert not any(title.overlaps(tick) for tick in ticks)


def test_one_event_is_a_point_on_logarithmic_axes() -> None:
    frame = pd.DataFrame({"day": [5, 9, 9, 4, 7, 9], "event": [1, 0, 0, 1, 1, 0]})
    own = rv.time_to_event(frame.assign(g=list("aaabbb")), time="day", event="event")
    ax = rv.kaplan_meier(own, "g").plot(picture="log_log")
    assert [line.get_marker() for line in ax.lines].count("o") == 1
    assert "by g. a: " in get_alt(ax)


def test_ratios_without_limits_have_readable_ticks() -> None:
    ax = rv.cox(once(people(60, 5)), "arm", cluster="site").plot()
    assert "no limits" in get_alt(ax)
    for one, other in combinations(boxes(ax, list(ax.get_xticklabels())), 2):
        assert not one.overlaps(other)


def test_small_differences_of_shares_are_not_minus_zero() -> None:
    own = rv.competing_events(people(300, 2), time="day", status="status", causes=CAUSES)
    model = rv.incidence_regression(own, "arm + age", horizon=60, cause="use")
    told = get_alt(model.plot())
    assert "age, per year: " in told
    assert "-0%" not in told
    assert "-0.0%" not in told


def test_five_restricted_means_do_not_crowd() -> None:
    ax = rv.rmst(once(people(60, 5)), "arm", horizon=60).plot()
    for one, other in combinations(boxes(ax, list(ax.get_yticklabels())), 2):
        assert not one.overlaps(other)
    assert "4 differences stand in tidy()" in get_alt(ax)


def test_a_test_alone_has_no_picture() -> None:
    own = rv.competing_events(people(60, 2), time="day", status="status", causes=CAUSES)
    with pytest.raises(rv.EstimationError, match=r"RE-G04.*cumulative_incidence"):
        rv.gray_test(own, "arm").plot()


def test_a_wide_band_does_not_flatten_the_other_curves() -> None:
    rows = [
        (i, s, s + 20, int((i + s) % 3 == 0), "few" if i < 3 else "many")
        for i in range(23)
        for s in (0, 20, 40)
    ]
    frame = pd.DataFrame(rows, columns=["id", "start", "stop", "event", "arm"])
    own = rv.recurrent_events(frame, start="start", stop="stop", event="event", person="id")
    curve = rv.mean_cumulative_function(own, "arm")
    assert curve.plot().get_ylim()[1] <= 2.2 * curve.tidy()["estimate"].max()
