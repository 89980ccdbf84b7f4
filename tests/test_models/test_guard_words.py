"""P08: no refusal and no check of a survival verb shows a value of a cell, an id or a date."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_verbs import ALL, COMPARISONS, asked, study

from recoveryeval.errors import RecoveryEvalError

NAME, NUMBER = "Quillfeather", 73519.25


def planted(size: int = 24) -> pd.DataFrame:
    """Return a study with a name as an id, and a number nobody else has."""
    frame = study(size)
    frame["age"] = frame["age"].astype(float)
    frame.loc[3, "age"] = NUMBER
    frame["id"] = [f"{NAME}-{i}" for i in range(size)]
    return frame


def faults() -> dict[str, Any]:
    """Return ways to break a study, each leaving the planted values in it."""
    fourth = (np.arange(24) == 3).astype(int)
    two = pd.concat([planted(), planted()], ignore_index=True)
    return {
        "no events": (planted().assign(event=0, status=0), {}),
        "constant arm": (planted().assign(arm=NAME), {}),
        "missing": (planted().assign(age=lambda f: f["age"].where(f.index % 3 == 0)), {}),
        "negative": (planted().assign(day=-NUMBER), {}),
        "text in time": (planted().assign(day=NAME), {}),
        "codes": (planted().assign(event=NUMBER, status=9), {}),
        "overlap": (two.assign(start=0), {"person": "id", "entry": "start"}),
        "one event": (planted().assign(event=fourth, status=fourth), {}),
    }


@pytest.mark.parametrize("fault", list(faults()))
@pytest.mark.parametrize("name", ALL)
def test_no_message_shows_a_value(name: str, fault: str) -> None:
    frame, roles = faults()[fault]
    frame = frame.drop(columns="id") if "person" not in roles else frame
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
