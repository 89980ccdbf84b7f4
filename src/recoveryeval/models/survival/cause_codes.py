"""Which causes of an outcome are asked for, and cells whose causes are counted from 1 on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeGuard

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.survival.cells import Cells


def causes_of(outcome: Outcome) -> dict[int, str]:
    """Return code and name of each cause; an event that nothing competes with is the only one."""
    return dict(outcome.causes) if outcome.kind == "competing" else {1: outcome.name}


def is_several(cause: object) -> TypeGuard[Iterable[str]]:
    """Return whether causes are given as a collection of names, and not as one name."""
    return isinstance(cause, list | tuple | set | frozenset | np.ndarray | pd.Series | pd.Index)


def asked_causes(outcome: Outcome, cause: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of the causes asked for, all by default; an unknown one is refused."""
    names = tuple(causes_of(outcome).values())
    if cause is None:
        return names
    asked = tuple(cause) if is_several(cause) else (cause,)
    unknown = [str(name) for name in asked if not (isinstance(name, str) and name in names)]
    if unknown or not asked:
        raise EstimationError(
            "The outcome has no cause of that name",
            code="RE-M22",
            do=f"Name cause= among: {', '.join(names)}.{nearest(''.join(unknown[:1]), names)}",
        )
    return tuple(name for name in names if name in asked)


def one_cause(outcome: Outcome, cause: str | None) -> str:
    """Return the name of the one event a regression is about; it is asked for where several are."""
    names = tuple(causes_of(outcome).values())
    if cause is None and len(names) > 1:
        raise EstimationError(
            "The outcome has several events, and a regression is about one of them",
            code="RE-M22",
            do=f"Name cause= as one of: {', '.join(names)}.",
        )
    found = asked_causes(outcome, cause)
    if len(found) > 1:
        raise EstimationError(
            f"There are {len(found)} events in cause=, and a regression is about one of them",
            code="RE-M22",
            do="Fit one model for each event, naming one in cause= at a time.",
        )
    return found[0]


def renumbered(cells: Cells, outcome: Outcome) -> Cells:
    """Return cells whose causes are 1, 2, ... in the order of the outcome's causes."""
    codes = list(causes_of(outcome))
    if codes == list(range(1, len(codes) + 1)):
        return cells
    order = np.argsort(codes)
    happened = cells.cause > 0
    place = np.searchsorted(np.array(codes)[order], cells.cause[happened])
    cause = cells.cause.copy()
    cause[happened] = order[place] + 1
    return replace(cells, cause=cause)
