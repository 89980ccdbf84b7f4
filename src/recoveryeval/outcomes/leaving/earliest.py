"""What ended each person's time, and when: whichever rule fired first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.limits import Limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.window import Window
from recoveryeval.outcomes.rules import (
    GAP,
    HORIZON,
    NO_CONTACT,
    RECORDED_END,
    CensorRule,
)


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """Per person, each (n,): days from time zero, 0 censored / 1 left / 2.. competing, the rule.

    ``gone`` are people who had left before time zero, ``unseen`` people whose
    observation is too short for leaving to be seen.
    """

    time: np.ndarray
    cause: np.ndarray
    rule: np.ndarray
    gone: np.ndarray
    unseen: np.ndarray


def ended(
    left: np.ndarray, met: np.ndarray, limits: Limits, window: Window, options: Options
) -> Ended:
    """Return what ended everyone's time.

    ``left`` (n,) is the day of leaving by the gap rule, infinite without one,
    ``met`` (n,) whether there was any contact. On the same day a way out goes
    before a recorded end, and that before a gap.
    """
    days = np.column_stack([window.exit, limits.end, left])
    days = np.where(days <= window.to[:, None], days, np.inf)
    which, first = days.argmin(axis=1), days.min(axis=1)
    happened = np.isfinite(first)
    exit_rule, exit_cause = _exits(options)
    by_exit = happened & (which == 0)
    rule = np.select(
        [by_exit, happened & (which == 1), happened & met, happened],
        [exit_rule[window.exit_by], RECORDED_END.id, GAP.id, NO_CONTACT.id],
        window.closed_by,
    )
    cause = np.where(by_exit, exit_cause[window.exit_by], happened.astype("int64"))
    time = np.where(happened, first, window.to) - limits.zero
    return Ended(
        time=np.maximum(time, 0.0),
        cause=cause,
        rule=rule,
        gone=happened & (time < 0),
        unseen=~happened & (time < 0),
    )


def _exits(options: Options) -> tuple[np.ndarray, np.ndarray]:
    """Return the id and the code of each way out (k,)."""
    codes = {name: code for code, name in options.causes.items()}
    cause = [
        0 if isinstance(rule, CensorRule) else codes[name] if rule.role == "competing" else 1
        for name, rule in options.exits.items()
    ]
    return np.array(list(options.exits), dtype=object), np.array(cause, dtype="int64")


def cut_at(found: Ended, horizon: int | None, reach: np.ndarray) -> Ended:
    """Return everyone's end, cut at the horizon; leaving could be seen for ``reach`` (n,) days."""
    if horizon is None:
        return found
    if not (reach[np.isfinite(reach)] >= horizon).any():
        raise OutcomeError(
            "Nobody is observed as long as the horizon",
            code="RE-E25",
            do="Use a shorter horizon_days, or none and look at the outcome's follow_up.",
        )
    late = found.time > horizon
    return replace(
        found,
        time=np.where(late, float(horizon), found.time),
        cause=np.where(late, 0, found.cause),
        rule=np.where(late, HORIZON.id, found.rule),
    )
