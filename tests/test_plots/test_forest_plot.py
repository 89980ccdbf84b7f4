"""The forest plot and the plot of observed against expected events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.forest import forest_plot
from recoveryeval.plots.observed_expected import observed_expected_plot

ROWS = pd.DataFrame(
    {
        "contrast": ["b - a", "c - a", "d - a", "b / a"],
        "estimand": ["difference", "difference", "difference", "ratio"],
        "estimate": [1.0, -2.0, np.nan, 1.2],
        "conf_low": [0.5, -3.0, np.nan, 1.0],
        "conf_high": [1.5, np.inf, np.nan, 1.4],
        "p_value": [0.01, 0.2, np.nan, 0.05],
        "status": ["ok", "ok", "not_estimable", "ok"],
    }
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def names(ax: plt.Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def test_one_estimand_per_axis() -> None:
    ax = forest_plot(ROWS)
    assert names(ax) == ["b - a", "c - a", "d - a"]
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "s"]
    assert points == [1.0, -2.0]


def test_numbers_beside_and_in_the_alternative_text() -> None:
    ax = forest_plot(ROWS, labels={"title": "Change", "x": "Points"})
    beside = [t.get_text() for t in ax.texts]
    assert beside == ["1.00 (0.50 to 1.50)", "-2 (-3 to no limit)", "not estimable"]
    assert get_alt(ax).startswith("Forest plot. Change. Points: b - a: 1.00 (0.50 to 1.50);")


def test_an_infinite_limit_runs_to_the_edge() -> None:
    ax = forest_plot(ROWS)
    arrow = next(line for line in ax.lines if line.get_marker() == ">")
    assert arrow.get_xdata()[0] == ax.get_xlim()[1]


def test_ratios_have_a_logarithmic_axis_around_one() -> None:
    ax = forest_plot(ROWS, labels={"estimand": "ratio"})
    assert ax.get_xscale() == "log"
    assert 1.0 in ax.get_xticks()
    assert any(list(line.get_xdata()) == [1.0, 1.0] for line in ax.lines)


def test_differences_have_a_line_at_zero_and_levels_have_none() -> None:
    with_line = forest_plot(ROWS)
    assert any(list(line.get_xdata()) == [0.0, 0.0] for line in with_line.lines)
    levels = ROWS.drop(columns=["contrast", "p_value"]).assign(group=["a", "b", "c", "d"])
    without = forest_plot(levels.iloc[:2])
    assert not any(list(line.get_xdata()) == [0.0, 0.0] for line in without.lines)


def test_long_names_are_broken_and_do_not_touch() -> None:
    long = ROWS.iloc[:3].assign(contrast=[f"{'very long group name ' * 4}{i}" for i in range(3)])
    ax = forest_plot(long, labels={"title": "A title that is itself rather long " * 2})
    figure = ax.get_figure()
    figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert not any(x.overlaps(y) for x, y in pairwise(boxes))
    assert min(box.x0 for box in boxes) >= 0
    assert ax._left_title.get_window_extent().x1 <= figure.bbox.x1


def test_shares_are_percentages() -> None:
    rows = pd.DataFrame(
        {
            "group": ["a", "b"],
            "time": [30.0, 30.0],
            "estimand": "survival",
            "estimate": [0.5, 0.25],
            "conf_low": [0.4, 0.2],
            "conf_high": [0.6, 0.3],
            "status": "ok",
        }
    )
    ax = forest_plot(rows, labels={"unit": "days"})
    assert ax.texts[1].get_text() == "25% (20% to 30%)"
    assert names(ax) == ["a", "b"]


def test_observed_and_expected() -> None:
    rows = pd.DataFrame(
        {
            "group": ["", "a", "a", "b", "b"],
            "estimand": ["test", *["observed events", "expected events"] * 2],
            "estimate": [np.nan, 9.0, 6.5, 4.0, 6.5],
        }
    )
    ax = observed_expected_plot(rows, labels={"title": "Relapse", "note": "chi-square 2.1"})
    assert names(ax) == ["a", "b"]
    assert list(ax.lines[0].get_xdata()) == [6.5, 6.5]
    assert list(ax.lines[1].get_xdata()) == [9.0, 4.0]
    assert "a: 9.0 observed, 6.5 expected" in get_alt(ax)
    assert "chi-square 2.1" in get_alt(ax)
