"""What a synthetic program holds, and what its mechanism promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import OutcomeError
from recoveryeval.synthetic.calendar import EXTRACT_DATE
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.sites import COACHING_START
from recoveryeval.synthetic.streams import streams
from recoveryeval.synthetic.tables import MAKERS
from recoveryeval.synthetic.world import draw_world


@pytest.fixture(scope="module")
def program():
    return rv.synthetic_program(300, rng=5)[0]


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


def test_coaching_is_given_only_where_it_had_begun(program):
    people = program.tables["episode"].merge(program.tables["site"], on="site")
    coached = people[people["arm"] == "coaching"]
    assert (coached["anchor"] >= coached["coaching_start"]).all()
    assert COACHING_START[-1] is None
    assert (people.loc[people["coaching_start"].isna(), "arm"] == "usual care").all()


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
