"""The swimmer plot: one line per person, nobody named, never released."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot as plt
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.analyses.swimmer_lines import swimmer_lines
from recoveryeval.errors import OutcomeError, ReleaseError
from recoveryeval.plots.alt_text import get_alt


def five() -> rv.Cohort:
    """Return five people, one of whom died and one of whom was admitted twice."""
    ends = {"SECRET1": 30, "SECRET2": None, "SECRET3": 60, "SECRET4": 90, "SECRET5": None}
    people = {who: {"end": end, "anchor": day(0)} for who, end in ends.items()}
    people["SECRET5"]["anchor"] = day(50)
    events = [
        {"person_id": "SECRET4", "type": "death", "start": 100},
        {"person_id": "SECRET1", "type": "inpatient", "start": 40},
        {"person_id": "SECRET1", "type": "inpatient", "start": 70},
        {"person_id": "SECRET1", "type": "ed", "start": 75},
    ]
    log = {who: [50 if who == "SECRET5" else 0, 60] for who in people}
    return rv.cohort(plain_program(people, log, extract=day(200), events=events))


def test_lines_run_from_the_shortest_to_the_longest() -> None:
    lines = swimmer_lines(five(), people=5, services=(), events=("inpatient", "death"))
    assert lines.people["end"].tolist() == [30, 60, 90, np.inf, np.inf]
    assert lines.people["seen_to"].tolist() == [200, 200, 100, 150, 200]
    assert lines.events.to_numpy().tolist() == [
        [0, 40, "Inpatient stay"],
        [0, 70, "Inpatient stay"],
        [2, 100, "Death"],
    ]
    assert lines.contacts.groupby("line").size().tolist() == [2] * 5
    few = swimmer_lines(five(), people=3, services=(), events=())
    assert few.people["end"].tolist() == [30, 90, np.inf]
    assert few.total == 5


def test_nobody_is_named_on_the_picture() -> None:
    ax = rv.swimmer(five(), people=3)
    texts = [t.get_text() for t in ax.figure.findobj(plt.Text)]
    assert not any("SECRET" in text or "2025" in text for text in [*texts, get_alt(ax)])
    assert any("Internal: not for release" in text.replace("\n", " ") for text in texts)
    assert get_alt(ax).startswith("Swimmer plot of 3 people")
    plt.close(ax.figure)


@pytest.mark.parametrize("profile", ["funder", "public"])
def test_lines_of_people_are_never_released(profile) -> None:
    with pytest.raises(ReleaseError, match="RE-R02"):
        rv.swimmer(five(), profile=profile)


@pytest.mark.parametrize(
    "options",
    [
        {"people": 0},
        {"people": 500},
        {"service": "tea"},
        {"events": ["use", "ed", "detox", "arrest", "overdose", "death", "crisis"]},
        {"events": "deth"},
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict) -> None:
    with pytest.raises(OutcomeError, match="RE-A05"):
        rv.swimmer(five(), **options)
