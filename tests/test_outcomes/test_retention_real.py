"""Retention in the methadone and buprenorphine trial, from frames and from the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from paths import shared_data

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

MAPPING = {
    "version": 1,
    "sources": {
        "trial": {
            "tables": {
                "person": {
                    "person_id": "who",
                    "sex": {"column": "male", "codes": {"1": "male", "0": "female"}},
                    "age": {"column": "age", "type": "integer", "known_at": "anchor"},
                    "arm": {"column": "arm", "type": "string", "known_at": "anchor"},
                },
                "episode": {
                    "person_id": "who",
                    "site": "site",
                    "start_day": {"value": 0},
                    "end_day": "retention_days",
                    "end_reason": {
                        "column": "dropped",
                        "codes": {"1": "dropout", "0": "completed"},
                    },
                },
                "span": {
                    "person_id": "who",
                    "kind": {"value": "study"},
                    "start_day": {"value": 0},
                    "end_day": {"value": 154},
                },
            }
        }
    },
}


def from_frames() -> rv.Program:
    """Return the trial as a program of plain frames."""
    held = pd.read_csv(shared_data("ctn0027_retention.csv"))
    who = held["who"].astype(str)
    person = pd.DataFrame({"person_id": who, "age": held["age"], "arm": held["arm"]})
    person["sex"] = held["male"].map({0: "female", 1: "male"})
    episode = pd.DataFrame({"episode_id": who, "person_id": who, "site": held["site"].astype(str)})
    episode["end_day"] = held["retention_days"]
    episode["end_reason"] = np.where(held["dropped"] == 1, "dropout", "completed")
    span = episode[["person_id", "episode_id"]].assign(kind="study", start_day=0, end_day=154)
    tables = {"person": person, "episode": episode, "span": span}
    return rv.program(tables, extract_date=None, known={"arm": "anchor"})


def from_file() -> rv.Program:
    """Return the trial as read from its file."""
    return rv.read_csv(shared_data("ctn0027_retention.csv"), mapping=MAPPING)


@pytest.mark.parametrize("source", [from_frames, from_file])
def test_completion_of_the_trial_is_as_published(source) -> None:
    cohort = rv.cohort(source(), arm="arm")
    assert cohort.assessed == len(cohort.people) == 1269
    stay = rv.retention(cohort)
    data = stay.data
    assert data["rule"].value_counts().to_dict() == {"completed": 737, "recorded end": 532}
    # 76 people had no day of treatment; they are kept, and leave on day 0.
    assert (data.loc[data["event"], "time"] == 0).sum() == 76
    curve = rv.kaplan_meier(stay, by="arm").at([154]).tidy().set_index("group")["estimate"]
    # 394 of 529 and 343 of 740, the 74.5 % and 46.4 % that were published.
    assert curve.to_dict() == pytest.approx({"MET": 394 / 529, "BUP": 343 / 740}, rel=1e-12)


def test_the_horizon_of_the_trial_is_its_last_day() -> None:
    cohort = rv.cohort(from_frames(), include="age >= 18", arm="arm")
    assert rv.retention(cohort, horizon_days=154).follow_up == 154
    with pytest.raises(OutcomeError, match="RE-E25"):
        rv.retention(cohort, horizon_days=155)
