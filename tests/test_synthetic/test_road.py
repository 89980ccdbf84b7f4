"""The package's own road, from contacts to a curve, meets the truth too."""

from __future__ import annotations

import numpy as np
import pytest

import recoveryeval as rv
from recoveryeval.cohorts.build import cohort
from recoveryeval.models.curves.kaplan_meier import kaplan_meier
from recoveryeval.models.curves.rmst import rmst
from recoveryeval.outcomes.retention import retention
from recoveryeval.synthetic.calendar import EXTRACT_DATE
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.streams import DEFAULT_SEED, streams
from recoveryeval.synthetic.synthetic_program import KNOWN
from recoveryeval.synthetic.tables import make_tables
from recoveryeval.synthetic.true_values import truth_of
from recoveryeval.synthetic.world import draw_world

EXITS = ("completed", "transfer", "death", "incarceration")
CONTACT = ["contact_id", "person_id", "episode_id", "date", "status", "service"]
EVENT = ["event_id", "person_id", "episode_id", "type", "start", "end", "source"]


def made(n, effects=None):
    """A program with the columns that retention needs: a quarter of the time for all of them."""
    rngs, chosen = streams(DEFAULT_SEED), effects or Effects()
    wanted = ("person", "episode", "span", "contact", "event", "site")
    tables = make_tables(draw_world(n, chosen, rngs), rngs, wanted)
    tables["contact"] = tables["contact"][CONTACT]
    tables["event"] = tables["event"][EVENT]
    program = rv.program(tables, extract_date=EXTRACT_DATE, known=KNOWN)
    return program, truth_of(chosen)


def z_scores(program, truth, **options):
    """How many errors each estimate lies from the truth."""
    stay = retention(cohort(program, arm="arm"), exits=dict.fromkeys(EXITS, "censor"), **options)
    curve = kaplan_meier(stay, "arm").at([30, 90, 180, 365]).tidy()
    area = rmst(stay, "arm", horizon=180).tidy()
    area = area[(area["group"] != "") & area["group"].notna()]
    names = {"survival": curve, "restricted mean time": area}
    found = []
    for estimand, rows in names.items():
        for row in rows.itertuples():
            time = row.time if estimand == "survival" else 180
            value = truth.get(estimand=estimand, outcome="retention", group=row.group, time=time)
            found.append((row.estimate - value) / row.std_error)
    return np.array(found)


def test_retention_of_a_small_program_meets_truth():
    z = z_scores(*made(3_000))
    assert len(z) == 10
    assert (np.abs(z) < 4).all()


def test_gap_rule_finds_the_day_of_leaving_exactly():
    rngs = streams(DEFAULT_SEED)
    world = draw_world(300, Effects(), rngs)
    program = rv.program(make_tables(world, rngs), extract_date=EXTRACT_DATE, known=KNOWN)
    stay = retention(cohort(program), gap_days=30).data.set_index("person")
    left = stay[stay["rule"] == "gap"]
    latent = dict(zip(world.people.person_id, np.floor(world.course.leaving), strict=True))
    assert len(left) > 100
    assert left["time"].tolist() == [latent[person] for person in left.index]


@pytest.mark.slow
def test_retention_of_a_large_program_meets_truth():
    z = z_scores(*made(200_000))
    assert (np.abs(z) < 3).all()


@pytest.mark.slow
def test_retention_meets_truth_when_exits_are_frequent():
    effects = Effects(death_rate=0.4, incarceration_rate=0.6, transfer_rate=0.6)
    z = z_scores(*made(200_000, effects))
    assert (np.abs(z) < 3).all()
