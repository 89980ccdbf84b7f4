"""The flow picture: every box is there, inside the picture, and in the alternative text."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.flow import flow_plot
from recoveryeval.plots.flow_boxes import boxes_of

LONG = (
    "Not met: site in ('north', 'south', 'a place with a rather long name') and age >= 18 or dual"
)


def flow(arms: int, left_out: int = 3) -> pd.DataFrame:
    """Return the tidy rows of a flow."""
    rows = [("People in the program's records", "assessed", 1400)]
    rows += [(f"{LONG} {i}", "left out", 1000 - i) for i in range(left_out)]
    rows += [("In the analysis, followed from intake", "in the analysis", 300)]
    rows += [(f"arm number {i} with a long name", "in the arm", 10 * i) for i in range(arms)]
    return pd.DataFrame(rows, columns=["term", "estimand", "n"]).assign(group="all people")


@pytest.mark.parametrize(("arms", "left_out"), [(0, 0), (0, 3), (2, 1), (3, 8), (7, 2)])
def test_boxes_do_not_overlap_and_hold_every_count(arms: int, left_out: int) -> None:
    tidy = flow(arms, left_out)
    boxes, joints = boxes_of(tidy)
    text = " ".join(line for box in boxes for line in box.lines)
    assert [n for n in tidy["n"] if f"{n:,}" not in text] == []
    for one, other in itertools.combinations(boxes, 2):
        apart = one.bottom <= other.top or other.bottom <= one.top
        beside = one.left + one.width <= other.left or other.left + other.width <= one.left
        assert apart or beside
    assert len(joints) >= 1 + (left_out > 0) + (arms > 0)
    assert all(box.left >= 0 and box.left + box.width <= 10 for box in boxes)


@pytest.mark.parametrize("arms", [0, 2, 3, 7])
def test_every_line_of_text_fits_into_its_box(arms: int) -> None:
    ax = flow_plot(flow(arms), labels={"title": "Participant flow"})
    figure = ax.figure
    figure.canvas.draw()
    frames = [patch.get_window_extent() for patch in ax.patches]
    for text in ax.texts:
        if not text.get_text():
            continue
        extent = text.get_window_extent()
        assert any(
            f.x0 <= extent.x0 and extent.x1 <= f.x1 and f.y0 <= extent.y0 and extent.y1 <= f.y1
            for f in frames
        ), text.get_text()
    plt.close(figure)


def test_the_alternative_text_tells_the_flow() -> None:
    ax = flow_plot(flow(2), labels={"title": "Participant flow"})
    told = get_alt(ax)
    assert told.startswith("Participant flow. ")
    assert "People in the program's records: 1400" in told
    assert "arm number 1 with a long name: 10" in told
    plt.close(ax.figure)


def test_it_draws_on_given_axes() -> None:
    figure, ax = plt.subplots()
    assert flow_plot(flow(0), ax=ax) is ax
    plt.close(figure)
