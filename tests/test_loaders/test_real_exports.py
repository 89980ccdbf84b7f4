"""Real, public files through read_csv and a mapping."""

from __future__ import annotations

from typing import Any

import pytest
from paths import shared_data

import recoveryeval as rv

RETENTION: dict[str, Any] = {
    "version": 1,
    "sources": {
        "ctn0027": {
            "tables": {
                "person": {
                    "person_id": "who",
                    "sex": {"column": "male", "codes": {"1": "male", "0": "female"}},
                    "age": {"column": "age", "type": "integer", "known_at": "anchor"},
                    "arm": {"column": "arm", "type": "string", "known_at": "anchor"},
                    "injected": {"column": "used_iv", "type": "boolean", "known_at": "anchor"},
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
LINKAGE: dict[str, Any] = {
    "version": 1,
    "sources": {
        "help": {
            "tables": {
                "person": {
                    "person_id": "id",
                    "sex": "sex",
                    "age": {"column": "age", "type": "integer", "known_at": "anchor"},
                    "arm": {"column": "treat", "type": "boolean", "known_at": "anchor"},
                    "substance": {"column": "substance", "type": "string", "known_at": "anchor"},
                },
                "episode": {"person_id": "id", "start_day": {"value": 0}},
                "event": {
                    "where": {"linkstatus": "1"},
                    "person_id": "id",
                    "type": {"value": "other"},
                    "start_day": "dayslink",
                    "derived_by": {"value": "linkage to primary care"},
                },
                "span": {
                    "filled": "linkstatus",
                    "person_id": "id",
                    "kind": {"value": "study"},
                    "start_day": {"value": 0},
                    "end_day": "dayslink",
                },
            }
        }
    },
}


@pytest.fixture(scope="module")
def trial() -> rv.Program:
    """Return the methadone and buprenorphine trial."""
    return rv.read_csv(shared_data("ctn0027_retention.csv"), mapping=RETENTION)


@pytest.fixture(scope="module")
def linkage() -> rv.Program:
    """Return the trial of a clinic that links people to primary care."""
    return rv.read_csv(shared_data("help_rct.csv"), mapping=LINKAGE)


def test_trial_is_read_whole(trial: rv.Program) -> None:
    held = trial.ledger.set_index("table")
    assert held.loc["(file)", ["rows_read", "kept"]].tolist() == [1269, 1269]
    assert held.loc[["person", "episode", "span"], "kept"].tolist() == [1269] * 3
    assert trial.quarantine.empty


def test_trial_completion_is_as_published(trial: rv.Program) -> None:
    stays = trial.tables["episode"].merge(trial.tables["person"], on="person_id")
    completed = (stays["end_reason"] == "completed").groupby(stays["arm"]).mean()
    assert completed.round(3).to_dict() == {"BUP": 0.464, "MET": 0.745}
    assert (stays["end_day"] == 0).sum() == 76
    assert stays["injected"].isna().sum() > 0
    assert trial.known["arm"] == "anchor"


def test_linkage_is_read_whole(linkage: rv.Program) -> None:
    held = linkage.ledger.set_index("table")
    assert held.loc["(file)", "kept"] == 453
    assert held.loc["span", "kept"] == 431  # 22 people have no record of linkage
    assert linkage.quarantine.empty


def test_linkage_events(linkage: rv.Program) -> None:
    event = linkage.tables["event"]
    assert len(event) == 163
    assert event["person_id"].is_unique
    assert event["start_day"].notna().all()
    people = linkage.tables["person"].merge(event, on="person_id", how="left")
    assert people.groupby("arm")["start_day"].count().to_dict() == {False: 35, True: 128}
