"""Pictures of many groups, of long names, and in narrow axes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import PolyCollection

import recoveryeval as rv
from recoveryeval.plots.crowd import LEFT_OUT
from recoveryeval.plots.legend import NARROW, PAGE, page_of, plan_legend

RNG = np.random.default_rng(5)
SIZE = 160
CURVES: dict[str, Any] = {
    "kaplan_meier": rv.kaplan_meier,
    "nelson_aalen": rv.nelson_aalen,
    "cumulative_incidence": rv.cumulative_incidence,
}
LONG = ("Peer recovery coaching with contingency management", "Usual care with referral only")


def outcome(groups: list[str]) -> rv.Outcome:
    frame = pd.DataFrame(
        {
            "day": RNG.integers(1, 300, SIZE),
            "status": RNG.choice([0, 1, 2], SIZE),
            "coach": [groups[i % len(groups)] for i in range(SIZE)],
        }
    )
    return rv.competing_events(frame, time="day", status="status", causes={1: "back", 2: "dead"})


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("count", [6, 8])
def test_more_than_six_groups_are_drawn_without_bands(name: str, count: int) -> None:
    curve = CURVES[name](outcome([f"coach {i}" for i in range(count)]), "coach")
    ax = curve.plot()
    bands = [band for band in ax.findobj(PolyCollection) if band.get_paths()]
    told = " ".join(t.get_text().replace("\n", " ") for t in ax.texts)
    assert (len(bands) > 0) == (count == 6)
    assert (LEFT_OUT in told) == (count == 8)
    plt.close(ax.figure)


def test_long_names_leave_narrow_axes_their_width() -> None:
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    for ax in axes:
        rv.kaplan_meier(outcome(list(LONG)), "coach").plot(ax=ax)
    figure.draw_without_rendering()
    for ax in axes:
        assert ax.get_position().width > 0.3
        assert ax.get_legend().get_window_extent().x1 <= figure.bbox.x1 + 2
    plt.close(figure)


def test_a_count_stands_on_one_line_and_letters_follow_the_width() -> None:
    for page in range(NARROW, PAGE):
        entries = plan_legend(dict(zip(LONG, "AB", strict=True)), [60, 61], page=page).entries
        assert "(n = 60)" in entries[0].split("\n")[-1]
    assert page_of(None) == PAGE
    figure, ax = plt.subplots(figsize=(1, 1))
    assert page_of(ax) == NARROW
    assert page_of(figure.add_axes((0, 0, 1, 1))) == PAGE
    plt.close(figure)
