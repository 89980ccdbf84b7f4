"""A synthetic world as the schema's tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from recoveryeval.synthetic.assessments import (
    USE_INTERVIEW,
    assessment_frame,
    days_used,
    response_frame,
    use_responses,
)
from recoveryeval.synthetic.coaches import coach_frame
from recoveryeval.synthetic.contact_details import contact_frame
from recoveryeval.synthetic.demographics import person_frame
from recoveryeval.synthetic.episodes import assignment_frame, diagnosis_frame, episode_frame
from recoveryeval.synthetic.events import event_frame
from recoveryeval.synthetic.goals import goal_frame
from recoveryeval.synthetic.medication import drug_frame
from recoveryeval.synthetic.observation import span_frame
from recoveryeval.synthetic.referrals import referral_frame
from recoveryeval.synthetic.sites import site_frame
from recoveryeval.synthetic.spells import state_frame
from recoveryeval.synthetic.staff_records import staff_record_frame
from recoveryeval.synthetic.streams import Streams
from recoveryeval.synthetic.use import panel_frame
from recoveryeval.synthetic.use_events import use_event_frame
from recoveryeval.synthetic.world import World

SCALES_SOURCE, SURVEY_SOURCE = "redcap", "survey"


def _events(w: World, rngs: Streams) -> pd.DataFrame:
    """Return dated events of all sources."""
    dated = event_frame(w, rngs)
    used = use_event_frame(w.people, w.interviews, w.using)
    return pd.concat([dated, used], ignore_index=True)


def _assessments(w: World, _: Streams) -> pd.DataFrame:
    """Return administrations of the two scales and of the use interview."""
    named = [(a.scale.instrument, SCALES_SOURCE) for a in w.answers]
    parts = [
        assessment_frame(w.people, w.interviews, instrument, source)
        for instrument, source in [*named, (USE_INTERVIEW, SURVEY_SOURCE)]
    ]
    return pd.concat(parts, ignore_index=True)


def _responses(w: World, rngs: Streams) -> pd.DataFrame:
    """Return the answers to the two scales and to the use interview."""
    parts = [response_frame(w.people, w.interviews, a, rngs) for a in w.answers]
    parts.append(
        use_responses(
            w.people,
            w.interviews,
            days_used(w.using, rngs),
            share=w.effects.item_missing_share,
            rngs=rngs,
        )
    )
    return pd.concat(parts, ignore_index=True)


MAKERS: dict[str, Callable[[World, Streams], pd.DataFrame]] = {
    "site": lambda _, __: site_frame(),
    "person": lambda w, r: person_frame(w.people, r),
    "episode": lambda w, r: episode_frame(w.people, w.course, r),
    "diagnosis": lambda w, r: diagnosis_frame(w.people, r),
    "coach": lambda w, r: coach_frame(w.staff, r),
    "assignment": lambda w, _: assignment_frame(w.people, w.course, w.staff),
    "contact": lambda w, r: contact_frame(w.people, w.staff, w.contacts, w.effects, r),
    "event": _events,
    "drug": lambda w, r: drug_frame(w.people, w.course, w.covered, w.effects, r),
    "span": lambda w, _: span_frame(w.people, w.course, w.covered),
    "panel": lambda w, _: panel_frame(w.people, w.tests),
    "assessment": _assessments,
    "response": _responses,
    "goal": lambda w, r: goal_frame(w.people, w.course, w.effects, r),
    "referral": lambda w, r: referral_frame(w.people, w.course, w.staff, w.effects, r),
    "state": lambda w, r: state_frame(w.people, w.course, w.custody, w.effects, r),
    "staff_record": lambda w, r: staff_record_frame(w.staff, r),
}


def make_tables(
    world: World, rngs: Streams, wanted: Sequence[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables asked for, or all of them."""
    return {
        name: make(world, rngs) for name, make in MAKERS.items() if wanted is None or name in wanted
    }
