"""The picture of a tipping point, and what pictures of pooled answers say of their people."""

from __future__ import annotations

import pytest
from lost_scores import at_last, study

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt


@pytest.fixture(scope="module")
def made() -> rv.Imputed:
    return rv.impute(study(200), m=3, rng=1, by="arm")


def test_a_tipping_point_is_drawn_over_the_points(made: rv.Imputed) -> None:
    """Numbers on the axis, not names of rows; the answer's change is marked, and told in words."""
    found = rv.tipping_point(made, at_last, deltas=[0, -2, -20], by="arm", group="coaching")
    axes = found.plot()
    assert axes.get_xlabel() == "Points added to imputed scores of coaching"
    assert [text.get_text() for text in axes.get_xticklabels()] == ["-20", "-2", "0"]
    assert sorted(axes.get_xticks()) == [-20, -2, 0]
    assert axes.get_legend().get_texts()[0].get_text() == "another answer than at 0"
    assert "-20 points" in get_alt(axes)


def test_pooled_means_name_no_imputed_score_as_seen(made: rv.Imputed) -> None:
    """Counts are of people, and no mean of one version stands for what was observed."""
    found = made.fit(lambda o: rv.mmrm(o, "arm * wave").means(["wave", "arm"]))
    assert "observed" not in found.tidy()
    axes = found.plot()
    assert "(3 imputations)" in axes.get_title(loc="left")
    texts = {text.get_text() for text in axes.texts}
    assert "people" in texts
    assert "seen" not in texts
    changed = made.fit(
        lambda o: rv.change(o, "arm", before=0, after=6, reliability=0.8, better="higher")
    )
    assert changed.plot().get_xlabel() == "People, absent scores imputed"


def test_a_jump_is_named_in_the_description(made: rv.Imputed) -> None:
    """The assumption of a jump stands in the description."""
    jumped = rv.impute(study(200), m=2, rng=1, by="arm", strategy="jump to reference",
                       reference="control")  # fmt: skip
    assert "went on as control does" in jumped.fit(at_last).describe()
    assert "went on" not in made.fit(at_last).describe()


def test_long_names_leave_room_for_the_bars_of_change(made: rv.Imputed) -> None:
    """Names are broken, so that bars stay wider than names."""
    rows = made.outcomes[0].data
    rows["arm"] = rows["arm"].replace("coaching", "peer coaching in the emergency department")
    own = rv.repeated_measures(
        rows[["person", "wave", "value", "arm"]], value="value", person="person", wave="wave"
    )
    axes = rv.change(own, "arm", before=0, after=6, reliability=0.8, better="higher").plot()
    axes.figure.canvas.draw()
    bars = axes.get_window_extent().width
    names = max(text.get_window_extent().width for text in axes.get_yticklabels())
    assert bars > 1.5 * names
