"""Dose over time of the five people by hand, and its picture."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from five_engaged import five
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.analyses.dose import dose_over_time
from recoveryeval.errors import OutcomeError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.dose import dose_plot


def test_by_hand() -> None:
    rows = dose_over_time(five(), weeks=5).tidy()
    # C is observed for three weeks and E dies in the fourth, so that three people are left.
    assert rows["n_risk"].tolist() == [5, 5, 5, 3, 3]
    assert rows["n_event"].tolist() == [4, 4, 1, 2, 2]
    assert rows["estimate"].tolist() == pytest.approx([4 / 5, 4 / 5, 1 / 5, 2 / 3, 2 / 3])
    # Week 1: 1, 0, 0, 1, 2 contacts; their mean is 0.8 and their variance 0.7.
    assert rows["std_error"].iloc[0] == pytest.approx((0.7 / 5) ** 0.5)


def test_the_share_with_a_contact_and_services() -> None:
    rows = dose_over_time(five(), measure="share", service="therapy", weeks=3).tidy()
    assert rows["n_event"].tolist() == [0, 1, 1]
    assert rows["estimate"].tolist() == pytest.approx([0, 0.2, 0.2])
    # Wilson's upper limit of 0 in 5 is z^2 / (5 + z^2).
    assert rows["conf_high"].iloc[0] == pytest.approx(3.841459 / 8.841459, abs=1e-6)


def test_weeks_end_with_the_last_person_observed() -> None:
    rows = dose_over_time(five(), weeks=520).tidy()
    assert rows["time"].max() == 14
    assert rows["n_risk"].iloc[-1] == 3


def test_nobody_observed_for_a_week_is_refused() -> None:
    program = plain_program({"01": {}, "02": {}}, {"01": [1]}, extract=day(5))
    with pytest.raises(OutcomeError, match="whole week"):
        dose_over_time(rv.cohort(program))


@pytest.mark.parametrize(
    "options",
    [{"measure": "contact"}, {"weeks": 0}, {"weeks": True}, {"service": "pear"}, {"by": "sit"}],
)
def test_what_is_not_allowed_is_refused(options: dict) -> None:
    with pytest.raises(OutcomeError):
        dose_over_time(five(), **options)


@pytest.mark.parametrize("measure", ["contacts", "share"])
def test_the_picture_has_the_counts_under_its_ticks(measure: str) -> None:
    program, _ = rv.synthetic_program(200)
    found = dose_over_time(rv.cohort(program, arm="arm"), by="arm", measure=measure)
    ax = dose_plot(found.tidy(), labels=dict(found.labels))
    assert ax.get_ylim()[0] == 0
    texts = {text.get_text() for text in ax.texts}
    assert "People observed for the whole week" in texts
    for arm, rows in found.tidy().groupby("group"):
        assert f"{rows['n_risk'].iloc[0]:,.0f}" in texts
        assert f"{arm}: " in get_alt(ax)
    assert "in week 1," in get_alt(ax)
    plt.close("all")
