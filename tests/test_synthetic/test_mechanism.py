"""What the mechanism behind a synthetic program promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from recoveryeval.synthetic.contacts import DONE, PEER
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.schedule import LONGEST_GAP
from recoveryeval.synthetic.streams import streams
from recoveryeval.synthetic.world import draw_world


@pytest.fixture(scope="module")
def world():
    return draw_world(2_000, Effects(), streams(1))


def completed(world):
    log = world.contacts
    done = (log.status == DONE) & (log.person >= 0)
    day = log.date[done] - world.people.anchor[log.person[done]]
    return pd.DataFrame({"person": log.person[done], "day": day, "service": log.service[done]})


def test_last_contact_is_the_day_of_leaving(world):
    course = world.course
    last = completed(world).groupby("person")["day"].max()
    gone = (course.exit_kind < 0) & (np.floor(course.leaving) <= course.observed_to)
    assert gone.sum() > 500
    assert (last[np.flatnonzero(gone)] == np.floor(course.leaving[gone])).all()


def test_no_contact_after_leaving_and_no_long_gap_before(world):
    contacts = completed(world)
    person = contacts["person"].to_numpy()
    assert (contacts["day"] <= world.course.engaged_to[person]).all()
    ordered = contacts.sort_values(["person", "day"])
    assert ordered.groupby("person")["day"].diff().max() <= LONGEST_GAP
    assert (ordered.groupby("person")["day"].min() == 0).all()
    still = np.flatnonzero(world.course.engaged_to == world.people.follow_up)
    last = contacts.groupby("person")["day"].max()
    assert (world.people.follow_up[still] - last[still] <= LONGEST_GAP).all()


def test_coached_people_and_only_they_meet_coaches(world):
    contacts = completed(world)
    met = contacts.loc[contacts["service"] == PEER, "person"].unique()
    coached = world.people.arm == 1
    assert coached[met].all()
    # A death or arrest before the first coach contact is all that keeps one from happening.
    assert len(met) > 0.98 * coached.sum()


def test_attempts_after_leaving_are_in_the_log(world):
    log = world.contacts
    known = log.person >= 0
    day = log.date[known] - world.people.anchor[log.person[known]]
    late = day > world.course.engaged_to[log.person[known]]
    assert late.sum() > 100
    assert (log.status[known][late] != DONE).all()


def test_severity_confounds_the_arm_as_asked():
    for strength, sign in ((0.8, 1), (-0.8, -1)):
        people = draw_world(4_000, Effects(confounding=strength), streams(6)).people
        gap = people.severity[people.arm == 1].mean() - people.severity[people.arm == 0].mean()
        assert sign * gap > 0.5
    people = draw_world(4_000, Effects(confounding=0.0), streams(6)).people
    gap = people.severity[people.arm == 1].mean() - people.severity[people.arm == 0].mean()
    assert abs(gap) < 4 * np.sqrt(2 / 1_000)  # SD of severity is the root of 2


def test_entry_date_is_independent_of_severity_within_an_arm(world):
    for arm in (0, 1):
        inside = world.people.arm == arm
        r = np.corrcoef(world.people.severity[inside], world.people.anchor[inside])[0, 1]
        assert abs(r) < 4 / np.sqrt(inside.sum())


def test_nothing_happens_after_death(world):
    death = np.floor(world.course.death)
    for person, day in (
        (world.admissions.person, world.admissions.start),
        (world.happenings.person, world.happenings.day),
        (world.custody.person, world.custody.start),
        (np.nonzero(world.interviews.held)[0], world.interviews.day[world.interviews.held]),
    ):
        assert (day <= death[person]).all()


def test_loss_to_interviews_is_monotone(world):
    held = world.interviews.held
    assert held[:, 0].all()
    assert (held[:, 1:] <= held[:, :-1]).all()
    assert held[:, 3].sum() < held[:, 1].sum()
