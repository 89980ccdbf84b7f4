"""A column of ids or notes taken for groups or for a term: refused, and none of it is shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

NOTES = [f"QZNOTE{i}" for i in range(60)]


def _stay() -> rv.Outcome:
    """Return sixty people with a note each; two of them have no time."""
    time = np.arange(1.0, 61.0)
    time[:2] = np.nan
    frame = pd.DataFrame({"time": time, "left": [1, 0] * 30, "note": NOTES})
    return rv.time_to_event(frame, time="time", event="left")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: rv.kaplan_meier(_stay(), by="note"),
        lambda: rv.cox(_stay(), "note"),
        lambda: rv.risk(
            rv.binary(pd.DataFrame({"y": [1, 0] * 30, "note": NOTES}), value="y"), "note"
        ),
    ],
)
def test_notes_are_refused_and_not_shown(ask: Callable[[], object]) -> None:
    with pytest.raises(RecoveryEvalError) as told:
        ask()
    assert "QZNOTE" not in str(told.value)
    assert told.value.column == "note"
