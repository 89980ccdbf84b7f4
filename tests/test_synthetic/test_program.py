"""What a synthetic program holds, and what its mechanism promises."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv
from recoveryeval.errors import OutcomeError
from recoveryeval.synthetic.calendar import EXTRACT_DATE
from recoveryeval.synthetic.contacts import DONE, PEER
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import numbered, padded
from recoveryeval.synthetic.items import split_total
from recoveryeval.synthetic.schedule import LONGEST_GAP
from recoveryeval.synthetic.sites import COACHING_START
from recoveryeval.synthetic.streams import streams
from recoveryeval.synthetic.tables import MAKERS
from recoveryeval.synthetic.world import draw_world


@pytest.fixture(scope="module")
def world():
    return draw_world(2_000, Effects(), streams(1))


@pytest.fixture(scope="module")
def program():
    return rv.synthetic_program(300, rng=5)[0]


def completed(world):
    log = world.contacts
    done = (log.status == DONE) & (log.person >= 0)
    day = log.date[done] - world.people.anchor[log.person[done]]
    return pd.DataFrame({"person": log.person[done], "day": day, "service": log.service[done]})


def test_unpacks_and_has_every_table():
    program, truth = rv.synthetic_program(50)
    assert set(MAKERS) <= {name for name, frame in program.tables.items() if len(frame)}
    assert len(program.tables["person"]) == len(program.tables["episode"]) == 50
    assert program.extract_date == EXTRACT_DATE
    assert len(truth.table) > 500


def test_clean_program_has_nothing_to_complain_of(program):
    assert program.checks().empty
    assert program.quarantine.empty


def test_same_seed_same_program():
    first, second = rv.synthetic_program(60, rng=3)[0], rv.synthetic_program(60, rng=3)[0]
    by_generator = rv.synthetic_program(60, rng=np.random.default_rng(3))[0]
    for name, frame in first.tables.items():
        pd.testing.assert_frame_equal(frame, second.tables[name])
        pd.testing.assert_frame_equal(frame, by_generator.tables[name])
    other = rv.synthetic_program(60, rng=4)[0]
    assert not first.tables["contact"].equals(other.tables["contact"])


def test_one_effect_leaves_other_parts_as_they_were():
    base = draw_world(200, Effects(), streams(2))
    moved = draw_world(200, replace(Effects(), use_start=0.4), streams(2))
    assert (base.using != moved.using).any()
    assert (base.contacts.date == moved.contacts.date).all()
    assert (base.totals[0] == moved.totals[0]).all()


def test_only_wanted_tables_are_made():
    program, _ = rv.synthetic_program(20, tables=["contact"])
    full = {name for name, frame in program.tables.items() if len(frame)}
    assert full - {"meta"} == {"person", "episode", "contact"}


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


def test_coaching_is_given_only_where_it_had_begun(program):
    people = program.tables["episode"].merge(program.tables["site"], on="site")
    coached = people[people["arm"] == "coaching"]
    assert (coached["anchor"] >= coached["coaching_start"]).all()
    assert COACHING_START[-1] is None
    assert (people.loc[people["coaching_start"].isna(), "arm"] == "usual care").all()


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


def test_some_are_still_enrolled_and_open(program):
    episodes = program.tables["episode"]
    still = episodes["status"] == "open"
    assert 0.2 < still.mean() < 0.8
    assert episodes.loc[still, "end"].isna().all()
    assert episodes.loc[~still, "end"].notna().all()
    assert (episodes["end"].dropna() <= pd.Timestamp(EXTRACT_DATE)).all()


def test_ids_are_text_with_leading_zeros(program):
    for table, column in (
        ("person", "person_id"),
        ("contact", "contact_id"),
        ("coach", "coach_id"),
    ):
        ids = program.tables[table][column]
        assert ids.str.startswith("0").any()
        assert len(set(ids.str.len())) == 1


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


@given(
    total=st.lists(st.integers(10, 60), min_size=1, max_size=30),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=50)
def test_items_add_up_to_their_total(total, seed):
    totals = np.array(total)
    items = split_total(totals, 6, np.random.default_rng(seed))
    assert (items.sum(axis=1) == totals).all()
    assert items.min() >= 1
    assert items.max() <= 6


def test_items_differ_as_answers_do():
    items = split_total(np.full(500, 35), 6, np.random.default_rng(0))
    assert items.std(axis=1).mean() > 0.7


@given(st.lists(st.integers(0, 5), max_size=40))
def test_rows_are_numbered_within_people(people):
    person = np.array(people, dtype="int64")
    expected = pd.Series(person).groupby(person).cumcount().to_numpy() + 1
    assert numbered(person).tolist() == expected.tolist()


def test_ids_are_padded():
    assert padded(np.array([7, 1234567]), 7).tolist() == ["0000007", "1234567"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coaching_share", 1.2),
        ("leaving_shape", 0.0),
        ("death_rate", -0.1),
        ("use_stop", 1.0),
        ("gse_sd", -1.0),
        ("confounding", float("nan")),
        ("contact_gap_high", 14.0),
        ("contact_gap_low", 13.5),
    ],
)
def test_impossible_effects_are_refused(name, value):
    with pytest.raises(OutcomeError, match="RE-SY1"):
        Effects(**{name: value})


def test_effects_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Effects().confounding = 1.0


@pytest.mark.parametrize("n", [1, 2, 7])
def test_tiny_programs_are_made(n):
    program, _ = rv.synthetic_program(n)
    assert len(program.tables["person"]) == n
    assert program.checks().empty


def test_no_coaching_and_no_risk_are_possible():
    quiet = Effects(
        coaching_share=0.0,
        death_rate=0.0,
        incarceration_rate=0.0,
        readmission_rate=0.0,
        transfer_rate=0.0,
        completion_rate=0.0,
        housing_gain_rate=0.0,
        housing_loss_rate=0.0,
        goal_met_rate=0.0,
        goal_dropped_rate=0.0,
        coverage_loss_rate=0.0,
        medication_stop_rate=0.0,
        no_show_share=0.0,
        attempted_share=0.0,
        cancelled_share=0.0,
        referrals_mean=0.0,
        ed_rate=0.0,
        arrest_rate=0.0,
        overdose_rate=0.0,
        naloxone_share=0.0,
    )
    program, truth = rv.synthetic_program(80, effects=quiet)
    assert set(program.tables["episode"]["arm"]) == {"usual care"}
    assert set(program.tables["episode"]["end_reason"].dropna()) == {"dropout"}
    assert truth.table["estimate"].notna().all()


@pytest.mark.parametrize(("options", "code"), [({"n": 0}, "RE-SY4"), ({"tables": ["x"]}, "RE-SY5")])
def test_impossible_requests_are_refused(options, code):
    with pytest.raises(OutcomeError, match=code):
        rv.synthetic_program(**options)
