"""A short way to an outcome of an own table, and to the error it ends in."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def to_event(columns: dict, **roles: object) -> rv.Outcome:
    """Return a time-to-event outcome of columns ``t`` and ``e``."""
    return rv.time_to_event(pd.DataFrame(columns), time="t", event="e", **roles)  # type: ignore[arg-type]


def refused(code: str, action: Callable[[], object]) -> OutcomeError:
    """Return the error an action ends in, with the code expected."""
    with pytest.raises(OutcomeError) as caught:
        action()
    assert caught.value.code == code
    return caught.value
