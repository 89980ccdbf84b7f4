"""Pictures of scores: means with what was seen, individual paths, before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt


@pytest.fixture(autouse=True)
def close() -> object:
    """Close every figure."""
    yield
    plt.close("all")


def scores(n: int = 60) -> rv.Outcome:
    """Return two arms at three waves; the last wave of the second arm was not held."""
    rng = np.random.default_rng(1)
    wide = pd.DataFrame(rng.normal(25, 3, (n, 3)).round(1), columns=[0, 3, 6])
    wide = wide.assign(id=range(n), arm=np.where(np.arange(n) % 2 == 0, "coaching", "usual care"))
    long = wide.melt(["id", "arm"], var_name="month", value_name="score")
    return rv.repeated_measures(long, value="score", person="id", wave="month", name="hope")


def test_estimated_means_are_drawn_over_the_means_seen() -> None:
    """A saturated model on complete data repeats what was seen; every wave and arm is told."""
    means = rv.mmrm(scores(), "arm * wave").means(["arm", "wave"])
    table = means.tidy()
    np.testing.assert_allclose(table["estimate"], table["observed"], rtol=1e-6)
    assert table["n"].tolist() == [30.0] * 6
    axes = means.plot()
    assert [t.get_text() for t in axes.get_xticklabels()] == ["0", "3", "6"]
    told = get_alt(axes)
    assert "coaching: 0 " in told and "usual care: 0 " in told  # noqa: PT018


@pytest.mark.parametrize("by", ["wave", ["wave", "arm"]])
def test_waves_may_stand_first_or_alone(by: str | list[str]) -> None:
    """The picture finds the waves wherever they are."""
    axes = rv.mmrm(scores(), "arm * wave").means(by).plot()
    assert [t.get_text() for t in axes.get_xticklabels()] == ["0", "3", "6"]


def test_means_without_waves_stay_a_forest() -> None:
    """By arm alone there is no line over time; the observed mean is in the table."""
    means = rv.mmrm(scores(), "arm * wave").means("arm")
    assert means.plot_name == "forest"
    assert means.tidy()["n"].tolist() == [90.0, 90.0]


def test_paths_are_people_and_stay_inside() -> None:
    """One thin line per person, no id, and no profile but internal."""
    axes = rv.paths(scores(), "arm", people=10)
    assert len(axes.lines) == 2 * (10 + 1)
    assert "coaching, 10 people" in get_alt(axes)
    with pytest.raises(rv.ReleaseError):
        rv.paths(scores(), profile="public")
    with pytest.raises(rv.EstimationError):
        rv.paths(scores(), people=0)


def test_a_wave_that_nobody_has_leaves_a_gap() -> None:
    """A wave seen by nobody in one arm draws nothing there, without a warning."""
    data = scores().data
    gone = (data["arm"] == "usual care") & (data["wave"] == 6)
    own = rv.repeated_measures(data[~gone], value="value", person="person", wave="wave")
    axes = rv.paths(own, "arm")
    assert "nan" in get_alt(axes)


def test_before_and_after_shade_what_may_be_error() -> None:
    """One point per person with both scores; the band is told in points."""
    axes = rv.change_scatter(
        scores(), "arm", before=0, after=6, reliability=0.8, better="higher", cut_off=25
    )
    assert sum(len(c.get_offsets()) for c in axes.collections[1:]) == 60
    assert "Reliable beyond" in get_alt(axes)
    with pytest.raises(rv.ReleaseError):
        rv.change_scatter(
            scores(), before=0, after=6, reliability=0.8, better="higher", profile="funder"
        )
