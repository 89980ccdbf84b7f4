"""Pictures of incidences and hazards: what they draw is what was estimated, nothing overlaps."""

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
from recoveryeval.plots.incidence import incidence_plot

SHORT = ["peer", "usual", "waiting"]
LONG = [f"County recovery community organization number {i} of the region" for i in range(3)]
CAUSES = {1: "readmission", 2: "death", 3: "moved away from the county"}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def outcome(groups: list[str], causes: int = 2) -> rv.Outcome:
    rng = np.random.default_rng(4)
    size = 60 * len(groups)
    frame = pd.DataFrame(
        {
            "day": rng.integers(1, 365, size),
            "status": rng.integers(0, causes + 1, size),
            "arm": np.array(groups)[np.arange(size) % len(groups)],
        }
    )
    named = {k: CAUSES[k] for k in range(1, causes + 1)}
    return rv.competing_events(frame, time="day", status="status", causes=named, name="ending")


def steps(ax: Axes) -> list[Any]:
    return [line for line in ax.lines if line.get_drawstyle() == "steps-post"]


def boxes(ax: Axes) -> dict[str, Any]:
    """Return where every text ends up, of the axes and of the panels in them."""
    figure: Any = ax.get_figure()
    figure.canvas.draw()
    legend = ax.get_legend()
    texts = [*ax.texts, *(legend.get_texts() if legend else []), ax.xaxis.label, ax.yaxis.label]
    for part in [ax, *ax.child_axes]:
        low, high = part.get_ylim()
        seen = [t for t in part.get_yticklabels() if low <= t.get_position()[1] <= high]
        texts += [part._left_title, *seen]  # type: ignore[attr-defined]
    low, high = ax.get_xlim()
    texts += [t for t in ax.get_xticklabels() if low <= t.get_position()[0] <= high]
    shown = [t for t in texts if t.get_text() and t.get_visible()]
    renderer = figure.canvas.get_renderer()
    return {f"{i} {t.get_text()}": t.get_window_extent(renderer) for i, t in enumerate(shown)}


def drawn(name: str, groups: list[str], causes: int) -> Axes:
    own = outcome(groups, causes)
    by = "arm" if len(groups) > 1 else None
    if name in ("hazard", "log_log"):
        return rv.nelson_aalen(own, by).plot(picture=name)
    return rv.cumulative_incidence(own, by).plot(picture=name)


@pytest.mark.parametrize("name", ["incidence", "stacked_incidence", "hazard", "log_log"])
@pytest.mark.parametrize(("groups", "causes"), [(SHORT[:1], 2), (SHORT[:2], 2), (LONG, 3)])
def test_no_text_overlaps_or_leaves_the_figure(name: str, groups: list[str], causes: int) -> None:
    ax = drawn(name, groups, causes)
    found = boxes(ax)
    overlaps = [
        (a, b)
        for (a, x), (b, y) in combinations(found.items(), 2)
        if x.padded(-2).overlaps(y.padded(-2))
    ]
    assert overlaps == []
    canvas = ax.get_figure().bbox  # type: ignore[union-attr]
    assert all(
        box.x0 > canvas.x0 - 2 and box.x1 < canvas.x1 + 2 and box.y0 > -2 and box.y1 < canvas.y1 + 2
        for box in found.values()
    )
    assert len(get_alt(ax)) > 100
    assert ax.get_xlabel()


def test_one_panel_per_cause_and_one_line_per_group() -> None:
    curve = rv.cumulative_incidence(outcome(SHORT[:2]), "arm")
    ax = curve.plot()
    assert [p.get_title(loc="left") for p in ax.child_axes] == ["readmission", "death"]
    for part, cause in zip(ax.child_axes, ["readmission", "death"], strict=True):
        own = curve.tidy()
        own = own[own["cause"] == cause]
        for line, (_, rows) in zip(steps(part), own.groupby("group", sort=False), strict=True):
            time, value = line.get_data()
            place = np.searchsorted(time, rows["time"], side="right") - 1
            np.testing.assert_array_equal(np.asarray(value)[place], rows["estimate"])
            assert (time[0], value[0]) == (0, 0)
        assert part.get_xlim() == ax.get_xlim()
    assert len({part.get_ylim() for part in ax.child_axes}) == 1


def test_causes_of_one_group_share_the_axes() -> None:
    ax = rv.cumulative_incidence(outcome(SHORT[:1])).plot()
    assert not ax.child_axes
    assert len({line.get_color() for line in steps(ax)}) == 2
    assert [t.get_text()[-7:] for t in ax.get_legend().get_texts()] == ["events)", "events)"]


def test_areas_add_up_to_everyone() -> None:
    curve = rv.cumulative_incidence(outcome(SHORT[:1], 3))
    ax = curve.plot(picture="stacked_incidence")
    assert len(ax.collections) == 4
    top = ax.collections[-1].get_paths()[0].vertices[:, 1].max()  # type: ignore[index]
    assert top == 1.0
    told = get_alt(ax)
    assert "none of: readmission, death, moved away from the county" in told


def test_counts_at_risk_stand_once() -> None:
    curve = rv.cumulative_incidence(outcome(SHORT[:2]), "arm")
    ax = curve.plot()
    counts = curve.at_risk(list(ax.get_xticks())).tidy()
    shown = [t.get_text() for t in ax.texts]
    assert shown[0] == "People at risk"
    assert sorted(shown[1:]) == sorted([*(f"{n:,.0f}" for n in counts["n_risk"]), *SHORT[:2]])


def test_counts_can_be_made_from_the_rows() -> None:
    tidy = rv.cumulative_incidence(outcome(SHORT[:2]), "arm").tidy()
    ax = incidence_plot(tidy)
    assert "120" not in [t.get_text() for t in ax.texts]
    assert [t.get_text() for t in ax.texts].count("60") == 2


def test_a_group_without_an_estimate_is_named() -> None:
    own = outcome(SHORT[:2])
    frame = own.data[["time", "cause"]].assign(arm=["one"] + ["others"] * (len(own.data) - 1))
    again = rv.competing_events(
        frame, time="time", status="cause", causes={1: "readmission", 2: "death"}
    )
    for curve in (rv.cumulative_incidence(again, "arm"), rv.nelson_aalen(again, "arm")):
        for picture in (None, *curve.extras["pictures"]):
            ax = curve.plot(picture=picture)
            assert "ot estimable" in get_alt(ax) or "no event" in get_alt(ax)


def test_survival_and_hazard_have_the_same_log_log_shape() -> None:
    own = outcome(SHORT[:2], 1)
    for curve in (rv.kaplan_meier(own, "arm"), rv.nelson_aalen(own, "arm")):
        ax = curve.plot(picture="log_log")
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        rises = [np.diff(np.asarray(line.get_ydata(), dtype=float)) for line in steps(ax)]
        assert all((rise > 0).all() for rise in rises)
