"""The survival plot: what it draws is what was estimated, and nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.survival import survival_plot
from recoveryeval.plots.ticks import time_ticks

SHORT = ["Site A", "Site B", "Site C", "Site D", "Site E", "Site F"]
LONG = [f"County recovery community organization number {i} of the region" for i in range(6)]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def curve(groups: list[str], size: int = 40) -> Any:
    rng = np.random.default_rng(2)
    parts = []
    for i, group in enumerate(groups):
        time = np.ceil(rng.exponential(100 + 30 * i, size))
        stop = np.ceil(rng.uniform(60, 365, size))
        columns = {"day": np.minimum(time, stop), "left": time <= stop, "arm": group}
        parts.append(pd.DataFrame(columns))
    outcome = rv.time_to_event(pd.concat(parts), time="day", event="left", name="retention")
    return rv.kaplan_meier(outcome, "arm" if len(groups) > 1 else None)


def boxes(ax: Axes) -> dict[str, Any]:
    """Return where every text outside the axes ends up, by its text and number."""
    figure: Any = ax.get_figure()
    figure.canvas.draw()
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else []), ax.xaxis.label, ax.yaxis.label]
    texts += [ax.title, *ax.get_xticklabels(), ax._left_title]  # type: ignore[attr-defined]
    shown = [t for t in texts if t.get_text()]
    renderer = figure.canvas.get_renderer()
    return {f"{i} {t.get_text()}": t.get_window_extent(renderer) for i, t in enumerate(shown)}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("names", [SHORT, LONG])
@pytest.mark.parametrize("given", [False, True])
def test_no_text_overlaps_or_leaves_the_figure(count: int, names: list[str], given: bool) -> None:
    ax = plt.figure(figsize=(7, 4.8)).add_subplot() if given else None
    ax = curve(names[:count]).plot(ax=ax)
    found = boxes(ax)
    assert len(found) > 8
    overlaps = [
        (a, b)
        for (a, x), (b, y) in combinations(found.items(), 2)
        if x.padded(-1).overlaps(y.padded(-1))
    ]
    assert overlaps == []
    canvas = ax.get_figure().bbox  # type: ignore[union-attr]
    outside = [
        name
        for name, box in found.items()
        if box.x0 < canvas.x0 - 1 or box.x1 > canvas.x1 + 1 or box.y0 < -1 or box.y1 > canvas.y1 + 1
    ]
    assert outside == []
    assert ax.get_window_extent().height > 100


def test_lines_are_the_estimates() -> None:
    km = curve(SHORT[:2])
    ax = km.plot()
    steps = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
    for line, (_, rows) in zip(steps, km.tidy().groupby("group", sort=False), strict=True):
        time, value = line.get_data()
        place = np.searchsorted(time, rows["time"], side="right") - 1
        np.testing.assert_array_equal(np.asarray(value)[place], rows["estimate"])
        assert (time[0], value[0]) == (0, 1)
        assert time[-1] == rows["time"].iloc[-1]
    low, high = ax.get_ylim()
    assert (low, high) == (0, 1.02)
    looks = {(line.get_color(), str(line.get_linestyle())) for line in steps}
    assert len({color for color, _ in looks}) == len({style for _, style in looks}) == 2


def test_counts_stand_under_their_ticks() -> None:
    km = curve(SHORT[:3])
    ax = km.plot()
    ax.get_figure().canvas.draw()  # type: ignore[union-attr]
    ticks = ax.get_xticks()
    expected = km.at_risk(list(ticks)).tidy()
    counts = [t for t in ax.texts if t.get_text().replace(",", "").isdigit()]
    assert len(counts) == len(expected)
    for text, row in zip(counts, expected.to_dict("records"), strict=True):
        assert text.get_text() == f"{row['n_risk']:,.0f}"
        box = text.get_window_extent()
        under = ax.transData.transform((row["time"], 0))[0]
        assert (box.x0 + box.x1) / 2 == pytest.approx(under, abs=1)


def test_counts_of_late_comers_come_from_the_curve_not_its_rows() -> None:
    frame = pd.DataFrame({"day": [50, 60, 90], "left": [1, 1, 0], "start": [0, 35, 35]})
    outcome = rv.time_to_event(frame, time="day", event="left", entry="start", name="retention")
    ax = rv.kaplan_meier(outcome).plot()
    counts = [t.get_text() for t in ax.texts if t.get_text().isdigit()]
    assert ax.get_xticks().tolist() == [0, 15, 30, 45, 60, 75, 90]
    assert counts == ["0", "1", "1", "3", "2", "1", "1"]


def test_words_and_alternative_text() -> None:
    km = curve(SHORT[:2])
    ax = km.plot()
    assert ax.get_xlabel() == "Days since time zero as recorded in the data"
    assert ax.get_ylabel() == "People still in the program"
    told = get_alt(ax)
    share = km.at([180]).tidy()["estimate"].iloc[0]
    assert told.startswith("Line chart. People still in the program, by arm.")
    assert f"Site A (40 people): {share:.0%} at 180" in told


def test_tidy_rows_alone_are_enough() -> None:
    ax = survival_plot(curve(SHORT[:2]).tidy())
    assert [t.get_text() for t in ax.texts][:3] == ["People at risk", "Site A", "40"]


@pytest.mark.parametrize(
    ("longest", "unit", "ticks"),
    [
        (180, "days", [0, 30, 60, 90, 120, 150, 180]),
        (365, "days", [0, 90, 180, 270, 360]),
        (50, "weeks", [0, 13, 26, 39]),
        (11, "months", [0, 2, 4, 6, 8, 10]),
        (0.7, "years", [0, 0.2, 0.4, 0.6]),
        (0, "days", [0]),
    ],
)
def test_ticks_are_round(longest: float, unit: str, ticks: list[float]) -> None:
    assert time_ticks(longest, unit) == pytest.approx(ticks)


def test_a_large_curve_is_drawn_at_the_resolution_of_a_page() -> None:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"day": rng.random(20_000), "left": True})
    outcome = rv.time_to_event(frame, time="day", event="left", unit="years", name="relapse")
    ax = rv.kaplan_meier(outcome).plot()
    assert len(ax.lines[0].get_xdata()) <= 2002  # type: ignore[arg-type]
