"""Pictures of engagement, steps, weeks, lines and follow-up: few people, one person, long names."""

from __future__ import annotations

import warnings

import matplotlib as mpl
import pytest

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt

mpl.use("Agg")
LONG = {
    "coaching": "Recovery coaching beside clinical care, started in the hospital",
    "usual care": "Usual care with a referral list and a telephone number only",
}
STEPS = ["referred", "referral_attended", "started_medication", "retained"]
TABLES = ["contact", "event", "span", "panel", "referral", "drug", "assessment"]


def cohort(n: int, *, arm: bool = True, long: bool = False) -> rv.Cohort:
    """Return people of a synthetic program, with arms of long names if asked for."""
    made = rv.synthetic_program(n, rng=3, tables=TABLES).program
    if long:
        tables = {name: table for name, table in made.tables.items() if len(table)}
        home = "arm" in tables["episode"]
        owner = "episode" if home else "person"
        tables[owner] = tables[owner].assign(arm=tables[owner]["arm"].map(LONG))
        made = rv.program(tables, extract_date=made.extract_date, known={"arm": "anchor"})
    return rv.cohort(made, arm="arm" if arm else None)


@pytest.fixture(scope="module")
def few() -> rv.Cohort:
    return cohort(40, long=True)


@pytest.fixture(scope="module")
def one() -> rv.Cohort:
    return cohort(1, arm=False)


PICTURES = {
    "dose": lambda c, by: rv.dose_over_time(c, by=by).plot(),
    "share": lambda c, by: rv.dose_over_time(c, by=by, measure="share").plot(),
    "cascade": lambda c, by: rv.cascade(c, STEPS, by=by, order="any").plot(),
    "weeks": lambda c, _: rv.weekly_results(c).plot(),
    "swimmer": lambda c, _: rv.swimmer(c),
    "definitions": lambda c, by: rv.across(
        ["retention.contact_gap", "retention.coaching_gap"],
        c,
        model=lambda outcome: rv.kaplan_meier(outcome, by=by).at([60]),
    ).plot(),
    "readmission": lambda c, by: rv.cumulative_incidence(rv.readmission(c), by=by).plot(),
    "windows": lambda c, _: rv.before_after(
        rv.utilization(c, definition="inpatient", form="mirrored")
    ).plot(),
    "followup": lambda c, by: rv.followup_rate(c, by=by).plot(),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("who", ["few", "one"])
def test_pictures_keep_their_room_and_say_what_they_show(name: str, who: str, request) -> None:
    from matplotlib import pyplot as plt

    people = request.getfixturevalue(who)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a layout that collapses is a warning of matplotlib's
        ax = PICTURES[name](people, "arm" if who == "few" else None)
        figure = ax.get_figure()
        figure.canvas.draw()
    box, whole = ax.get_window_extent(), figure.bbox
    assert box.width > 0.35 * whole.width
    told = get_alt(ax)
    assert "nan" not in told.split()
    assert "1 people" not in told
    plt.close(figure)


def test_lines_are_grouped_by_an_arm_that_was_asked_for_only() -> None:
    ax = rv.swimmer(cohort(20, arm=False))
    assert [t.get_text() for t in ax.get_yticklabels()] == [""]


def test_groups_stand_side_by_side_in_the_follow_up_rate(few: rv.Cohort) -> None:
    ax = rv.followup_rate(few, by="arm").plot()
    ticks = [t.get_text().replace("\n", " ") for t in ax.get_xticklabels()]
    assert [t.rsplit(" ", 2)[0] for t in ticks] == sorted(LONG.values())
    assert ax.get_xlabel() == "Arm"


def test_definitions_are_drawn_on_one_scale_and_missing_groups_are_named(few: rv.Cohort) -> None:
    asked = {"on day 60": {"definition": "active", "at_days": 60}}
    drawn = rv.across(asked, few, family="engagement", model=lambda o: rv.risk(o, "arm")).plot()
    texts = [t.get_text() for t in drawn.texts]
    assert "Drawn: risk." in " ".join(texts).replace("\n", " ")
    assert drawn.get_xlabel() == "Share of people"
    short = cohort(40)
    curves = rv.across(
        ["retention.contact_gap", "retention.coaching_gap"],
        short,
        model=lambda outcome: rv.kaplan_meier(outcome, by="arm").at([120]),
    )
    lost = curves.tidy()["status"].eq("not_estimable").sum()
    assert [t.get_text() for t in curves.plot().texts].count("not estimable") == lost
