"""The days in which leaving can be seen, and what closes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.outcomes.leaving.limits import Limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.rules import END_OF_OBSERVATION, CensorRule


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Per person, each (n,), in days from the origin.

    ``to`` is the last day on which leaving could be seen and ``closed_by`` the
    id of the rule that closes the window. ``exit`` is the day of the first
    other way out that stands for itself, infinite without one, and
    ``exit_by`` its number. ``last`` is the last day whose contacts count and
    ``closing`` the day that ends the last gap.
    """

    to: np.ndarray
    closed_by: np.ndarray
    exit: np.ndarray
    exit_by: np.ndarray
    last: np.ndarray
    closing: np.ndarray


def window(limits: Limits, options: Options, *, gaps: bool) -> Window:
    """Return everyone's window; ``gaps`` says whether leaving shows by a gap.

    A gap of g days shows g days later, so nobody's leaving can be seen in the
    last g days before observation ends, and time stops there for everyone who
    has not left. A way out that can befall anyone ends observation the day
    before; one that proves presence stands on its own day.
    """
    seen_to = limits.seen_to.copy()
    closed_by = np.full(len(seen_to), END_OF_OBSERVATION.id, dtype=object)
    stands = np.full(limits.exits.shape, np.inf)
    for number, (name, rule) in enumerate(options.exits.items()):
        day = limits.exits[:, number]
        if isinstance(rule, CensorRule) and not rule.proves_presence:
            sooner = day - gaps < seen_to
            seen_to = np.where(sooner, day - gaps, seen_to)
            closed_by[sooner] = name
        else:
            stands[:, number] = day
    first = stands.min(axis=1)
    out_first = first <= seen_to
    return Window(
        to=seen_to - options.gap_days * gaps,
        closed_by=closed_by,
        exit=first,
        exit_by=stands.argmin(axis=1),
        last=np.where(out_first, first, seen_to),
        closing=np.where(out_first, first, seen_to + 1),
    )
