"""Pictures of scores with many groups, long names and waves named by words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import recoveryeval as rv

WAVES = ["month_12", "month_3", "baseline", "month_6"]
IN_TIME = ["baseline", "month_3", "month_6", "month_12"]


@pytest.fixture(autouse=True)
def close() -> object:
    """Close every figure."""
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def crowded() -> rv.Outcome:
    """Return seven sites with long names at four waves, a fifth of the scores absent."""
    rng, n = np.random.default_rng(2), 84
    frame = pd.DataFrame({"id": np.repeat(np.arange(n), 4), "wave": WAVES * n})
    frame["site"] = "A recovery center with a long name, " + (frame["id"] % 7).astype(str)
    frame["score"] = rng.integers(10, 40, len(frame)).astype(float)
    return rv.repeated_measures(
        frame[rng.random(len(frame)) > 0.2], value="score", person="id", wave="wave"
    )


def texts(axes: plt.Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_many_bars_of_absent_scores_lie_down(crowded: rv.Outcome) -> None:
    """28 bars stand in a column that a page can hold, waves in the order of time."""
    axes = rv.missingness(crowded, "site").plot()
    assert [t.get_text() for t in axes.get_yticklabels()] == IN_TIME * 7
    assert axes.get_figure().get_figwidth() < 10
    assert sum(t.startswith("A recovery center") for t in texts(axes)) == 7
    few = rv.missingness(crowded).plot()
    assert [t.get_text() for t in few.get_xticklabels()] == IN_TIME


def test_paths_of_many_groups_keep_their_names_apart(crowded: rv.Outcome) -> None:
    axes = rv.paths(crowded, "site")
    figure = axes.get_figure()
    figure.canvas.draw()
    heads = sorted((t.get_window_extent() for t in axes.texts), key=lambda box: float(box.x0))
    assert all(left.x1 < right.x0 for left, right in pairwise(heads))
    ticks = [t.get_window_extent() for t in axes.get_xticklabels()]
    assert all(left.x1 <= right.x0 for left, right in pairwise(ticks))


def test_a_scatter_of_many_groups_keeps_its_width_and_its_marks_apart(crowded: rv.Outcome) -> None:
    axes = rv.change_scatter(
        crowded, "site", before="baseline", after="month_12", reliability=0.8, better="higher"
    )
    axes.get_figure().canvas.draw()
    box = axes.get_window_extent()
    assert box.width == pytest.approx(box.height, rel=1e-6)
    assert box.width > 0.5 * axes.get_figure().bbox.width
    looks = {
        (tuple(points.get_facecolor()[0]), len(points.get_paths()[0].vertices))
        for points in axes.collections[1:]
    }
    assert len(looks) == 7


def test_the_picture_of_reliability_says_what_it_shows() -> None:
    rng = np.random.default_rng(1)
    items = pd.DataFrame(rng.normal(size=(40, 1)) + rng.normal(size=(40, 3)), columns=list("abc"))
    assert rv.reliability(items).plot().get_xlabel() == "Coefficient alpha"
    scores = rv.reliability(items, of="scores").plot()
    assert scores.get_xlabel() == "Intraclass correlation, agreement"


def test_groups_that_are_not_known_or_change() -> None:
    frame = pd.DataFrame({"id": [1, 1, 2, 2, 3], "w": [0, 1, 0, 1, 0], "y": [1.0, 2, 3, 4, 5]})
    frame["g"] = pd.Categorical(["b", "b", "a", "a", None], ["b", "a", "unused"])
    found = rv.missingness(rv.repeated_measures(frame, value="y", person="id", wave="w"), "g")
    groups = list(dict.fromkeys(found.tidy()["group"]))
    assert groups == ["b", "a", "(not known)"]
    moved = frame.assign(g=["a", "b", "a", "a", "a"])
    with pytest.raises(rv.EstimationError, match="changes within people") as told:
        rv.missingness(rv.repeated_measures(moved, value="y", person="id", wave="w"), "g")
    assert told.value.code == "RE-MI55"
