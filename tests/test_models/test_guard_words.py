"""P08: no refusal and no check of a survival verb shows a value of a cell, an id or a date."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_verbs import ALL, COMPARISONS, asked, study

from recoveryeval.errors import RecoveryEvalError

NAME, NUMBER = "Quillfeather", 73519.25
# These are refused at the door, which is the same for all verbs on one kind of outcome.
AT_THE_DOOR = ("negative", "text in time", "codes", "overlap")
FAULTS = (*AT_THE_DOOR, "no events", "constant arm", "missing", "one event")
DOORS = ("cox", "gray_test", "rates", "interval_logrank")


def planted(size: int = 24) -> pd.DataFrame:
    """Return a study with a name as an id, and a number nobody else has."""
    frame = study(size)
    frame["age"] = frame["age"].astype(float)
    frame.loc[3, "age"] = NUMBER
    frame["id"] = [f"{NAME}-{i}" for i in range(size)]
    return frame


def broken(fault: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a study broken in one way, the planted values still in it, and its roles."""
    fourth = (np.arange(24) == 3).astype(int)
    roles = {"person": "id", "entry": "start"} if fault == "overlap" else {}
    frame = planted()
    changes: dict[str, dict[str, Any]] = {
        "no events": {"event": 0, "status": 0},
        "constant arm": {"arm": NAME},
        "missing": {"age": frame["age"].where(frame.index % 3 == 0)},
        "negative": {"day": -NUMBER},
        "text in time": {"day": NAME},
        "codes": {"event": NUMBER, "status": 9},
        "overlap": {"start": 0},
        "one event": {"event": fourth, "status": fourth},
    }
    frame = frame.assign(**changes[fault])
    if fault == "overlap":
        return pd.concat([frame, frame], ignore_index=True), roles
    return frame.drop(columns="id"), roles


@pytest.mark.parametrize(
    ("name", "fault"),
    [(n, f) for n in ALL for f in FAULTS if n in DOORS or f not in AT_THE_DOOR],
)
def test_no_message_shows_a_value(name: str, fault: str) -> None:
    frame, roles = broken(fault)
    try:
        result = asked(name, frame, **roles)
    except RecoveryEvalError as error:
        told = f"{error} {error.do} {error.__cause__} {error.__context__}"
    else:
        if isinstance(result, pd.DataFrame):
            return  # residuals are rows of people, and stay inside
        told = " ".join([*result.checks()["meaning"], result.methods(), result.describe()])
    if fault == "constant arm" and name in COMPARISONS:
        return  # a group is named by its label
    assert NAME not in told
    assert str(NUMBER) not in told
    assert f"{NUMBER:g}" not in told


@pytest.mark.parametrize("name", [n for n in ALL if n != "residuals"])
def test_what_is_kept_holds_no_row_of_a_person(name: str) -> None:
    frame = planted(40)
    text = asked(name, frame, person="id").to_json()
    assert NAME not in text
    assert str(NUMBER) not in text
