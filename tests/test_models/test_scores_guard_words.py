"""P08: no refusal and no check of a verb of scores shows a value of a cell, an id or a date."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from score_verbs import ALL, ask, study

import recoveryeval as rv

NAME, NUMBER = "Quillfeather", 73519.25


def planted(people: int = 24) -> pd.DataFrame:
    """Return a study with a name in its ids, and a number nobody else has."""
    frame = study(people)
    frame["id"] = NAME + frame["id"]
    frame.loc[frame.index[3], ["age", "score"]] = NUMBER
    return frame


FAULTS: dict[str, Any] = {
    "as it is": lambda f: f,
    "one answer": lambda f: f.assign(yes=True, uses=0, score=NUMBER),
    "constant arm": lambda f: f.assign(arm="peer"),
    "missing": lambda f: f.assign(age=f["age"].where(np.arange(len(f)) % 4 == 3)),
    "infinite": lambda f: f.assign(age=f["age"].where(f.index != 5, np.inf)),
    "collinear": lambda f: f.assign(age=(f["arm"] == "peer") * NUMBER),
    "text": lambda f: f.assign(age=NAME + f["age"].astype(str)),
    "two rows": lambda f: pd.concat([f, f], ignore_index=True),
    "one visit": lambda f: f[f["month"] == 0],
    "one person": lambda f: f[f["id"] == f["id"].iloc[0]],
    "separated": lambda f: f.assign(yes=f["arm"] == "peer", uses=f["uses"].where(f["yes"], 0)),
    "text in answers": lambda f: f.assign(yes=NAME, uses=NAME, score=NAME),
}


def said(name: str, fault: str) -> str:
    """Return all that a verb says about a broken study."""
    try:
        result = ask(name, FAULTS[fault](planted()))
    except rv.RecoveryEvalError as error:
        where = error.rows is not None or error.column is not None
        return f"{error} {error.__cause__} {error.__context__}" if where and error.do else NAME
    return " ".join([*result.checks()["meaning"], result.methods(), result.describe()])


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ALL)
def test_no_message_shows_a_value(name: str, fault: str) -> None:
    """And each refusal says where, and what to do."""
    told = said(name, fault)
    for shown in (NAME, str(NUMBER), f"{NUMBER:g}", f"{NUMBER:.0f}"):
        assert shown not in told
